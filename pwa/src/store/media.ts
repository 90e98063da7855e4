/** The bytes of an exhibit, however they are kept. */
import type { FieldDatabase } from './database'
import type { ExhibitRow, StoredBytes } from './rows'

const PROBE = { id: 'probe', blob: new Blob(['?']) }
const answers = new WeakMap<FieldDatabase, Promise<boolean>>()

/**
 * WebKit lays a blob's file beside its row, after the commit and by a number that it counts again: a kill in between
 * leaves the row without its bytes, and a row put and deleted in one transaction leaves its bytes to the next. A buffer
 * lies in the row itself.
 */
function laysBlobsBesideRows(): boolean {
  return /AppleWebKit\/(?!.*Chrom)/.test(navigator.userAgent)
}

/** Whether blobs are kept here, found out by keeping one. */
async function tryBlob(db: FieldDatabase): Promise<boolean> {
  if (laysBlobsBesideRows()) return false
  try {
    await db.transaction('rw', db.thumbs, async () => {
      await db.thumbs.put(PROBE)
      await db.thumbs.delete(PROBE.id)
    })
    return true
  } catch {
    return false
  }
}

/** A blob in the form that is safe in this browser; call it before a transaction begins. */
export async function toStored(db: FieldDatabase, content: Blob): Promise<StoredBytes> {
  const answer = answers.get(db) ?? tryBlob(db)
  answers.set(db, answer)
  if (await answer) return content
  // A full disk refuses as well: the next one asks anew.
  answers.delete(db)
  return { bytes: await content.arrayBuffer(), type: content.type }
}

/** What was kept, as a blob. */
export function asBlob(stored: StoredBytes): Blob {
  return stored instanceof Blob ? stored : new Blob([stored.bytes], stored)
}

/** Bytes as they go to the disk; call it before a transaction begins, it waits for the cipher. */
export async function sealBytes(db: FieldDatabase, content: Blob): Promise<StoredBytes> {
  return toStored(db, db.vault === null ? content : await db.vault.sealBytes(content))
}

/** Bytes from the disk as they were before. */
export async function openBytes({ vault }: FieldDatabase, stored: StoredBytes): Promise<Blob> {
  return vault === null ? asBlob(stored) : vault.openBytes(asBlob(stored))
}

/** How many bytes are stored, without opening them. */
export async function openedSize({ vault }: FieldDatabase, stored: StoredBytes): Promise<number> {
  return vault === null ? asBlob(stored).size : vault.openedSize(asBlob(stored))
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
