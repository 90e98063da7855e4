/** Making this device known to the server; until then it can seal and save, but not send. */
import type { Problem } from '@/api/client'
import { storedProblem } from '@/store/problems'
import type { FieldDatabase } from '@/store/database'
import type { DeviceKey } from '@/store/rows'

import { deviceKey, proveKey } from './key'

interface EnrolmentServer {
  challenge(): Promise<{ ok: true; data: { challenge: string } } | Refusal>
  enrol(
    id: string,
    body: {
      model: string
      public_key: string
      challenge: string
      proof: string
      key_storage: 'non_extractable'
    },
  ): Promise<{ ok: true; data: { state: string; enrolled_at: string } } | Refusal>
}

type Refusal = { ok: false; problem: Problem }

/** Enrols the device unless it is enrolled already; repeating a lost enrolment is harmless. */
export async function ensureEnrolled(
  db: FieldDatabase,
  server: EnrolmentServer,
  model: string,
): Promise<{ ok: true; device: DeviceKey } | Refusal> {
  const key = await deviceKey(db, model)
  if (key.state === 'active') return { ok: true, device: key }
  const asked = await server.challenge()
  if (!asked.ok) return asked
  const answer = await server.enrol(key.id, {
    model: key.model,
    public_key: key.public_key,
    challenge: asked.data.challenge,
    proof: await proveKey(key, asked.data.challenge),
    key_storage: 'non_extractable',
  })
  if (!answer.ok) {
    await db.keep('device', { ...key, problem: storedProblem(answer.problem) })
    return answer
  }
  const state = answer.data.state === 'active' ? 'active' : 'revoked'
  const device: DeviceKey = {
    ...key,
    state,
    enrolled_at: answer.data.enrolled_at,
    problem: null,
  }
  await db.keep('device', device)
  return { ok: true, device }
}
