/** From shutter to sealed exhibit: hash, sign, then row and bytes in one transaction. */
import { signerOf } from '@/device/key'
import { captureRecord, FIRST_PREV } from '@/domain/capture'
import { CAPTURE_TYPE, seal } from '@/domain/dsse'
import { newId } from '@/domain/ids'
import type { Fix, NoFixReason } from '@/domain/place'
import { sha256Hex } from '@/domain/sha256'
import type { FieldDatabase } from '@/store/database'
import type { DeviceKey, ExhibitRow } from '@/store/rows'

import { readBack, savingFailure } from './readback'

export interface Shot {
  readonly draftId: string
  readonly blob: Blob
  readonly kind: 'photo' | 'video' | 'file'
  readonly source: 'in_app_camera' | 'file_picker'
  readonly fileName: string
  readonly capturedAt: Date
  readonly monoMs: number
  readonly fix: Fix | null
  readonly noFixReason: NoFixReason | null
}

export interface Author {
  readonly userId: string
  readonly device: DeviceKey
  readonly appVersion: string
}

interface Link {
  readonly seq: number
  readonly prev: string
}

async function chainHead(db: FieldDatabase): Promise<Link> {
  return (await db.setting('chain')) ?? { seq: 0, prev: FIRST_PREV }
}

async function rowOf(
  db: FieldDatabase,
  author: Author,
  shot: Shot,
  id: string,
  sha256: string,
  head: Link,
): Promise<{ row: ExhibitRow; next: Link }> {
  const mime = shot.blob.type || 'application/octet-stream'
  const noFixReason = shot.fix === null ? (shot.noFixReason ?? 'unavailable') : null
  const record = captureRecord({
    captureId: id,
    deviceKeyId: author.device.key_id,
    userId: author.userId,
    kind: shot.kind,
    source: shot.source,
    seq: head.seq + 1,
    prev: head.prev,
    capturedAt: shot.capturedAt,
    monoMs: shot.monoMs,
    clockOffsetMs: (await db.setting('clock'))?.offset_ms ?? null,
    mime,
    size: shot.blob.size,
    sha256,
    fix: shot.fix,
    noFixReason,
    notBefore: (await db.setting('checkpoint')) ?? null,
    appVersion: author.appVersion,
  })
  const row: ExhibitRow = {
    id,
    report_id: shot.draftId,
    seq: head.seq + 1,
    kind: shot.kind,
    source: shot.source,
    file_name: shot.fileName,
    mime,
    size: shot.blob.size,
    sha256,
    captured_at: shot.capturedAt.toISOString(),
    fix: shot.fix,
    no_fix_reason: noFixReason,
    envelope: await seal(CAPTURE_TYPE, record, signerOf(author.device)),
    server: null,
    upload_url: null,
    bytes_sent: 0,
    is_receipt_good: false,
    problem: null,
  }
  return { row, next: { seq: row.seq, prev: await sha256Hex(record) } }
}

/** Stores row, bytes, chain and draft together; false when another tab took this place in the chain. */
async function store(
  db: FieldDatabase,
  row: ExhibitRow,
  blob: Blob,
  head: Link,
  next: Link,
): Promise<boolean> {
  return db.transaction('rw', db.exhibits, db.blobs, db.settings, db.drafts, async () => {
    const current = await chainHead(db)
    if (current.seq !== head.seq || current.prev !== head.prev) return false
    await db.exhibits.add(row)
    await db.blobs.add({ id: row.id, blob })
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

/** Seals one photo or file into its draft and proves it by reading it back. Throws `SavingFailed`. */
export async function sealShot(db: FieldDatabase, author: Author, shot: Shot): Promise<ExhibitRow> {
  const id = newId(shot.capturedAt.getTime())
  try {
    const sha256 = await sha256Hex(shot.blob)
    // Signing cannot wait inside a transaction, so the place in the chain is taken by compare-and-set.
    for (;;) {
      const head = await chainHead(db)
      const { row, next } = await rowOf(db, author, shot, id, sha256, head)
      if (await store(db, row, shot.blob, head, next)) {
        await readBack(db, row)
        return row
      }
    }
  } catch (error) {
    throw savingFailure(error)
  }
}
