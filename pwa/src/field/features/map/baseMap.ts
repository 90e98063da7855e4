/** The base map of this phone: asked for, brought while the app is open, and deleted. */
import { api } from '@/api/client'
import { deleting, download, learning, sweep, wanting, type DownloadLine } from '@/basemap/download'
import { mapDisk } from '@/bridge/mapDisk'
import { hasRoom, ROOM_TO_RECORD } from '@/bridge/storage'
import { backoff } from '@/domain/backoff'
import { NOTHING_KEPT, type Basemap, type BasemapKept } from '@/domain/basemap'
import type { FieldDatabase } from '@/store/database'

import { gateOf } from './gate'

const PIECE_MS = 120_000
interface Run {
  readonly ending: AbortController
  readonly ended: Promise<void>
}
const running = new Map<FieldDatabase, Run>()

export async function keptOf(db: FieldDatabase): Promise<BasemapKept> {
  return (await db.setting('basemap')) ?? NOTHING_KEPT
}

async function change(
  db: FieldDatabase,
  next: (row: BasemapKept) => BasemapKept,
): Promise<BasemapKept> {
  return db.transaction('rw', db.settings, async () => {
    const row = next(await keptOf(db))
    await db.keep('basemap', row)
    return row
  })
}

async function rest(failures: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((done) => {
    const timer = setTimeout(go, backoff(failures - 1))
    function go() {
      clearTimeout(timer)
      window.removeEventListener('online', go)
      signal.removeEventListener('abort', go)
      done()
    }
    window.addEventListener('online', go)
    signal.addEventListener('abort', go)
  })
}

function lineOf(db: FieldDatabase, signal: AbortSignal): DownloadLine {
  return {
    disk: mapDisk,
    read: () => keptOf(db),
    change: (next) => change(db, next),
    fetch: async (map, start, end, cut) => {
      const answer = await api.raw('GET', `/basemaps/${map.id}/archive`, {
        headers: { Range: `bytes=${start}-${end - 1}`, 'If-Range': `"${map.sha256}"` },
        timeoutMs: PIECE_MS,
        signal: cut,
      })
      if (!answer.ok) return answer
      const bytes = new Uint8Array(await answer.data.arrayBuffer())
      return { ...answer, data: { status: answer.status, bytes } }
    },
    whileNothingIsSent: gateOf(db, signal),
    // What a recording needs stays free: evidence has the first call on the disk too.
    hasRoom: (bytes) => hasRoom(bytes + ROOM_TO_RECORD),
    rest,
  }
}

/** Goes on with a map that is wanted, if there is one; one tab at a time, and until the tables are shut. */
export function goOn(db: FieldDatabase): void {
  if (running.has(db)) return
  const ending = new AbortController()
  const { signal } = ending
  const work = () => download(lineOf(db, signal), signal)
  const alone = async (locks: LockManager) => {
    await locks.request('xunzheng-basemap', { signal }, work)
  }
  const locks = navigator.locks as LockManager | undefined
  const ended = (locks ? alone(locks) : work())
    .catch((error: unknown) => {
      // Shut meanwhile, or a disk that failed: what is noted holds, and the next visit goes on.
      if (!signal.aborted) console.error(error)
    })
    .finally(() => {
      ending.abort()
      running.delete(db)
    })
  running.set(db, { ending, ended })
}

/** The person wants this map, or wants to go on with it. */
export async function bring(db: FieldDatabase, map: Basemap): Promise<void> {
  await change(db, (row) => wanting(row, map))
  goOn(db)
}

/** The person wants to stop here; what has come stays. */
export async function pause(db: FieldDatabase): Promise<void> {
  await change(db, (row) => (row.wanted ? { ...row, standstill: 'person' } : row))
}

/** Deletes the map, and what has come of one. */
export async function removeAll(db: FieldDatabase): Promise<void> {
  const run = running.get(db)
  run?.ending.abort()
  await run?.ended
  await change(db, deleting)
  await sweep(lineOf(db, AbortSignal.abort()))
}

/** The file is gone: the browser cleared it, or another person of this phone deleted it. */
export async function forgetHeld(db: FieldDatabase): Promise<void> {
  await change(db, (row) => ({ ...row, held: null }))
}

/** Asks what the authority has now; without a network what was known holds. */
export async function learn(db: FieldDatabase): Promise<void> {
  const answer = await api.get<{ item: Basemap | null }>('/basemaps/offered')
  if (!answer.ok) return
  const { held } = await keptOf(db)
  const isOther = held !== null && held.id !== answer.data.item?.id
  const own = isOther ? await api.get<Basemap>(`/basemaps/${held.id}`) : null
  const offered = answer.data.item
  await change(db, (row) => learning(row, offered, own?.ok ? own.data : offered))
}
