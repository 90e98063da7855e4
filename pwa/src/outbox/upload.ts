/** One exhibit's bytes: in pieces that fit the link, resumed where the server stopped, nothing sent twice. */
import type { Problem } from '@/api/client'
import type { LinkSpeed } from '@/domain/link'
import { SEGMENT_BYTES } from '@/domain/segments'
import { sha256Hex } from '@/domain/sha256'

import type { TusServer, UploadPlace } from './tus'

export interface UploadJob {
  readonly exhibitId: string
  readonly content: Blob
  /** The signed digests of its segments; null for whole media. */
  readonly segments: readonly string[] | null
  /** Where an earlier attempt left off, or null. */
  readonly url: string | null
  readonly onUrl: (url: string) => Promise<unknown>
  readonly onProgress: (bytesSent: number) => void
  readonly signal: AbortSignal
}

/** How often in a row the link may be cut, or a segment be refused, before the round ends. */
const PATIENCE = 3
const GONE: readonly number[] = [404, 410]

type Found = { readonly place: UploadPlace } | { readonly problem: Problem | null }

async function create(server: TusServer, job: UploadJob): Promise<Found> {
  const made = await server.create(job.exhibitId, job.content.size)
  if (!made.ok) return { problem: made.problem.code === 'already_received' ? null : made.problem }
  await job.onUrl(made.data.url)
  return { place: made.data }
}

async function find(server: TusServer, job: UploadJob): Promise<Found> {
  if (job.url === null) return create(server, job)
  const answer = await server.position(job.url)
  if (answer.ok) return { place: { url: job.url, offset: answer.data } }
  return GONE.includes(answer.problem.status) ? create(server, job) : { problem: answer.problem }
}

/** Whether the bytes held here are still those that were signed. */
async function isSegmentIntact(job: UploadJob, offset: number): Promise<boolean> {
  const n = Math.floor(offset / SEGMENT_BYTES)
  const segment = job.content.slice(n * SEGMENT_BYTES, (n + 1) * SEGMENT_BYTES)
  return (await sha256Hex(segment)) === job.segments?.[n]
}

const DAMAGED: Problem = {
  code: 'bytes_damaged',
  status: 0,
  title: 'bytes damaged',
  retry: 'never',
}

/** Where to go on after a refused or cut piece, or why not. */
async function recover(
  server: TusServer,
  job: UploadJob,
  url: string,
  problem: Problem,
): Promise<{ readonly offset: number } | { readonly problem: Problem | null }> {
  if (problem.code === 'segment_differs' && typeof problem['offset'] === 'number') {
    const offset = problem['offset']
    return (await isSegmentIntact(job, offset)) ? { offset } : { problem: DAMAGED }
  }
  const isWorthAsking =
    problem.code === 'offline' || problem.status === 409 || problem.status === 460
  if (!isWorthAsking || job.signal.aborted) return { problem }
  const answer = await server.position(url)
  return answer.ok ? { offset: answer.data } : { problem: answer.problem }
}

/** Sends what the server does not have yet. Null when it has every byte. */
export async function sendBytes(
  server: TusServer,
  speed: LinkSpeed,
  job: UploadJob,
): Promise<Problem | null> {
  const found = await find(server, job)
  if ('problem' in found) return found.problem
  const { url } = found.place
  let { offset } = found.place
  let farthest = offset
  let misses = 0
  while (offset < job.content.size) {
    if (job.signal.aborted) return { code: 'offline', status: 0, title: 'stopped', retry: 'later' }
    job.onProgress(offset)
    const content = job.content.slice(offset, speed.endOf(offset, job.content.size))
    const checksum = job.segments === null ? await sha256Hex(content) : null
    const sentAt = performance.now()
    const answer = await server.append(url, offset, { content, checksum, signal: job.signal })
    if (answer.ok) {
      speed.carried(content.size, performance.now() - sentAt)
      offset = answer.data
    } else {
      if (answer.problem.code === 'offline') speed.cut(content.size)
      const next = await recover(server, job, url, answer.problem)
      if ('problem' in next) return next.problem
      offset = next.offset
      misses = offset > farthest ? 0 : misses + 1
      if (misses >= PATIENCE) return answer.problem
    }
    farthest = Math.max(farthest, offset)
  }
  job.onProgress(offset)
  return null
}
