/** The running engine of the person who is signed in: tables, device and pump. */
import { shallowRef, type ShallowRef } from 'vue'

import { useCsrfToken, whenUnauthenticated } from '@/api/client'
import { modelOf, sealingKey } from '@/device/key'
import { markExpired, refreshSession, signOut } from '@/device/session'
import { LinkSpeed } from '@/domain/link'
import { Pump } from '@/outbox/pump'
import { DEAD_AFTER_MS, sealInterrupted } from '@/outbox/recordings'
import type { Author } from '@/outbox/seal'
import { serverTransport } from '@/outbox/transport'
import { tusServer } from '@/outbox/tus'
import { FieldDatabase, loadSession } from '@/store/database'
import type { SessionSnapshot } from '@/store/rows'

export interface Engine {
  readonly db: FieldDatabase
  readonly pump: Pump
  readonly personId: string
  /** Who seals, with which key. Throws `KeyRefused` or `KeyEnded`. */
  readonly author: () => Promise<Author>
}

/** The last session this phone knows; it may be expired and still opens the app. */
export const snapshot = shallowRef<SessionSnapshot | undefined>()
const running = shallowRef<Engine | undefined>()

function start(personId: string): Engine {
  const db = new FieldDatabase(personId)
  const model = modelOf(navigator.userAgent)
  const transport = { ...serverTransport, session: refreshAndTell }
  const locks = 'locks' in navigator ? (navigator.locks as never) : undefined
  const speed = new LinkSpeed()
  const pump = new Pump({ db, transport, tus: tusServer, speed, personId, model }, locks)
  const author = async () => ({
    userId: personId,
    device: await sealingKey(db, model),
    app: { version: __APP_VERSION__, sha256: __BUILD_SHA256__ },
  })
  void sealLeftBehind(db, author)
  return { db, pump, personId, author }
}

/** Recordings that a kill cut off are sealed; one that still seems to grow is looked at once more. */
async function sealLeftBehind(db: FieldDatabase, author: () => Promise<Author>): Promise<void> {
  try {
    const growing = await sealInterrupted(db, author)
    if (growing > 0) setTimeout(() => void sealLeftBehind(db, author), DEAD_AFTER_MS)
  } catch (error) {
    // They stay on the disk, and the next start tries again.
    console.error(error)
  }
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

/** The engine of whoever is inside, for what runs beside the pages. */
export const engineNow: Readonly<ShallowRef<Engine | undefined>> = running

/** Whether anybody's tables are open. */
export function isInside(): boolean {
  return running.value !== undefined
}
