/** From shutter to sealed exhibit: hash, sign, then row and bytes in one transaction. */
import { signerOf } from '@/device/key'
import {
  captureRecord,
  FIRST_PREV,
  type AppBuild,
  type CaptureKind,
  type CaptureSource,
  type Checkpoint,
  type MediaDigest,
} from '@/domain/capture'
import { CAPTURE_TYPE, seal } from '@/domain/dsse'
import { newId } from '@/domain/ids'
import type { Fix, NoFixReason } from '@/domain/place'
import { isSegmented } from '@/domain/segments'
import { sha256Hex } from '@/domain/sha256'
import type { FieldDatabase } from '@/store/database'
import { sealBytes } from '@/store/media'
import type { DeviceKey, ExhibitRow } from '@/store/rows'

import { readBack, savingFailure } from './readback'
import { stageFile } from './staging'

export interface Shot {
  readonly draftId: string
  readonly blob: Blob
  readonly kind: CaptureKind
  readonly source: CaptureSource
  readonly fileName: string
  readonly capturedAt: Date
  readonly monoMs: number
  readonly fix: Fix | null
  readonly noFixReason: NoFixReason | null
  readonly headingDeg?: number | null
}

export interface Author {
  readonly userId: string
  readonly device: DeviceKey
  readonly app: AppBuild
}

/** Everything that is sealed but the place in the device's chain. */
export interface Sealable {
  readonly id: string
  readonly draftId: string
  readonly kind: CaptureKind
  readonly source: CaptureSource
  readonly fileName: string
  readonly mime: string
  readonly size: number
  readonly digest: MediaDigest
  readonly durationMs: number | null
  readonly isInterrupted: boolean
  readonly capturedAt: Date
  readonly monoMs: number
  readonly clockOffsetMs: number | null
  readonly fix: Fix | null
  readonly noFixReason: NoFixReason | null
  readonly headingDeg?: number | null
  readonly notBefore: Checkpoint | null
}

interface Link {
  readonly seq: number
  readonly prev: string
}

async function chainHead(db: FieldDatabase): Promise<Link> {
  return (await db.setting('chain')) ?? { seq: 0, prev: FIRST_PREV }
}

async function sealedAt(
  author: Author,
  thing: Sealable,
  head: Link,
): Promise<{ row: ExhibitRow; next: Link }> {
  const seq = head.seq + 1
  const record = captureRecord({
    ...thing,
    captureId: thing.id,
    deviceKeyId: author.device.key_id,
    userId: author.userId,
    seq,
    prev: head.prev,
    app: author.app,
  })
  const row: ExhibitRow = {
    id: thing.id,
    report_id: thing.draftId,
    seq,
    kind: thing.kind,
    source: thing.source,
    file_name: thing.fileName,
    mime: thing.mime,
    size: thing.size,
    ...thing.digest,
    duration_ms: thing.durationMs,
    is_interrupted: thing.isInterrupted,
    captured_at: thing.capturedAt.toISOString(),
    fix: thing.fix,
    no_fix_reason: thing.noFixReason,
    envelope: await seal(CAPTURE_TYPE, record, signerOf(author.device)),
    not_before: thing.notBefore,
    server: null,
    was_sent_at_once: false,
    upload_url: null,
    bytes_sent: 0,
    is_receipt_good: false,
    cleared_at: null,
    problem: null,
  }
  return { row, next: { seq, prev: await sha256Hex(record) } }
}

/** Stores row, bytes, chain and draft together; false when another tab took this place in the chain. */
async function store(
  db: FieldDatabase,
  row: ExhibitRow,
  head: Link,
  next: Link,
  storeBytes: () => Promise<void>,
): Promise<boolean> {
  const tables = [db.exhibits, db.blobs, db.settings, db.drafts, db.recordings, db.chunks]
  return db.transaction('rw', tables, async () => {
    const current = await chainHead(db)
    if (current.seq !== head.seq || current.prev !== head.prev) return false
    await db.exhibits.add(row)
    await storeBytes()
    await db.keep('chain', next)
    const draft = await db.drafts.get(row.report_id)
    await db.drafts.put({
      category_code: null,
      note: '',
      no_position_reason: null,
      started_at: row.captured_at,
      ...draft,
      id: row.report_id,
      changed_at: new Date().toISOString(),
      exhibit_ids: [...(draft?.exhibit_ids ?? []), row.id],
    })
    return true
  })
}

/** Takes the next place in the chain and stores the sealed row with its bytes. */
export async function sealInto(
  db: FieldDatabase,
  author: Author,
  thing: Sealable,
  storeBytes: () => Promise<void>,
): Promise<ExhibitRow> {
  // Signing cannot wait inside a transaction, so the place in the chain is taken by compare-and-set.
  for (;;) {
    const head = await chainHead(db)
    const { row, next } = await sealedAt(author, thing, head)
    if (await store(db, row, head, next, storeBytes)) return row
  }
}

async function digestOf(db: FieldDatabase, id: string, shot: Shot): Promise<MediaDigest> {
  if (!isSegmented(shot.kind, shot.blob.size)) {
    return { sha256: await sha256Hex(shot.blob), segments_root: null }
  }
  return { sha256: null, segments_root: (await stageFile(db, id, shot.blob)).root }
}

/** Seals one photo or file into its draft and proves it by reading it back. Throws `SavingFailed`. */
export async function sealShot(db: FieldDatabase, author: Author, shot: Shot): Promise<ExhibitRow> {
  const id = newId(shot.capturedAt.getTime())
  try {
    // What the device knew at the shutter: copying a large file takes a while.
    const clockOffsetMs = (await db.setting('clock'))?.offset_ms ?? null
    const notBefore = (await db.setting('checkpoint')) ?? null
    const digest = await digestOf(db, id, shot)
    const thing: Sealable = {
      ...shot,
      id,
      mime: shot.blob.type || 'application/octet-stream',
      size: shot.blob.size,
      digest,
      durationMs: null,
      isInterrupted: false,
      clockOffsetMs,
      notBefore,
      noFixReason: shot.fix === null ? (shot.noFixReason ?? 'unavailable') : null,
    }
    const blob = digest.sha256 === null ? null : await sealBytes(db, shot.blob)
    const row = await sealInto(db, author, thing, async () => {
      if (blob !== null) await db.blobs.add({ id, blob })
    })
    await readBack(db, row)
    return row
  } catch (error) {
    throw savingFailure(error)
  }
}
