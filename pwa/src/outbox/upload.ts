/** One exhibit's bytes by tus: 4 MiB chunks, each with its checksum, resumed where the server stopped. */
import { DefaultHttpStack, DetailedError, Upload } from 'tus-js-client'
import type { HttpRequest } from 'tus-js-client'

import { API, csrfHeaders, type Problem } from '@/api/client'
import { fromHex, toBase64 } from '@/domain/bytes'
import { sha256Hex } from '@/domain/sha256'

export interface UploadJob {
  readonly exhibitId: string
  readonly blob: Blob
  /** Where an earlier attempt left off, or null. */
  readonly url: string | null
  readonly onUrl: (url: string) => void
  readonly onProgress: (bytesSent: number) => void
  readonly signal: AbortSignal
}

/** Null when the server has every byte. */
export type SendBytes = (job: UploadJob) => Promise<Problem | null>

const CHUNK = 4 * 1024 * 1024

/** Adds `Upload-Checksum` to each chunk, so that a damaged one is refused at once and not at the end. */
class ChecksumHttpStack extends DefaultHttpStack {
  override createRequest(method: string, url: string): HttpRequest {
    const request = super.createRequest(method, url)
    if (method !== 'PATCH') return request
    const send = request.send.bind(request)
    request.send = async (body: Blob) => {
      const digest = await sha256Hex(body)
      request.setHeader('Upload-Checksum', `sha256 ${toBase64(fromHex(digest))}`)
      return send(body)
    }
    return request
  }
}

/** The problem in the answer's body, or null for a proxy's page. */
function bodyOf(text: string): Partial<Problem> | null {
  try {
    return JSON.parse(text || 'null') as Partial<Problem> | null
  } catch {
    return null
  }
}

function problemOf(error: Error | DetailedError): Problem | null {
  const response = error instanceof DetailedError ? error.originalResponse : null
  if (!response) return { code: 'offline', status: 0, title: 'offline', retry: 'later' }
  const body = bodyOf(response.getBody())
  if (body?.code === 'already_received') return null
  const status = response.getStatus()
  const fallback: Problem =
    status === 401
      ? { code: 'unauthenticated', status, title: 'unauthenticated', retry: 'after_login' }
      : { code: 'server_error', status, title: 'server error', retry: 'later' }
  return { ...fallback, ...body }
}

/** Sends the bytes, resuming at `job.url` when the server still knows it. */
export const sendBytes: SendBytes = (job) =>
  new Promise((resolve) => {
    const upload = new Upload(job.blob, {
      endpoint: `${API}/uploads`,
      uploadUrl: job.url,
      chunkSize: CHUNK,
      metadata: { exhibit_id: job.exhibitId },
      // The outbox retries and remembers; tus-js-client's own memory would be a second truth.
      retryDelays: [],
      storeFingerprintForResuming: false,
      httpStack: new ChecksumHttpStack({}),
      onBeforeRequest: (request) => {
        for (const [name, value] of Object.entries(csrfHeaders())) request.setHeader(name, value)
      },
      onUploadUrlAvailable: () => {
        if (upload.url !== null) job.onUrl(upload.url)
      },
      onProgress: (sent) => job.onProgress(sent),
      onSuccess: () => resolve(null),
      onError: (error) => resolve(problemOf(error)),
    })
    job.signal.addEventListener('abort', () => {
      void upload.abort()
      resolve({ code: 'offline', status: 0, title: 'aborted', retry: 'later' })
    })
    upload.start()
  })
