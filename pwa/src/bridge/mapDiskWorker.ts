/** Files of base maps in the origin's private file system, away from the page: writing and hashing take their time. */
import { sha256 } from '@noble/hashes/sha2.js'

import { toHex } from '@/domain/bytes'

export type DiskJob =
  | { readonly do: 'write'; name: string; at: number; bytes: Uint8Array<ArrayBuffer> }
  | { readonly do: 'size' | 'sha256' | 'remove'; name: string }

/** The part of the file handle that only workers have, and older browsers not at all. */
interface SyncHandle {
  write(bytes: Uint8Array, where: { at: number }): number
  flush(): void | Promise<void>
  close(): void | Promise<void>
}
type FileHandle = FileSystemFileHandle & { createSyncAccessHandle?: () => Promise<SyncHandle> }

const FOLDER = 'basemaps'
const BLOCK = 4 * 1024 * 1024

async function fileOf(name: string, create: boolean): Promise<FileHandle | null> {
  const root = await navigator.storage.getDirectory()
  const folder = await root.getDirectoryHandle(FOLDER, { create: true })
  try {
    return await folder.getFileHandle(name, { create })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotFoundError') return null
    throw error
  }
}

async function write(name: string, at: number, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const file = await fileOf(name, true)
  if (file?.createSyncAccessHandle) {
    const handle = await file.createSyncAccessHandle()
    try {
      if (handle.write(bytes, { at }) !== bytes.length) throw new Error('the disk took less')
      await handle.flush()
    } finally {
      await handle.close()
    }
    return
  }
  // Swapped in as a whole when it is closed.
  const stream = await file?.createWritable({ keepExistingData: true })
  await stream?.write({ type: 'write', position: at, data: bytes })
  await stream?.close()
}

async function contentOf(name: string): Promise<Blob> {
  return (await (await fileOf(name, false))?.getFile()) ?? new Blob()
}

async function digest(name: string): Promise<string> {
  const content = await contentOf(name)
  const running = sha256.create()
  for (let at = 0; at < content.size; at += BLOCK) {
    running.update(new Uint8Array(await content.slice(at, at + BLOCK).arrayBuffer()))
  }
  return toHex(running.digest())
}

async function remove(name: string): Promise<void> {
  const root = await navigator.storage.getDirectory()
  const folder = await root.getDirectoryHandle(FOLDER, { create: true })
  if (await fileOf(name, false)) await folder.removeEntry(name)
}

async function run(job: DiskJob): Promise<unknown> {
  if (job.do === 'write') return write(job.name, job.at, job.bytes)
  if (job.do === 'size') return (await contentOf(job.name)).size
  return job.do === 'sha256' ? digest(job.name) : remove(job.name)
}

self.onmessage = ({ data }: MessageEvent<{ id: number; job: DiskJob }>) => {
  run(data.job).then(
    (value) => self.postMessage({ id: data.id, value }),
    (error: unknown) => self.postMessage({ id: data.id, error: String(error) }),
  )
}
