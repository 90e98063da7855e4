/** The bytes of an exhibit, however they are kept. */
import type { FieldDatabase } from './database'
import type { ExhibitRow } from './rows'

/** Bytes as they go to the disk; call it before a transaction begins, it waits for the cipher. */
export async function sealBytes(db: FieldDatabase, content: Blob): Promise<Blob> {
  return db.vault === null ? content : db.vault.sealBytes(content)
}

/** Bytes from the disk as they were before. */
export async function openBytes(db: FieldDatabase, stored: Blob): Promise<Blob> {
  return db.vault === null ? stored : db.vault.openBytes(stored)
}

/** How many bytes a stored blob holds, without opening it. */
export async function openedSize(db: FieldDatabase, stored: Blob): Promise<number> {
  return db.vault === null ? stored.size : db.vault.openedSize(stored)
}

/** All bytes as one blob that stays on the disk until read, or null when some are missing. */
export async function bytesOf(db: FieldDatabase, exhibit: ExhibitRow): Promise<Blob | null> {
  if (exhibit.segments_root === null) {
    const row = await db.blobs.get(exhibit.id)
    return row ? openBytes(db, row.blob) : null
  }
  const segments = await db.segments.where('exhibit_id').equals(exhibit.id).sortBy('n')
  const parts: Blob[] = []
  for (const segment of segments) parts.push(await openBytes(db, segment.blob))
  const whole = new Blob(parts, { type: exhibit.mime })
  return whole.size === exhibit.size ? whole : null
}

/** The digests of its segments in order. */
export async function segmentDigests(db: FieldDatabase, exhibitId: string): Promise<string[]> {
  const segments = await db.segments.where('exhibit_id').equals(exhibitId).sortBy('n')
  return segments.map((segment) => segment.sha256)
}

/** Takes the bytes of these exhibits off the disk; call it inside a transaction over both tables. */
export async function deleteBytes(db: FieldDatabase, ids: readonly string[]): Promise<void> {
  await db.blobs.bulkDelete([...ids])
  await db.segments
    .where('exhibit_id')
    .anyOf([...ids])
    .delete()
}
