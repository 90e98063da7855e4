/** Large media on its way to the disk: in segments of 4 MiB, each hashed and read back as it fills. */
import { SEGMENT_BYTES, segmentsRoot } from '@/domain/segments'
import { sha256Hex } from '@/domain/sha256'
import type { FieldDatabase } from '@/store/database'
import { openBytes, openedSize, sealBytes, segmentDigests } from '@/store/media'
import type { RecordingRow, SegmentRow } from '@/store/rows'

import { SavingFailed, savingFailure } from './readback'

export interface Staged {
  readonly size: number
  readonly root: string
}

/** What is known when a recording starts. */
export type RecordingStart = Omit<RecordingRow, 'duration_ms' | 'touched_at'>

async function segmentOf(
  db: FieldDatabase,
  exhibitId: string,
  n: number,
  content: Blob,
): Promise<SegmentRow> {
  const bytes = await content.arrayBuffer()
  const sha256 = await sha256Hex(new Uint8Array(bytes))
  return { exhibit_id: exhibitId, n, blob: await sealBytes(db, new Blob([bytes])), sha256 }
}

/** Throws `SavingFailed` unless the disk gives back what was written. */
async function readSegment(db: FieldDatabase, written: SegmentRow): Promise<void> {
  const stored = await db.segments.get([written.exhibit_id, written.n])
  if (!stored) throw new SavingFailed('bytes_missing')
  const opened = await openBytes(db, stored.blob)
  if ((await sha256Hex(opened)) !== written.sha256) throw new SavingFailed('read_back_differs')
}

async function resultOf(db: FieldDatabase, exhibitId: string): Promise<Staged> {
  const segments = await db.segments.where('exhibit_id').equals(exhibitId).toArray()
  let size = 0
  for (const { blob } of segments) size += await openedSize(db, blob)
  if (size === 0) throw new SavingFailed('nothing_recorded')
  return { size, root: await segmentsRoot(await segmentDigests(db, exhibitId)) }
}

/** Copies a file slice by slice, so that a gigabyte never lies in memory. Throws `SavingFailed`. */
export async function stageFile(
  db: FieldDatabase,
  exhibitId: string,
  content: Blob,
): Promise<Staged> {
  try {
    for (let n = 0; n * SEGMENT_BYTES < content.size; n += 1) {
      const slice = content.slice(n * SEGMENT_BYTES, (n + 1) * SEGMENT_BYTES)
      const segment = await segmentOf(db, exhibitId, n, slice)
      await db.segments.put(segment)
      await readSegment(db, segment)
    }
    return await resultOf(db, exhibitId)
  } catch (error) {
    await db.segments.where('exhibit_id').equals(exhibitId).delete()
    throw savingFailure(error)
  }
}

/** One recording on its way to the disk; what `append` has promised survives a kill. */
export class RecordingStage {
  private tail: Blob[] = []
  private segments = 0
  private work: Promise<void> = Promise.resolve()

  private constructor(
    private readonly db: FieldDatabase,
    readonly id: string,
  ) {}

  /** Writes down what is known at the start, before the first byte comes. */
  static async begin(db: FieldDatabase, start: RecordingStart): Promise<RecordingStage> {
    await db.recordings.add({ ...start, duration_ms: 0, touched_at: Date.now() })
    return new RecordingStage(db, start.id)
  }

  /** Takes up a recording where the disk has it. */
  static async reopen(db: FieldDatabase, id: string): Promise<RecordingStage> {
    const stage = new RecordingStage(db, id)
    const chunks = await db.chunks.where('recording_id').equals(id).sortBy('order')
    for (const { blob } of chunks) stage.tail.push(await openBytes(db, blob))
    stage.segments = await db.segments.where('exhibit_id').equals(id).count()
    return stage
  }

  /** Writes the next bytes; calls are done in order. Throws `SavingFailed`. */
  append(content: Blob, durationMs: number): Promise<void> {
    const done = this.work.then(() => this.write(content, durationMs))
    this.work = done.catch(() => undefined)
    return done.catch((error: unknown) => Promise.reject(savingFailure(error)))
  }

  /** The place may be found only after the start; the first one counts. */
  async place(fix: RecordingRow['fix']): Promise<void> {
    const row = await this.db.recordings.get(this.id)
    if (row?.fix === null && fix !== null) {
      await this.db.recordings.update(this.id, { fix, no_fix_reason: null })
    }
  }

  /** Makes the rest the last segment; doing it again gives the same. Throws `SavingFailed`. */
  async finish(): Promise<Staged> {
    await this.work
    try {
      if (this.tail.length > 0) await this.keep(new Blob(this.tail), true, {})
      return await resultOf(this.db, this.id)
    } catch (error) {
      throw savingFailure(error)
    }
  }

  private async write(content: Blob, durationMs: number): Promise<void> {
    const news = { duration_ms: durationMs, touched_at: Date.now() }
    const whole = new Blob([...this.tail, content])
    if (whole.size >= SEGMENT_BYTES) return this.keep(whole, false, news)
    const blob = await sealBytes(this.db, content)
    await this.db.transaction('rw', this.db.chunks, this.db.recordings, async () => {
      await this.touch(news)
      await this.db.chunks.add({ recording_id: this.id, blob })
    })
    this.tail.push(content)
  }

  /** Full segments, and with `isLast` the rest as well, take the place of the chunks on the disk. */
  private async keep(whole: Blob, isLast: boolean, news: Partial<RecordingRow>): Promise<void> {
    const full = Math.floor(whole.size / SEGMENT_BYTES)
    const count = isLast ? Math.ceil(whole.size / SEGMENT_BYTES) : full
    const made: SegmentRow[] = []
    for (let n = 0; n < count; n += 1) {
      const slice = whole.slice(n * SEGMENT_BYTES, (n + 1) * SEGMENT_BYTES)
      made.push(await segmentOf(this.db, this.id, this.segments + n, slice))
    }
    const rest = isLast ? new Blob() : whole.slice(count * SEGMENT_BYTES)
    const { db } = this
    const restSealed = await sealBytes(db, rest)
    await db.transaction('rw', db.chunks, db.segments, db.recordings, async () => {
      await this.touch(news)
      await db.segments.bulkAdd(made)
      await db.chunks.where('recording_id').equals(this.id).delete()
      if (rest.size > 0) await db.chunks.add({ recording_id: this.id, blob: restSealed })
    })
    this.segments += made.length
    this.tail = rest.size > 0 ? [rest] : []
    for (const segment of made) await readSegment(db, segment)
  }

  /** Throws when another tab took this recording for dead and sealed it. */
  private async touch(news: Partial<RecordingRow>): Promise<void> {
    if ((await this.db.recordings.get(this.id)) === undefined) {
      throw new SavingFailed('sealed_elsewhere')
    }
    await this.db.recordings.update(this.id, news)
  }
}
