/** A phone and a server for downloads of base maps, with everything that can go wrong in between. */
import { createHash } from 'node:crypto'

import type { Answer } from '@/api/client'
import { download, wanting, type DownloadLine, type Piece } from '@/basemap/download'
import { NOTHING_KEPT, type Basemap, type BasemapKept } from '@/domain/basemap'

export const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Bytes that differ from place to place, so that a piece at a wrong place is noticed. */
export function content(size: number, seed = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size)
  for (let at = 0; at < size; at += 997) bytes[at] = (at / 997 + seed) % 251
  return bytes
}

export function mapOf(bytes: Uint8Array, id = 'one'): Basemap {
  return {
    id,
    name_zh: '虚构底图',
    name_en: 'Made-up',
    attribution: '测试',
    datum: 'wgs84',
    sha256: digestOf(bytes),
    size: bytes.length,
    layers: ['water'],
    put_at: '2026-11-23T00:00:00.000Z',
    state: 'in_force',
  }
}

/** What becomes of one piece: of the request, of the disk, of the tab. */
export type MapFate =
  'ok' | 'lost' | 'short' | 'sending' | 'killed_before_write' | 'killed_before_note'

class Killed extends Error {}

/** A phone whose row and files outlive its tabs. */
export class MapPhone {
  row: BasemapKept = NOTHING_KEPT
  files = new Map<string, Uint8Array<ArrayBuffer>>()
  fates: MapFate[] = []
  isSending = false
  hasRoom = true
  asked = 0
  rests = 0
  refusal: Answer<Piece> | null = null
  private isDying = false

  constructor(private readonly server: Uint8Array<ArrayBuffer>) {}

  line(): DownloadLine {
    return {
      disk: {
        write: async (name, at, bytes) => this.write(name, at, bytes),
        size: async (name) => this.files.get(name)?.length ?? 0,
        sha256: async (name) => digestOf(this.files.get(name) ?? new Uint8Array()),
        remove: async (name) => void this.files.delete(name),
      },
      read: async () => this.row,
      change: async (next) => {
        if (this.isDying) throw new Killed()
        return (this.row = next(this.row))
      },
      fetch: async (_, start, end, signal) => this.answer(start, end, signal),
      whileNothingIsSent: async () => {
        this.isSending = false
        this.cut = new AbortController()
        return this.cut.signal
      },
      hasRoom: async () => this.hasRoom,
      rest: async () => {
        this.rests += 1
      },
    }
  }

  private cut = new AbortController()

  private write(name: string, at: number, bytes: Uint8Array<ArrayBuffer>) {
    const old = this.files.get(name) ?? new Uint8Array()
    const next = new Uint8Array(Math.max(old.length, at + bytes.length))
    next.set(old)
    next.set(bytes, at)
    this.files.set(name, next)
  }

  private async answer(start: number, end: number, signal: AbortSignal): Promise<Answer<Piece>> {
    if (this.isSending) throw new Error('asked while evidence was sent')
    this.asked += end - start
    const fate = this.fates.shift() ?? 'ok'
    const bytes = this.server.slice(start, end)
    if (fate === 'killed_before_write') throw new Killed()
    this.isDying = fate === 'killed_before_note'
    if (fate === 'sending') {
      this.isSending = true
      this.cut.abort()
    }
    const isLost = fate === 'lost' || signal.aborted
    if (isLost) return OFFLINE
    if (this.refusal) return this.refusal
    const came = fate === 'short' ? bytes.slice(0, -1) : bytes
    return { ok: true, data: { status: 206, bytes: came }, etag: null, status: 206 }
  }

  /** Opens the app until nothing is on its way any more, as often as it is killed. */
  async untilDone(map: Basemap): Promise<number> {
    let tabs = 0
    while (this.row.held?.sha256 !== map.sha256 && tabs < 200) {
      tabs += 1
      this.isDying = false
      this.row = wanting(this.row, map)
      await download(this.line(), new AbortController().signal).catch((error: unknown) => {
        if (!(error instanceof Killed)) throw error
      })
    }
    return tabs
  }
}

const OFFLINE: Answer<Piece> = {
  ok: false,
  problem: { code: 'offline', status: 0, title: 'offline', retry: 'later' },
}
