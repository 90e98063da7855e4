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
  /** Called as soon as a good answer begins, before its body is here. */
  readonly onHeaders?: (headers: Headers) => void
}

/** A request outside JSON: signed notes with their headers, bytes on their way. */
export interface RawOptions {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Blob | FormData
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

export const API = '/api/v1'
const VERSION_HEADER = { 'X-App-Version': __APP_VERSION__ }
const TIMEOUT_MS = 30_000

let csrfToken: string | null = null
let onUnauthenticated: () => void = () => undefined

/** The oldest version of this app that the server still serves, as its answers say. */
export const oldestServed = {
  isNewer: false,
  listener: (() => undefined) as () => void,
  /** Calls `listener` when an answer says that this version is too old. */
  whenTooOld(listener: () => void): void {
    this.listener = listener
    if (this.isNewer) listener()
  },
  read(response: Response): void {
    const oldest = response.headers.get('X-App-Min-Version')
    if (this.isNewer || oldest === null || !isOlder(__APP_VERSION__, oldest)) return
    this.isNewer = true
    this.listener()
  },
}

/** Whether one version comes before another: `0.9.0` before `0.10.0`. */
export function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split('-')[0]?.split('.').map(Number) ?? [])
  for (let n = 0; n < 3; n += 1) {
    const step = (a?.[n] ?? 0) - (b?.[n] ?? 0)
    if (step !== 0) return step < 0
  }
  return false
}

/** Remembers the token of the current session for every unsafe request. */
export function useCsrfToken(token: string | null): void {
  csrfToken = token
}

function csrfHeaders(): Record<string, string> {
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
    Accept: 'application/json, application/problem+json',
    ...VERSION_HEADER,
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

async function refusalOf(response: Response): Promise<{ ok: false; problem: Problem }> {
  const problem = await problemOf(response)
  if (problem.status === 401 && problem.code === 'unauthenticated') onUnauthenticated()
  return { ok: false, problem }
}

function done<T>(response: Response, data: T): Answer<T> {
  return { ok: true, data, etag: response.headers.get('ETag'), status: response.status }
}

/** One request within its time; the answer's body is read by `read` within the same time. */
async function fetchWithin<T>(
  url: string,
  init: RequestInit,
  limits: { readonly signal?: AbortSignal | undefined; readonly timeoutMs?: number | undefined },
  read: (response: Response) => Promise<T>,
): Promise<Answer<T>> {
  const timeout = new AbortController()
  const timer = setTimeout(() => timeout.abort(), limits.timeoutMs ?? TIMEOUT_MS)
  limits.signal?.addEventListener('abort', () => timeout.abort())
  try {
    const response = await fetch(url, {
      ...init,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: timeout.signal,
    })
    oldestServed.read(response)
    return response.ok ? done(response, await read(response)) : await refusalOf(response)
  } catch {
    return { ok: false, problem: offline() }
  } finally {
    clearTimeout(timer)
  }
}

async function request<T>(
  method: string,
  path: string,
  options: RequestOptions,
): Promise<Answer<T>> {
  const init: RequestInit = {
    method,
    headers: headersOf(method, options),
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  }
  return fetchWithin(urlOf(path, options.query), init, options, async (response) => {
    options.onHeaders?.(response.headers)
    return (response.status === 204 ? undefined : await response.json()) as T
  })
}

async function raw(method: string, path: string, options: RawOptions): Promise<Answer<Response>> {
  const init: RequestInit = {
    method,
    headers: { ...VERSION_HEADER, ...options.headers, ...(method === 'GET' ? {} : csrfHeaders()) },
    ...(options.body === undefined ? {} : { body: options.body }),
  }
  // The address of an upload comes from the server and starts with the base already.
  const url = path.startsWith(`${API}/`) ? path : `${API}${path}`
  return fetchWithin(url, init, options, async (response) => {
    return new Response(response.status === 204 ? null : await response.arrayBuffer(), response)
  })
}

/** `/api/v1` by verb. Paths start after the base: `api.get('/session')`. */
export const api = {
  get: <T>(path: string, options: RequestOptions = {}) => request<T>('GET', path, options),
  post: <T>(path: string, options: RequestOptions = {}) => request<T>('POST', path, options),
  put: <T>(path: string, options: RequestOptions = {}) => request<T>('PUT', path, options),
  patch: <T>(path: string, options: RequestOptions = {}) => request<T>('PATCH', path, options),
  delete: <T>(path: string, options: RequestOptions = {}) => request<T>('DELETE', path, options),
  /** The answer as it came, with its headers. */
  raw,
}
