/** The bytes of an exhibit, however they are kept. */
import type { FieldDatabase } from './database'
import type { ExhibitRow } from './rows'

/** All bytes as one blob that stays on the disk until read, or null when some are missing. */
export async function bytesOf(db: FieldDatabase, exhibit: ExhibitRow): Promise<Blob | null> {
  if (exhibit.segments_root === null) return (await db.blobs.get(exhibit.id))?.blob ?? null
  const segments = await db.segments.where('exhibit_id').equals(exhibit.id).sortBy('n')
  const whole = new Blob(
    segments.map((segment) => segment.blob),
    { type: exhibit.mime },
  )
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
