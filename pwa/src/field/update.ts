/** The service worker: registered after the first screen, replaced only when the person says so. */
import { ref, shallowRef, watch } from 'vue'

import { oldestServed } from '@/api/client'

import { busyReasons, opened } from './busy'

/** `waiting`: a newer version is loaded. `elsewhere`: another tab has taken it; this one still runs the old one. */
export const update = shallowRef<'none' | 'waiting' | 'elsewhere'>('none')
/** The app can start with no network. */
export const isOfflineReady = ref(false)
/** The person has said yes: it is done as soon as nothing is being sent. */
export const isAgreed = ref(false)
const LOOK_EVERY_MS = 3600_000
const TAKES_OVER_WITHIN_MS = 4000
let waiting: ServiceWorker | null = null
let reloading: ReturnType<typeof setTimeout> | undefined

function offer(worker: ServiceWorker | null): void {
  if (!worker || !navigator.serviceWorker.controller) return
  waiting = worker
  update.value = 'waiting'
  // It may stand in the place of one that was agreed to and never took over.
  followAgreement()
}

function lookForUpdates(registration: ServiceWorkerRegistration): void {
  let lookedAt = Date.now()
  const look = () => {
    const isDue = Date.now() - lookedAt > LOOK_EVERY_MS
    if (document.visibilityState !== 'visible' || !isDue) return
    lookedAt = Date.now()
    // Offline it fails; the next look comes.
    registration.update().catch(() => undefined)
  }
  document.addEventListener('visibilitychange', look)
  oldestServed.whenTooOld(() => void registration.update().catch(() => undefined))
}

function answerWorker(event: MessageEvent): void {
  const type = (event.data as { type?: string } | null)?.type
  if (type === 'WHICH_BUILD') event.ports[0]?.postMessage(__BUILD_SHA256__)
}

function takenOver(hadController: boolean): void {
  // The first worker takes over silently; one that another tab agreed to leaves this tab as it is.
  if (hadController || isAgreed.value) update.value = 'elsewhere'
}

/** Lets the newer version take over; Chromium drops that when a request wakes the old one just then, until a page loads. */
function switchOver(): void {
  waiting?.postMessage({ type: 'SKIP_WAITING' })
  clearTimeout(reloading)
  reloading = setTimeout(() => {
    if (isAgreed.value && busyReasons.value.length === 0) window.location.reload()
  }, TAKES_OVER_WITHIN_MS)
}

/** Holds to what was agreed, unless something was opened since: then it is asked anew. */
function followAgreement(): void {
  if (!isAgreed.value) return
  if (opened(busyReasons.value)) isAgreed.value = false
  else if (busyReasons.value.length > 0) return
  else if (update.value === 'elsewhere') window.location.reload()
  else switchOver()
}
watch([isAgreed, busyReasons, update], followAgreement)

/** Registers the worker where there can be one; the app does all its work without it too. */
export async function registerWorker(): Promise<void> {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return
  const workers = navigator.serviceWorker
  const hadController = workers.controller !== null
  workers.addEventListener('controllerchange', () => takenOver(hadController))
  workers.addEventListener('message', answerWorker)
  try {
    const registration = await workers.register('/service-worker.js')
    offer(registration.waiting)
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing
      worker?.addEventListener('statechange', () => {
        if (worker.state === 'installed') offer(worker)
      })
    })
    lookForUpdates(registration)
    const ready = await workers.ready
    isOfflineReady.value = true
    ready.active?.postMessage({ type: 'STARTED' })
  } catch (error) {
    console.warn('no service worker', error)
  }
}

/** Switches to the newer version and reloads, after what is being sent. */
export function agreeToUpdate(): void {
  isAgreed.value = true
}
