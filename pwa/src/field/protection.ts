/** A PIN for this person's part of the phone: set, changed, asked for after a pause, ended by a revocation. */
import { watch } from 'vue'

import { api } from '@/api/client'
import type { Emergency, Opening, ShareServer } from '@/device/locking'
import { loadVault } from '@/store/database'
import { observe } from '@/store/observe'

import { mustStayOpen } from './busy'
import { engineNow, lock, lockedAs, snapshot, unlock, useEngine, type Engine } from './engine'

/** Ciphers and the slow hash are loaded when there is something to open, not with the first page. */
const locking = () => import('@/device/locking')

const IDLE_S = 300
const CHANNEL = 'xunzheng-lock'
const PUT_OFF = 'xz.pin-put-off'

export const shareServer: ShareServer = {
  keepShare: (id, body) => api.put(`/vault-shares/${id}`, { body }),
  releaseShare: (id, password) =>
    api.post(`/vault-shares/${id}/actions/release`, { body: { password } }),
}

const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(CHANNEL)

async function sealWhatIsThere(engine: Engine): Promise<void> {
  try {
    if ((await loadVault(engine.personId))?.is_all_sealed) return
    await (await import('@/store/sealing')).sealExisting(engine.db)
    await (await locking()).noteAllSealed(engine.personId)
  } catch (error) {
    // Some of it still lies in the open and is read as before; the next unlocking goes on.
    console.error(error)
  }
}

/** Opens the tables with the data key, however it was come by. */
export async function openWith(dataKey: Uint8Array<ArrayBuffer>): Promise<void> {
  const engine = await unlock(dataKey)
  watchRevocation(engine)
  void sealWhatIsThere(engine)
}

/** Sets a PIN on a phone that has none; asks the server to keep the share for an emergency. */
export async function protect(pin: string): Promise<Emergency> {
  const { db, personId } = useEngine()
  const device = await db.setting('device')
  if (device?.state !== 'active' && device?.state !== 'pending') return { ok: false, problem: null }
  const made = await (await locking()).makeVault(personId, device.id, pin, shareServer)
  if (made.ok) {
    await openWith(made.dataKey)
    // Other tabs still write in the open: they start again.
    channel?.postMessage('protected')
  }
  return made
}

/** Opens by PIN. */
export async function unlockByPin(pin: string): Promise<Opening> {
  const personId = snapshot.value?.session.person.id ?? ''
  const opening = await (await locking()).openByPin(personId, pin)
  if (opening.ok) await openWith(opening.dataKey)
  lockedAs.value &&= await loadVault(personId)
  return opening
}

/** Opens with the account's password, which fetches the share from the server, and sets another PIN. */
export async function unlockByPassword(password: string, pin: string): Promise<Emergency> {
  const personId = snapshot.value?.session.person.id ?? ''
  const { openByPassword } = await locking()
  const opening = await openByPassword(personId, password, pin, shareServer)
  if (opening.ok) await openWith(opening.dataKey)
  return opening
}

/** Replaces the PIN; the old one has to be right. */
export async function replacePin(old: string, pin: string): Promise<Opening> {
  const { personId } = useEngine()
  const { changePin, openByPin } = await locking()
  const opening = await openByPin(personId, old)
  if (opening.ok) await changePin(personId, opening.dataKey, pin)
  return opening
}

/** A revoked device: at this contact what opens the vault is thrown away, and the screen is shut. */
function watchRevocation(engine: Engine): void {
  const stop = observe(
    () => engine.db.setting('device'),
    (device) => {
      if (device?.state !== 'revoked') return
      stop()
      void locking()
        .then(({ endVault }) => endVault(engine.personId))
        .then(lock)
    },
    () => undefined,
  )
}

/** Whether to ask for a PIN once more on this phone. */
export function isPinOffered(): boolean {
  const engine = engineNow.value
  const isOffered = snapshot.value?.session.phone_lock?.policy === 'offered'
  return isOffered && engine !== undefined && !engine.db.vault && !hasPutOff()
}

function hasPutOff(): boolean {
  try {
    return localStorage.getItem(PUT_OFF) !== null
  } catch {
    return true
  }
}

/** The person does without a PIN on this phone; the page 我的 still offers it. */
export function putOffPin(): void {
  try {
    localStorage.setItem(PUT_OFF, new Date().toISOString())
  } catch {
    // Private mode: asked again at the next start.
  }
}

/** Locks after a pause, and with the other tabs. */
export function watchIdle(): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const lockOrWait = () => (mustStayOpen.value ? touched() : void lock())
  const touched = () => {
    clearTimeout(timer)
    const seconds = snapshot.value?.session.phone_lock?.idle_s ?? IDLE_S
    if (engineNow.value?.db.vault) timer = setTimeout(lockOrWait, seconds * 1000)
  }
  for (const name of ['pointerdown', 'keydown', 'scroll', 'visibilitychange'] as const) {
    document.addEventListener(name, touched, { passive: true, capture: true })
  }
  watch(engineNow, touched)
  channel?.addEventListener('message', (event) => {
    if (event.data === 'lock') void lock()
    if (event.data === 'protected' && !mustStayOpen.value) window.location.reload()
  })
}

/** Locks this tab and the others. */
export function lockEverywhere(): void {
  channel?.postMessage('lock')
  void lock()
}
