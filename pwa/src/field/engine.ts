/** The running engine of the person who is signed in: tables, device and pump. */
import { shallowRef, type ShallowRef } from 'vue'

import { useCsrfToken, whenUnauthenticated } from '@/api/client'
import { watchClock } from '@/bridge/clockWatch'
import { modelOf, sealingKey } from '@/device/key'
import { linkSpeedSaid } from '@/bridge/link'
import { smallPicture } from '@/bridge/thumbnail'
import { markExpired, refreshSession, signOut } from '@/device/session'
import { LinkSpeed } from '@/domain/link'
import { Pump } from '@/outbox/pump'
import { DEAD_AFTER_MS, sealInterrupted } from '@/outbox/recordings'
import type { Author } from '@/outbox/seal'
import { serverTransport } from '@/outbox/transport'
import { tusServer } from '@/outbox/tus'
import { forgetConflicts } from '@/store/conflicts'
import { FieldDatabase, loadSession, loadVault } from '@/store/database'
import { observe } from '@/store/observe'
import type { SessionSnapshot } from '@/store/rows'
import type { Vault } from '@/store/vault'
import type { VaultRow } from '@/store/vaultRows'

import { holdBusy } from './busy'
import { settled } from './settling'

export interface Engine {
  readonly db: FieldDatabase
  readonly pump: Pump
  readonly personId: string
  /** Who seals, with which key. Throws `KeyRefused` or `KeyEnded`. */
  readonly author: () => Promise<Author>
}

/** The last session this phone knows; it may be expired and still opens the app. */
export const snapshot = shallowRef<SessionSnapshot | undefined>()
/** How the part of the phone of the person in the snapshot is locked, while it is. */
export const lockedAs = shallowRef<VaultRow | undefined>()
const running = shallowRef<Engine | undefined>()
const SENDING_AFTER_MS = 1500
const JUMPS_KEPT = 20
let stopClock: (() => void) | undefined
let dropping: Promise<void> | undefined

function start(personId: string, vault: Vault | null): Engine {
  const db = new FieldDatabase(personId, vault)
  const model = modelOf(navigator.userAgent)
  const transport = { ...serverTransport, session: refreshAndTell }
  const locks = 'locks' in navigator ? (navigator.locks as never) : undefined
  const speed = new LinkSpeed()
  const said = linkSpeedSaid()
  if (said !== null) speed.expect(said)
  const pump = new Pump(
    { db, transport, tus: tusServer, speed, personId, model, shrink: smallPicture },
    locks,
  )
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

/** Opens the tables of the person in the snapshot and starts sending; what is locked stays so until `unlock`. */
export async function enter(entered: SessionSnapshot): Promise<void> {
  const personId = entered.session.person.id
  snapshot.value = entered
  useCsrfToken(entered.session.csrf_token)
  if (running.value?.personId === personId) return running.value.pump.wake()
  if (running.value) void drop(running.value)
  const locked = await loadVault(personId)
  if (locked) lockedAs.value = locked
  else begin(personId, null)
}

function begin(personId: string, vault: Vault | null): Engine {
  const engine = start(personId, vault)
  running.value = engine
  lockedAs.value = undefined
  engine.pump.start()
  noteSending(engine.db)
  forgetConflicts(engine.db).catch(console.error)
  stopClock?.()
  stopClock = watchClock((jumpMs) => void noteJump(engine, jumpMs))
  return engine
}

/** The clock was moved: its distance from the server's is unknown until the next contact, and captures say so. */
async function noteJump({ db, pump }: Engine, jumpMs: number): Promise<void> {
  await db.settings.delete('clock')
  const jumps = (await db.setting('clock_jumps')) ?? []
  const jump = { at: new Date().toISOString(), by_ms: Math.round(jumpMs) }
  await db.keep('clock_jumps', [...jumps, jump].slice(-JUMPS_KEPT))
  pump.wake()
}

/** While a round lasts longer than a moment, something is on its way. */
function noteSending(db: FieldDatabase): void {
  let release: (() => void) | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const done = () => {
    clearTimeout(timer)
    release?.()
    release = timer = undefined
  }
  observe(
    () => db.setting('sync'),
    (status) => {
      if (status?.phase !== 'sending') done()
      else timer ??= setTimeout(() => (release = holdBusy('upload')), SENDING_AFTER_MS)
    },
    done,
  )
}

/** Opens the vault of the person in the snapshot and starts sending. */
export async function unlock(dataKey: Uint8Array<ArrayBuffer>): Promise<Engine> {
  const personId = snapshot.value?.session.person.id
  if (personId === undefined) throw new Error('nobody is signed in')
  // The key of the last time is dropped before the next is taken.
  await dropping
  if (running.value) await drop(running.value)
  const { Vault } = await import('@/store/vault')
  return begin(personId, await Vault.open(dataKey))
}

/** Shuts the screen at once; the key is dropped when what is under way has come to its end. */
export async function lock(): Promise<void> {
  const engine = running.value
  if (!engine?.db.vault || lockedAs.value) return
  lockedAs.value = await loadVault(engine.personId)
  dropping = settled(engine.db).then(async () => {
    // Unlocked again meanwhile: another engine runs, or this one is wanted.
    if (running.value === engine && lockedAs.value) await drop(engine)
  })
}

async function drop(engine: Engine): Promise<void> {
  if (running.value === engine) running.value = undefined
  await engine.pump.stop()
  engine.db.vault?.close()
  engine.db.close()
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
  if (running.value) void drop(running.value)
  lockedAs.value = undefined
  await signOut()
  snapshot.value = undefined
}

/** The engine; only pages behind the sign-in may ask. */
export function useEngine(): Engine {
  if (!running.value) throw new Error('nobody is signed in')
  return running.value
}

/** The engine of whoever is inside, for what runs beside the pages. */
export const engineNow: Readonly<ShallowRef<Engine | undefined>> = running

/** Whether anybody's tables are open and the screen is not shut. */
export function isInside(): boolean {
  return running.value !== undefined && lockedAs.value === undefined
}
