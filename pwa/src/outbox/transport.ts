/** What the outbox needs of the server, so that tests can put a lossy one in its place. */
import { api, type Answer, type Problem } from '@/api/client'
import type { Category, Device, Exhibit, Grid, Incident, Session } from '@/domain/resources'

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
  readonly kind: 'incident' | 'exhibit'
  readonly id: string
  readonly deleted: boolean
  readonly resource: unknown
}

export interface PulledPage {
  readonly changes: readonly PulledChange[]
  readonly next_cursor: string | null
  readonly has_more: boolean
}

export interface Enrolment {
  readonly model: string
  readonly public_key: string
  readonly challenge: string
  readonly proof: string
  readonly key_storage: 'non_extractable' | 'wrapped_software'
}

export interface Transport {
  time(nonce: string): Promise<Answer<{ nonce: string; server_time: string }>>
  session(): Promise<Answer<Session>>
  challenge(): Promise<Answer<{ challenge: string }>>
  enrol(deviceId: string, enrolment: Enrolment): Promise<Answer<Device>>
  push(
    deviceId: string,
    operations: readonly PushOperation[],
  ): Promise<Answer<{ results: readonly PushResult[] }>>
  pull(cursor: string | undefined): Promise<Answer<PulledPage>>
  exhibit(id: string): Promise<Answer<Exhibit>>
  incident(id: string): Promise<Answer<Incident>>
  categories(): Promise<Answer<{ items: readonly Category[] }>>
  grids(): Promise<Answer<{ items: readonly Grid[] }>>
  checkpoint(): Promise<Answer<string>>
}

/** The real server behind this origin. */
export const serverTransport: Transport = {
  time: (nonce) => api.get('/time', { query: { nonce } }),
  session: () => api.get('/session'),
  challenge: () => api.post('/devices/challenges'),
  enrol: (deviceId, body) => api.put(`/devices/${deviceId}`, { body }),
  push: (device_id, operations) => api.post('/sync/push', { body: { device_id, operations } }),
  pull: (cursor) => api.get('/sync/pull', { query: { cursor, limit: 200 } }),
  exhibit: (id) => api.get(`/exhibits/${id}`),
  incident: (id) => api.get(`/incidents/${id}`),
  categories: () => api.get('/incident-categories'),
  grids: () => api.get('/grids', { query: { limit: 200 } }),
  checkpoint: () => api.text('/log/checkpoint'),
}
