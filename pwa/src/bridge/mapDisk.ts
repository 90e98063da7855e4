/** Where base maps lie on this phone: in the origin's private file system, nowhere near the evidence. */
import type { DiskJob } from './mapDiskWorker'

interface Waiting {
  readonly done: (value: never) => void
  readonly failed: (error: Error) => void
}

const FOLDER = 'basemaps'
const waiting = new Map<number, Waiting>()
let worker: Worker | undefined
let count = 0

function theWorker(): Worker {
  if (worker) return worker
  worker = new Worker(new URL('./mapDiskWorker.ts', import.meta.url), { type: 'module' })
  worker.onmessage = ({ data }: MessageEvent<{ id: number; value?: never; error?: string }>) => {
    const job = waiting.get(data.id)
    waiting.delete(data.id)
    if (data.error === undefined) job?.done(data.value as never)
    else job?.failed(new Error(data.error))
  }
  worker.onerror = () => {
    waiting.forEach((job) => job.failed(new Error('the worker ended')))
    waiting.clear()
    worker = undefined
  }
  return worker
}

async function ask<T>(job: DiskJob): Promise<T> {
  const id = (count += 1)
  return new Promise<T>((done, failed) => {
    waiting.set(id, { done, failed })
    theWorker().postMessage({ id, job })
  })
}

export const mapDisk = {
  write: (name: string, at: number, bytes: Uint8Array<ArrayBuffer>) =>
    ask<undefined>({ do: 'write', name, at, bytes }),
  size: (name: string) => ask<number>({ do: 'size', name }),
  sha256: (name: string) => ask<string>({ do: 'sha256', name }),
  remove: (name: string) => ask<undefined>({ do: 'remove', name }),
}

/** Whether this browser has such a file system at all; some have it only outside private windows. */
export async function canKeepMaps(): Promise<boolean> {
  const storage = navigator.storage as StorageManager | undefined
  if (!storage?.getDirectory) return false
  try {
    await storage.getDirectory()
    return true
  } catch {
    return false
  }
}

/** The file of a map, to be read from at any place; null when it is not here. */
export async function openMap(name: string): Promise<File | null> {
  try {
    const root = await navigator.storage.getDirectory()
    const folder = await root.getDirectoryHandle(FOLDER)
    return await (await folder.getFileHandle(name)).getFile()
  } catch {
    return null
  }
}
