/** Everything that the server has not verified, as one ZIP: records, originals and their checksums. */
import { sha256 } from '@noble/hashes/sha2.js'
import { downloadZip } from 'client-zip'

import { toHex, utf8 } from '@/domain/bytes'
import { exhibitStage } from '@/domain/states'
import type { FieldDatabase } from '@/store/database'
import { bytesOf, openBytes } from '@/store/media'
import type { ExhibitRow, RecordingRow } from '@/store/rows'

export const RESCUE_FORMAT = 'xunzheng.rescue/1'
/** Bytes, which go in as files, and what the server keeps anyway. */
const LEFT_OUT = [
  ...['blobs', 'segments', 'chunks', 'thumbs', 'settings'],
  ...[
    'reference',
    'changes',
    'sites',
    'grid_incidents',
    'basemaps',
    'rounds',
    'duties',
    'messages',
  ],
]

/** What would be lost with the phone. */
export interface Unsent {
  readonly exhibits: readonly ExhibitRow[]
  readonly recordings: readonly RecordingRow[]
  /** Operations not carried out: waiting or refused. */
  readonly operations: number
  readonly bytes: number
}

function isUnsent(exhibit: ExhibitRow): boolean {
  const { server, bytes_sent, is_receipt_good } = exhibit
  const progress = {
    serverState: server?.state ?? null,
    bytesSent: bytes_sent,
    isReceiptGood: is_receipt_good,
  }
  return exhibitStage(progress) !== 'verified'
}

/** Counts what the server has not verified, refused and half-made things too. */
export async function listUnsent(db: FieldDatabase): Promise<Unsent> {
  const exhibits = await db.exhibits.filter(isUnsent).toArray()
  return {
    exhibits,
    recordings: await db.recordings.toArray(),
    operations: await db.operations.filter(({ state }) => state !== 'done').count(),
    bytes: exhibits.reduce((sum, { size }) => sum + size, 0),
  }
}

async function isOpen(db: FieldDatabase, reportId: string, unsent: Unsent): Promise<boolean> {
  if (unsent.exhibits.some(({ report_id }) => report_id === reportId)) return true
  const operations = await db.operations.where('report_id').equals(reportId).toArray()
  return operations.some(({ state }) => state !== 'done')
}

async function recordsOf(db: FieldDatabase, personId: string, unsent: Unsent): Promise<object> {
  const tables: Record<string, unknown[]> = {}
  for (const { name } of db.tables.filter((table) => !LEFT_OUT.includes(table.name))) {
    tables[name] = await db.table<unknown>(name).toArray()
  }
  const reports = await db.reports.toArray()
  const open = await Promise.all(reports.map(({ id }) => isOpen(db, id, unsent)))
  const device = await db.setting('device')
  return {
    format: RESCUE_FORMAT,
    made_at: new Date().toISOString(),
    person_id: personId,
    device: device && { id: device.id, key_id: device.key_id, public_key: device.public_key },
    ...tables,
    reports: reports.filter((_, n) => open[n]),
    exhibits: unsent.exhibits,
    operations: (await db.operations.toArray()).filter(({ state }) => state !== 'done'),
  }
}

/** Bytes of a recording that was never sealed: its segments, then its last chunks. */
async function leftoverOf(db: FieldDatabase, { id, mime }: RecordingRow): Promise<Blob> {
  const segments = await db.segments.where('exhibit_id').equals(id).sortBy('n')
  const chunks = await db.chunks.where('recording_id').equals(id).sortBy('order')
  const parts: Blob[] = []
  for (const { blob } of [...segments, ...chunks]) parts.push(await openBytes(db, blob))
  return new Blob(parts, { type: mime })
}

class Sums {
  private readonly lines: string[] = []

  constructor(private readonly onProgress: (bytes: number) => void) {}

  /** The content as it streams by, its digest noted once it has. */
  watch(name: string, content: Blob): ReadableStream<Uint8Array> {
    const hash = sha256.create()
    return content.stream().pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform: (piece, controller) => {
          hash.update(piece)
          this.onProgress(piece.length)
          controller.enqueue(piece)
        },
        flush: () => void this.lines.push(`${toHex(hash.digest())}  ${name}`),
      }),
    )
  }

  get text(): string {
    return `${this.lines.join('\n')}\n`
  }
}

export interface RescueWords {
  /** What the office reads first. */
  readonly readme: string
}

function safe(name: string): string {
  return name.replace(/[\\/:*?"<>|]/g, '_')
}

/** Streams the ZIP together; a large original is never in memory as a whole. */
export async function rescueZip(
  db: FieldDatabase,
  personId: string,
  { readme }: RescueWords,
  onProgress: (bytes: number) => void,
): Promise<Blob> {
  const unsent = await listUnsent(db)
  const records = JSON.stringify(await recordsOf(db, personId, unsent), null, 1)
  const sums = new Sums(onProgress)
  const lastModified = new Date()
  async function* files() {
    const entry = (name: string, content: Blob) => ({
      name,
      lastModified,
      input: sums.watch(name, content),
    })
    yield entry('README.txt', new Blob([utf8(readme)]))
    yield entry('records.json', new Blob([utf8(records)]))
    for (const exhibit of unsent.exhibits) {
      const content = await bytesOf(db, exhibit)
      // One that is not there is named in the records and missing here.
      if (content) yield entry(`originals/${exhibit.id}/${safe(exhibit.file_name)}`, content)
    }
    for (const recording of unsent.recordings) {
      const name = `unfinished/${recording.id}/${safe(recording.file_name)}`
      yield entry(name, await leftoverOf(db, recording))
    }
    yield { name: 'SHA256SUMS', lastModified, input: sums.text }
  }
  return downloadZip(files()).blob()
}
