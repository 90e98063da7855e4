/** What the outbox needs of the server, so that tests can put a lossy one in its place. */
import { api, type Answer, type Problem } from '@/api/client'
import type { DeviceServer } from '@/device/enrol'
import type { TrustServer } from '@/device/trust'
import type { FormDefinition } from '@/domain/forms'
import type { Category, ExhibitDetail, Grid, Incident, Session } from '@/domain/resources'

export interface PushOperation {
  readonly id: string
  readonly name: string
  readonly subject_id: string
  readonly payload: unknown
  readonly recorded_at: string
}

export interface PushResult {
  readonly id: string
  readonly status: 'applied' | 'replayed' | 'refused'
  readonly subject_id: string
  readonly resource?: unknown
  readonly problem?: Problem
}

export interface PulledChange {
  readonly kind: string
  readonly id: string
  readonly deleted: boolean
  readonly resource: unknown
}

export interface PulledPage {
  readonly changes: readonly PulledChange[]
  readonly next_cursor: string | null
  readonly has_more: boolean
}

export interface Transport extends DeviceServer, TrustServer {
  time(nonce: string): Promise<Answer<{ nonce: string; server_time: string }>>
  session(): Promise<Answer<Session>>
  push(
    deviceId: string,
    operations: readonly PushOperation[],
  ): Promise<Answer<{ results: readonly PushResult[] }>>
  /** `know` is told which page comes next, if any, before the answer's changes are here. */
  pull(cursor: string | undefined, know: (next: string | null) => void): Promise<Answer<PulledPage>>
  exhibit(id: string): Promise<Answer<ExhibitDetail>>
  earlyPicture(id: string, jpeg: string): Promise<Answer<ExhibitDetail>>
  keeping(): Promise<Answer<{ readonly keep_days: number }>>
  incident(id: string): Promise<Answer<Incident>>
  categories(): Promise<Answer<{ items: readonly Category[] }>>
  grids(): Promise<Answer<{ items: readonly Grid[] }>>
  forms(): Promise<Answer<{ items: readonly FormDefinition[] }>>
}

/** The real server behind this origin. */
export const serverTransport: Transport = {
  time: (nonce) => api.get('/time', { query: { nonce } }),
  session: () => api.get('/session'),
  challenge: () => api.post('/devices/challenges'),
  enrol: (deviceId, body) => api.put(`/devices/${deviceId}`, { body }),
  device: (id) => api.get(`/devices/${id}`),
  retire: (id, reason, etag) =>
    api.post(`/devices/${id}/actions/retire`, {
      body: { reason },
      ...(etag === null ? {} : { ifMatch: etag }),
    }),
  push: (device_id, operations) => api.post('/sync/push', { body: { device_id, operations } }),
  pull: (cursor, know) =>
    api.get('/sync/pull', {
      query: { cursor, limit: 200 },
      onHeaders: (headers) => know(headers.get('X-Next-Cursor')),
    }),
  exhibit: (id) => api.get(`/exhibits/${id}`),
  earlyPicture: (id, jpeg) => api.put(`/exhibits/${id}/early-picture`, { body: { jpeg } }),
  keeping: () => api.get('/sync/settings'),
  incident: (id) => api.get(`/incidents/${id}`),
  categories: () => api.get('/incident-categories'),
  grids: () => api.get('/grids', { query: { limit: 200 } }),
  forms: () => api.get('/forms'),
  trust: () => api.get('/log/trust'),
  checkpoint: async () => {
    const answer = await api.raw('GET', '/log/checkpoint', {})
    if (!answer.ok) return answer
    const modified = answer.data.headers.get('Last-Modified')
    const issuedAt = modified === null ? null : new Date(modified).toISOString()
    return { ...answer, data: { note: await answer.data.text(), issuedAt } }
  },
}
