/// <reference lib="webworker" />
/** Precache and navigation fallback only: the outbox lives in the page, where it can be seen. */
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
} from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

declare const self: ServiceWorkerGlobalScope & {
  __WB_MANIFEST: (string | { url: string; revision: string | null })[]
}

cleanupOutdatedCaches()
precacheAndRoute(self.__WB_MANIFEST)
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), {
    denylist: [/^\/api\//, /^\/office(\/|$)/, /^\/office\.html$/],
  }),
)

// The page asks for this after the person has agreed to update, never before.
self.addEventListener('message', (event) => {
  if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void self.skipWaiting()
})

// A first visit is offline-ready at once, without a reload.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
