/** Making this device known to the server, and learning what became of it. */
import type { Answer, Problem } from '@/api/client'
import type { Device } from '@/domain/resources'
import { storedProblem } from '@/store/problems'
import type { FieldDatabase } from '@/store/database'
import type { PastDevice } from '@/store/deviceRows'
import type { DeviceKey } from '@/store/rows'

import { hasEnded, KeyEnded, proveKey, sealingKey } from './key'
import { forgetWrapping } from './wrap'

export interface Enrolment {
  readonly model: string
  readonly public_key: string
  readonly challenge: string
  readonly proof: string
  readonly key_storage: DeviceKey['key_storage']
}

export interface DeviceServer {
  challenge(): Promise<Answer<{ challenge: string }>>
  enrol(id: string, body: Enrolment): Promise<Answer<Device>>
  device(id: string): Promise<Answer<Device>>
  retire(id: string, reason: string, etag: string | null): Promise<Answer<unknown>>
}

type Known = { ok: true; device: DeviceKey } | { ok: false; problem: Problem }

const CHECK_EVERY_MS = 10 * 60_000

async function takeOver(db: FieldDatabase, key: DeviceKey, news: Device): Promise<Known> {
  const device: DeviceKey = {
    ...key,
    // What the server says; a key that is lost here stays lost whatever it says.
    state: key.state === 'lost' ? 'lost' : news.state,
    enrolled_at: news.enrolled_at,
    checked_at: new Date().toISOString(),
    problem: null,
  }
  await db.keep('device', device)
  return { ok: true, device }
}

async function enrol(db: FieldDatabase, server: DeviceServer, key: DeviceKey): Promise<Known> {
  const asked = await server.challenge()
  if (!asked.ok) return asked
  const answer = await server.enrol(key.id, {
    model: key.model,
    public_key: key.public_key,
    challenge: asked.data.challenge,
    proof: await proveKey(key, asked.data.challenge),
    key_storage: key.key_storage,
  })
  if (answer.ok) return takeOver(db, key, answer.data)
  await db.keep('device', { ...key, problem: storedProblem(answer.problem) })
  return answer
}

function isDue(key: DeviceKey, now: number): boolean {
  // Somebody is about to approve it: ask each time. Otherwise now and then, for a revocation.
  if (key.state === 'pending' || key.checked_at === null) return true
  return now - Date.parse(key.checked_at) >= CHECK_EVERY_MS
}

async function keyOf(db: FieldDatabase, model: string): Promise<DeviceKey> {
  try {
    return await sealingKey(db, model)
  } catch (error) {
    const key = error instanceof KeyEnded ? await db.setting('device') : undefined
    if (!key) throw error
    return key
  }
}

/**
 * Enrols the device unless it is known already, and asks what became of it. Waiting for approval or ended, it may
 * still deliver what it has sealed; the server judges. Throws `KeyRefused`.
 */
export async function ensureEnrolled(
  db: FieldDatabase,
  server: DeviceServer,
  model: string,
  now: number = Date.now(),
): Promise<Known> {
  const key = await keyOf(db, model)
  if (key.state === 'made') return enrol(db, server, key)
  if (hasEnded(key.state) || !isDue(key, now)) return { ok: true, device: key }
  const answer = await server.device(key.id)
  if (answer.ok) return takeOver(db, key, answer.data)
  // A server that does not know the device any more gets it again.
  return answer.problem.status === 404 ? enrol(db, server, key) : answer
}

/** Ends this device's key and chain here, so that the next seal makes a new one. The server is told in the next round. */
export async function replaceKey(db: FieldDatabase, now: Date = new Date()): Promise<void> {
  const key = await db.setting('device')
  if (!key) return
  await db.transaction('rw', db.settings, async () => {
    const chain = await db.setting('chain')
    const isOver = key.state === 'revoked' || key.state === 'retired'
    const past: PastDevice = {
      id: key.id,
      key_id: key.key_id,
      state: key.state,
      seq: chain?.seq ?? 0,
      ended_at: now.toISOString(),
      // One that the server never saw or has ended itself needs no word.
      is_told: isOver || key.enrolled_at === null,
    }
    await db.keep('past_devices', [...((await db.setting('past_devices')) ?? []), past])
    await db.settings.bulkDelete(['device', 'chain'])
  })
  if (key.wrapped !== null) forgetWrapping(key.key_id)
}

/** Retires a device of one's own at the server. */
export async function retire(
  server: DeviceServer,
  id: string,
  reason: string,
): Promise<Problem | null> {
  const found = await server.device(id)
  if (!found.ok) return found.problem.status === 404 ? null : found.problem
  if (found.data.state === 'revoked' || found.data.state === 'retired') return null
  const answer = await server.retire(id, reason, found.etag)
  return answer.ok ? null : answer.problem
}

/** Tells the server about keys that ended here; one it refuses to retire is left to the security administrator. */
export async function tellEnded(db: FieldDatabase, server: DeviceServer): Promise<Problem | null> {
  const past = (await db.setting('past_devices')) ?? []
  for (const device of past.filter((known) => !known.is_told)) {
    const problem = await retire(
      server,
      device.id,
      device.state === 'lost' ? '密钥丢失' : '换用新密钥',
    )
    if (problem !== null && problem.retry !== 'never') return problem
    const known = (await db.setting('past_devices')) ?? []
    const told = known.map((item) => (item.id === device.id ? { ...item, is_told: true } : item))
    await db.keep('past_devices', told)
  }
  return null
}
