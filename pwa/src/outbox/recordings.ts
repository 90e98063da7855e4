/** Recordings become exhibits: at the stop, or at the next start when the app was killed meanwhile. */
import { newId, timeOfId } from '@/domain/ids'
import type { FieldDatabase } from '@/store/database'
import type { ExhibitRow, RecordingRow } from '@/store/rows'

import { readBack, SavingFailed, savingFailure } from './readback'
import { sealInto, type Author } from './seal'
import { RecordingStage, type RecordingStart } from './staging'

/** A recording that has not grown for this long is not being made any more. */
export const DEAD_AFTER_MS = 15_000
const ORPHAN_AFTER_MS = 3600_000

export type RecordingFacts = Omit<RecordingStart, 'id' | 'clock_offset_ms' | 'not_before'>

/** Begins a recording with what the device knows at this moment. Throws `SavingFailed`. */
export async function beginRecording(
  db: FieldDatabase,
  facts: RecordingFacts,
): Promise<RecordingStage> {
  try {
    return await RecordingStage.begin(db, {
      ...facts,
      id: newId(Date.parse(facts.started_at)),
      clock_offset_ms: (await db.setting('clock'))?.offset_ms ?? null,
      not_before: (await db.setting('checkpoint')) ?? null,
    })
  } catch (error) {
    throw savingFailure(error)
  }
}

function interruptedName(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot < 0 ? `${name}_interrupted` : `${name.slice(0, dot)}_interrupted${name.slice(dot)}`
}

async function forget(db: FieldDatabase, id: string): Promise<void> {
  await db.recordings.delete(id)
  await db.chunks.where('recording_id').equals(id).delete()
}

async function sealStaged(
  db: FieldDatabase,
  author: Author,
  row: RecordingRow,
  staged: { readonly size: number; readonly root: string },
  isInterrupted: boolean,
): Promise<ExhibitRow> {
  // Its draft may have been reported without it in the meantime.
  const isDraftGone = (await db.reports.get(row.draft_id)) !== undefined
  const sealed = await sealInto(
    db,
    author,
    {
      id: row.id,
      draftId: isDraftGone ? newId() : row.draft_id,
      kind: row.kind,
      source: 'in_app_camera',
      fileName: isInterrupted ? interruptedName(row.file_name) : row.file_name,
      mime: row.mime,
      size: staged.size,
      digest: { sha256: null, segments_root: staged.root },
      durationMs: row.duration_ms,
      isInterrupted,
      capturedAt: new Date(row.started_at),
      monoMs: row.mono_ms,
      clockOffsetMs: row.clock_offset_ms,
      fix: row.fix,
      noFixReason: row.fix === null ? (row.no_fix_reason ?? 'timeout') : null,
      headingDeg: row.heading_deg ?? null,
      notBefore: row.not_before,
    },
    () => forget(db, row.id),
  )
  await readBack(db, sealed)
  return sealed
}

/** Seals a recording that was stopped. Throws `SavingFailed`; then it is still on the disk. */
export async function sealRecording(
  db: FieldDatabase,
  author: Author,
  stage: RecordingStage,
): Promise<ExhibitRow> {
  try {
    const staged = await stage.finish()
    const row = await db.recordings.get(stage.id)
    if (!row) throw new SavingFailed('sealed_elsewhere')
    return await sealStaged(db, author, row, staged, false)
  } catch (error) {
    throw savingFailure(error)
  }
}

async function sealDead(db: FieldDatabase, author: Author, row: RecordingRow): Promise<void> {
  const stage = await RecordingStage.reopen(db, row.id)
  try {
    await sealStaged(db, author, row, await stage.finish(), true)
  } catch (error) {
    if (savingFailure(error).fault !== 'nothing_recorded') throw error
    await forget(db, row.id)
  }
}

/** Seals what a kill left behind, marked as interrupted; returns how many still seem to be growing. */
export async function sealInterrupted(
  db: FieldDatabase,
  author: () => Promise<Author>,
  now: number = Date.now(),
): Promise<number> {
  const rows = await db.recordings.toArray()
  const dead = rows.filter((row) => now - row.touched_at >= DEAD_AFTER_MS)
  for (const row of dead) await sealDead(db, await author(), row)
  await sweepHalfCopies(db, now)
  return rows.length - dead.length
}

/** Segments of a picked file whose copying was killed belong to nothing. */
async function sweepHalfCopies(db: FieldDatabase, now: number): Promise<void> {
  // A cursor over unique keys fails in WebKit where there is no key at all.
  const keys = await db.segments.toCollection().primaryKeys()
  for (const id of new Set(keys.map(([exhibitId]) => exhibitId))) {
    if (now - timeOfId(id) < ORPHAN_AFTER_MS) continue
    const owner = (await db.exhibits.get(id)) ?? (await db.recordings.get(id))
    if (!owner) await db.segments.where('exhibit_id').equals(id).delete()
  }
}
