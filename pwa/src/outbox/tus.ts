/** tus 1.0 as the outbox needs it: create, ask, append; and record with bytes in one request. */
import { api, type Answer, type Problem } from '@/api/client'
import { toBase64, utf8 } from '@/domain/bytes'
import type { Envelope } from '@/domain/dsse'
import type { Exhibit } from '@/domain/resources'

export interface UploadPlace {
  readonly url: string
  readonly offset: number
}

export interface Registration {
  readonly id: string
  readonly envelope: Envelope
  readonly file_name: string
}

export interface TusServer {
  /** Begins an upload, or finds the one under way with what the server has of it. */
  create(exhibitId: string, size: number): Promise<Answer<UploadPlace>>
  /** How far the server has got. */
  position(url: string): Promise<Answer<number>>
  /** Sends a piece from `offset` on; answers how far the server has got. */
  append(url: string, offset: number, piece: Piece): Promise<Answer<number>>
  /** Record and all bytes in one request; null when the server took them and says no more (previous release). */
  sendAtOnce(registration: Registration, piece: Piece): Promise<Answer<Exhibit | null>>
}

export interface Piece {
  readonly content: Blob
  /** Hex SHA-256 for the server to compare at once; null where it knows the signed digest of the segment. */
  readonly checksum: string | null
  readonly signal: AbortSignal
}

const VERSION = { 'Tus-Resumable': '1.0.0' }
const OCTETS = { ...VERSION, 'Content-Type': 'application/offset+octet-stream' }
const BYTES_TIMEOUT_MS = 120_000

function metadata(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${toBase64(utf8(value))}`)
    .join(',')
}

function hexToBase64(hex: string): string {
  return btoa(hex.replace(/../g, (pair) => String.fromCharCode(parseInt(pair, 16))))
}

function checksumHeader({ checksum }: Piece): Record<string, string> {
  return checksum === null ? {} : { 'Upload-Checksum': `sha256 ${hexToBase64(checksum)}` }
}

const STRANGE: Problem = {
  code: 'server_error',
  status: 0,
  title: 'strange answer',
  retry: 'later',
}

function offsetOf(answer: Answer<Response>): Answer<number> {
  if (!answer.ok) return answer
  const offset = Number(answer.data.headers.get('Upload-Offset') ?? NaN)
  return Number.isSafeInteger(offset)
    ? { ...answer, data: offset }
    : { ok: false, problem: STRANGE }
}

async function exhibitIn(response: Response): Promise<Exhibit | null> {
  const isJson = response.headers.get('Content-Type')?.includes('json') ?? false
  return isJson ? ((await response.json()) as Exhibit) : null
}

/** The real server behind this origin. */
export const tusServer: TusServer = {
  create: async (exhibit_id, size) => {
    const answer = await api.raw('POST', '/uploads', {
      headers: {
        ...VERSION,
        'Upload-Length': String(size),
        'Upload-Metadata': metadata({ exhibit_id }),
      },
    })
    const offset = offsetOf(answer)
    if (!answer.ok || !offset.ok) return offset as { ok: false; problem: Problem }
    const url = answer.data.headers.get('Location')
    return url ? { ...offset, data: { url, offset: offset.data } } : { ok: false, problem: STRANGE }
  },
  position: async (url) => offsetOf(await api.raw('HEAD', url, { headers: VERSION })),
  append: async (url, offset, piece) =>
    offsetOf(
      await api.raw('PATCH', url, {
        headers: { ...OCTETS, 'Upload-Offset': String(offset), ...checksumHeader(piece) },
        body: piece.content,
        signal: piece.signal,
        timeoutMs: BYTES_TIMEOUT_MS,
      }),
    ),
  sendAtOnce: async ({ id, envelope, file_name }, piece) => {
    const answer = await api.raw('POST', '/uploads', {
      headers: {
        ...OCTETS,
        'Upload-Length': String(piece.content.size),
        'Upload-Metadata': metadata({
          exhibit_id: id,
          envelope: JSON.stringify(envelope),
          file_name,
        }),
        ...checksumHeader(piece),
      },
      body: piece.content,
      signal: piece.signal,
      timeoutMs: BYTES_TIMEOUT_MS,
    })
    return answer.ok ? { ...answer, data: await exhibitIn(answer.data) } : answer
  },
}
