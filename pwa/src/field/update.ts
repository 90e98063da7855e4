/** The service worker: registered after the first screen, replaced only when the person says so. */
import { ref } from 'vue'

/** A newer version is loaded and waits. */
export const hasUpdate = ref(false)
/** The app can start with no network. */
export const isOfflineReady = ref(false)
let waiting: ServiceWorker | null = null

function offer(worker: ServiceWorker | null): void {
  if (!worker || !navigator.serviceWorker.controller) return
  waiting = worker
  hasUpdate.value = true
}

/** Registers the worker where there can be one; the app does all its work without it too. */
export async function registerWorker(): Promise<void> {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return
  let isReloading = false
  const hadController = navigator.serviceWorker.controller !== null
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    // The first worker takes over silently; a reload is only for an update that was agreed to.
    if (!hadController || isReloading) return
    isReloading = true
    window.location.reload()
  })
  try {
    const registration = await navigator.serviceWorker.register('/service-worker.js')
    offer(registration.waiting)
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing
      worker?.addEventListener('statechange', () => {
        if (worker.state === 'installed') offer(worker)
      })
    })
    await navigator.serviceWorker.ready
    isOfflineReady.value = true
  } catch (error) {
    console.warn('no service worker', error)
  }
}

/** Switches to the waiting version and reloads. */
export function applyUpdate(): void {
  waiting?.postMessage({ type: 'SKIP_WAITING' })
}
