/** The running engine of the person who is signed in: tables, device and pump. */
import { shallowRef } from 'vue'

import { useCsrfToken, whenUnauthenticated } from '@/api/client'
import { deviceKey, modelOf } from '@/device/key'
import { markExpired, refreshSession, signOut } from '@/device/session'
import { Pump } from '@/outbox/pump'
import type { Author } from '@/outbox/seal'
import { serverTransport } from '@/outbox/transport'
import { sendBytes } from '@/outbox/upload'
import { FieldDatabase, loadSession } from '@/store/database'
import type { SessionSnapshot } from '@/store/rows'

export interface Engine {
  readonly db: FieldDatabase
  readonly pump: Pump
  readonly personId: string
  /** Who seals, with which key. Throws `KeyRefused`. */
  author(): Promise<Author>
}

/** The last session this phone knows; it may be expired and still opens the app. */
export const snapshot = shallowRef<SessionSnapshot | undefined>()
const running = shallowRef<Engine | undefined>()

function start(personId: string): Engine {
  const db = new FieldDatabase(personId)
  const model = modelOf(navigator.userAgent)
  const transport = { ...serverTransport, session: refreshAndTell }
  const locks = 'locks' in navigator ? (navigator.locks as never) : undefined
  const pump = new Pump({ db, transport, sendBytes, personId, model }, locks)
  const author = async () => ({
    userId: personId,
    device: await deviceKey(db, model),
    appVersion: __APP_VERSION__,
  })
  return { db, pump, personId, author }
}

async function refreshAndTell() {
  const answer = await refreshSession()
  if (answer.ok) snapshot.value = await loadSession()
  return { ...answer, etag: null, status: 200 }
}

/** Opens the tables of the person in the snapshot and starts sending. */
export async function enter(entered: SessionSnapshot): Promise<void> {
  const personId = entered.session.person.id
  snapshot.value = entered
  useCsrfToken(entered.session.csrf_token)
  if (running.value?.personId !== personId) {
    void running.value?.pump.stop()
    running.value = start(personId)
    running.value.pump.start()
  } else {
    running.value.pump.wake()
  }
}

/** Opens with the last session, network or not; false when somebody has to sign in first. */
export async function resume(): Promise<boolean> {
  whenUnauthenticated(() => {
    void markExpired().then(async () => (snapshot.value = await loadSession()))
  })
  const last = await loadSession()
  if (last) await enter(last)
  return last !== undefined
}

/** Signs out. The person's records stay on the phone until the same person signs in again. */
export async function leave(): Promise<void> {
  // Not awaited: a request that hangs must not keep anybody from signing out.
  void running.value?.pump.stop()
  await signOut()
  running.value = undefined
  snapshot.value = undefined
}

/** The engine; only pages behind the sign-in may ask. */
export function useEngine(): Engine {
  if (!running.value) throw new Error('nobody is signed in')
  return running.value
}

/** Whether anybody's tables are open. */
export function isInside(): boolean {
  return running.value !== undefined
}
