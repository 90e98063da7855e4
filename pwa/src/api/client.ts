/** The one place that calls fetch: every answer is data or a problem, never an exception. */
import { newId } from '@/domain/ids'

export interface Problem {
  readonly code: string
  readonly status: number
  readonly title: string
  readonly detail?: string | undefined
  readonly retry: 'never' | 'later' | 'after_login' | 'after_pull'
  readonly request_id?: string | undefined
  readonly errors?: readonly { pointer: string; code: string; text: string }[] | undefined
  readonly blocked_by?: readonly BlockedBy[] | undefined
  readonly [fact: string]: unknown
}

export interface BlockedBy {
  readonly code: string
  readonly text: string
  readonly basis: string
  readonly facts?: Readonly<Record<string, unknown>>
}

export type Answer<T> =
  | { readonly ok: true; readonly data: T; readonly etag: string | null; readonly status: number }
  | { readonly ok: false; readonly problem: Problem }

export interface RequestOptions {
  readonly query?: Readonly<Record<string, string | number | boolean | null | undefined>>
  readonly body?: unknown
  /** The ETag the change is based on, for PATCH and actions. */
  readonly ifMatch?: string
  /** Reuse the same key when repeating the same wish; a fresh one is made for POST otherwise. */
  readonly idempotencyKey?: string
  readonly signal?: AbortSignal
  /** The answer is text, not JSON. */
  readonly asText?: boolean
}

export const API = '/api/v1'
const TIMEOUT_MS = 30_000

let csrfToken: string | null = null
let onUnauthenticated: () => void = () => undefined

/** Remembers the token of the current session for every unsafe request. */
export function useCsrfToken(token: string | null): void {
  csrfToken = token
}

/** The header that unsafe requests outside this client (resumable uploads) need as well. */
export function csrfHeaders(): Record<string, string> {
  return csrfToken === null ? {} : { 'X-CSRF-Token': csrfToken }
}

/** Calls `listener` whenever the server says that nobody is signed in. */
export function whenUnauthenticated(listener: () => void): void {
  onUnauthenticated = listener
}

function urlOf(path: string, query: RequestOptions['query']): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== null && value !== undefined && value !== '') params.set(name, String(value))
  }
  const text = params.toString()
  return `${API}${path}${text === '' ? '' : `?${text}`}`
}

function headersOf(method: string, options: RequestOptions): Record<string, string> {
  const headers: Record<string, string> = {
    Accept: options.asText ? '*/*' : 'application/json, application/problem+json',
  }
  if (options.body !== undefined) headers['Content-Type'] = 'application/json'
  if (method !== 'GET') Object.assign(headers, csrfHeaders())
  if (method === 'POST') headers['Idempotency-Key'] = options.idempotencyKey ?? newId()
  if (options.ifMatch !== undefined) headers['If-Match'] = options.ifMatch
  return headers
}

function offline(): Problem {
  return { code: 'offline', status: 0, title: 'offline', retry: 'later' }
}

async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null)
  if (typeof body === 'object' && body !== null && 'code' in body) return body as Problem
  const code = response.status >= 500 ? 'server_error' : 'unexpected_answer'
  return { code, status: response.status, title: code, retry: 'later' }
}

async function answerOf<T>(response: Response, asText: boolean): Promise<Answer<T>> {
  if (!response.ok) {
    const problem = await problemOf(response)
    if (problem.status === 401 && problem.code === 'unauthenticated') onUnauthenticated()
    return { ok: false, problem }
  }
  if (asText) return done(response, (await response.text()) as T)
  return done(response, (response.status === 204 ? undefined : await response.json()) as T)
}

function done<T>(response: Response, data: T): Answer<T> {
  return { ok: true, data, etag: response.headers.get('ETag'), status: response.status }
}

async function request<T>(
  method: string,
  path: string,
  options: RequestOptions,
): Promise<Answer<T>> {
  const timeout = new AbortController()
  const timer = setTimeout(() => timeout.abort(), TIMEOUT_MS)
  options.signal?.addEventListener('abort', () => timeout.abort())
  try {
    const response = await fetch(urlOf(path, options.query), {
      method,
      headers: headersOf(method, options),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: timeout.signal,
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    })
    return await answerOf<T>(response, options.asText ?? false)
  } catch {
    return { ok: false, problem: offline() }
  } finally {
    clearTimeout(timer)
  }
}

/** `/api/v1` by verb. Paths start after the base: `api.get('/session')`. */
export const api = {
  get: <T>(path: string, options: RequestOptions = {}) => request<T>('GET', path, options),
  text: (path: string) => request<string>('GET', path, { asText: true }),
  post: <T>(path: string, options: RequestOptions = {}) => request<T>('POST', path, options),
  put: <T>(path: string, options: RequestOptions = {}) => request<T>('PUT', path, options),
  patch: <T>(path: string, options: RequestOptions = {}) => request<T>('PATCH', path, options),
  delete: <T>(path: string, options: RequestOptions = {}) => request<T>('DELETE', path, options),
}
