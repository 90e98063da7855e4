/** Brings a base map to the phone piece by piece. It may be cut off anywhere; only what has its digest is drawn. */
import type { Answer, Problem } from '@/api/client'
import { NOTHING_KEPT, type Basemap, type BasemapKept, type Standstill } from '@/domain/basemap'

/** Files by digest; what `write` has returned for survives a kill. */
export interface MapDisk {
  write(name: string, at: number, bytes: Uint8Array<ArrayBuffer>): Promise<unknown>
  /** Its size in bytes; 0 when there is none. */
  size(name: string): Promise<number>
  sha256(name: string): Promise<string>
  remove(name: string): Promise<unknown>
}

export interface Piece {
  readonly status: number
  readonly bytes: Uint8Array<ArrayBuffer>
}

export interface DownloadLine {
  readonly disk: MapDisk
  read(): Promise<BasemapKept>
  /** Changes the row in one step, whoever else changes it. */
  change(next: (row: BasemapKept) => BasemapKept): Promise<BasemapKept>
  /** The bytes from `start` up to `end`, by a request that `signal` ends. */
  fetch(map: Basemap, start: number, end: number, signal: AbortSignal): Promise<Answer<Piece>>
  /** Waits while evidence is sent; the signal it gives is aborted as soon as sending begins again. */
  whileNothingIsSent(signal: AbortSignal): Promise<AbortSignal>
  hasRoom(bytes: number): Promise<boolean>
  /** Waits after so many failures in a row, or until the network is back. */
  rest(failures: number, signal: AbortSignal): Promise<void>
}

/** A request of this size loses little when it is cut off, and costs little beside its bytes. */
export const PIECE_BYTES = 1024 * 1024

function standstillFor(problem: Problem): Standstill | null {
  if (problem.retry === 'after_login') return 'needs_login'
  return problem.status >= 400 && problem.status < 500 && problem.status !== 429 ? 'gone' : null
}

/** Goes on until the wanted map is here and right, or stands still, or `signal` ends it. */
export async function download(line: DownloadLine, signal: AbortSignal): Promise<void> {
  await sweep(line)
  await findPosition(line)
  let failures = 0
  while (!signal.aborted) {
    const { wanted, position, standstill } = await line.read()
    if (!wanted || standstill) return
    if (position >= wanted.size) return check(line, wanted)
    const cut = await line.whileNothingIsSent(signal)
    if (signal.aborted) return
    if (!(await line.hasRoom(wanted.size - position))) return stand(line, wanted, 'no_room')
    const answer = await line.fetch(wanted, position, endOf(wanted, position), cut)
    // Evidence goes first: that is no failure, and there is nothing to wait for but its end.
    if (cut.aborted) continue
    const piece = checked(answer, wanted, position)
    failures = piece.ok ? 0 : failures + 1
    if (piece.ok) await take(line, wanted, position, piece.data.bytes)
    else await fail(line, wanted, piece.problem, failures, signal)
  }
}

/** The piece that was asked for and no other; one that was cut short on the way may come whole the next time. */
function checked(answer: Answer<Piece>, map: Basemap, at: number): Answer<Piece> {
  if (!answer.ok) return answer
  const { status: came, bytes } = answer.data
  const wanted = endOf(map, at) - at
  const isRange = came === 206 || wanted === map.size
  if (isRange && bytes.length === wanted) return answer
  const status = isRange ? 0 : 410
  return {
    ok: false,
    problem: { code: 'other_piece', status, title: 'other piece', retry: 'later' },
  }
}

/** Waits before the next attempt, or stands still where no attempt would help. */
async function fail(
  line: DownloadLine,
  map: Basemap,
  problem: Problem,
  failures: number,
  signal: AbortSignal,
): Promise<void> {
  const reason = standstillFor(problem)
  if (reason) await stand(line, map, reason)
  else await line.rest(failures, signal)
}

function endOf(map: Basemap, start: number): number {
  return Math.min(start + PIECE_BYTES, map.size)
}

/** A kill, or a browser that cleared its disk, may have left less than was noted. */
async function findPosition(line: DownloadLine): Promise<void> {
  const { wanted } = await line.read()
  if (!wanted) return
  const size = await line.disk.size(wanted.sha256)
  await line.change((row) =>
    row.wanted?.sha256 === wanted.sha256 && row.position > size ? { ...row, position: size } : row,
  )
}

/** First the bytes, flushed, then the note: what is noted is always there. */
async function take(
  line: DownloadLine,
  map: Basemap,
  at: number,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  try {
    await line.disk.write(map.sha256, at, bytes)
  } catch (error) {
    console.error(error)
    return stand(line, map, 'disk')
  }
  const row = await line.change((row) =>
    row.wanted?.sha256 === map.sha256 ? { ...row, position: at + bytes.length } : row,
  )
  // Deleted meanwhile, in another tab: the piece must not stay behind.
  const isUnwanted = [row.wanted?.sha256, row.held?.sha256].every((name) => name !== map.sha256)
  if (isUnwanted) await line.disk.remove(map.sha256)
}

async function stand(line: DownloadLine, map: Basemap, standstill: Standstill): Promise<void> {
  await line.change((row) => (row.wanted?.sha256 === map.sha256 ? { ...row, standstill } : row))
}

/** Nothing is drawn before the whole has the digest that the server named. */
async function check(line: DownloadLine, map: Basemap): Promise<void> {
  const found = await line.disk.sha256(map.sha256)
  if (found === map.sha256) {
    await line.change((row) => (row.wanted?.sha256 === map.sha256 ? withHeld(row, map) : row))
    return sweep(line)
  }
  await line.disk.remove(map.sha256)
  await line.change((row) =>
    row.wanted?.sha256 === map.sha256 ? { ...row, position: 0, standstill: 'damaged' } : row,
  )
}

function withHeld(row: BasemapKept, map: Basemap): BasemapKept {
  return { ...dropping(row, row.held), held: map, wanted: null, position: 0, standstill: null }
}

function dropping(row: BasemapKept, map: Basemap | null): BasemapKept {
  return map ? { ...row, dropped: [...row.dropped, map.sha256] } : row
}

/** Deletes what nobody needs any more; a kill in between leaves it for the next time. */
export async function sweep(line: Pick<DownloadLine, 'disk' | 'read' | 'change'>): Promise<void> {
  const { dropped } = await line.read()
  for (const name of dropped) {
    const { held, wanted } = await line.read()
    if (name !== held?.sha256 && name !== wanted?.sha256) await line.disk.remove(name)
  }
  await line.change((row) => ({
    ...row,
    dropped: row.dropped.filter((name) => !dropped.includes(name)),
  }))
}

/** The person wants this map; one that is on its way makes place for it. */
export function wanting(row: BasemapKept, map: Basemap): BasemapKept {
  if (row.wanted?.sha256 === map.sha256) return { ...row, wanted: map, standstill: null }
  return { ...dropping(row, row.wanted), wanted: map, position: 0, standstill: null }
}

/** The person wants none on this phone. */
export function deleting(row: BasemapKept): BasemapKept {
  const { offered } = row
  const { dropped } = dropping(dropping(row, row.held), row.wanted)
  return { ...NOTHING_KEPT, offered, dropped }
}

/** What the authority says now; a map that it withdrew is drawn no longer. */
export function learning(
  row: BasemapKept,
  offered: Basemap | null,
  held: Basemap | null,
): BasemapKept {
  const isSame = held !== null && held.id === row.held?.id
  return { ...row, offered, held: isSame ? held : row.held }
}
