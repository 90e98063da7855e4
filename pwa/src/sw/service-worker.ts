/// <reference lib="webworker" />
/** Precache and navigation fallback only: the outbox lives in the page, where it can be seen. Nothing but GET, nothing of the API. */
import { PrecacheController, PrecacheRoute } from 'workbox-precaching'
import { cacheNames } from 'workbox-core'
import { NavigationRoute, registerRoute } from 'workbox-routing'

declare const self: ServiceWorkerGlobalScope & {
  __WB_MANIFEST: (string | { url: string; revision: string | null })[]
}
declare const __BUILD_SHA256__: string

const ANSWER_WITHIN_MS = 2000
const precache = new PrecacheController()
precache.addToCacheList(self.__WB_MANIFEST)

registerRoute(new PrecacheRoute(precache))
registerRoute(
  new NavigationRoute(precache.createHandlerBoundToURL('/index.html'), {
    denylist: [/^\/api\//, /^\/office(\/|$)/, /^\/office\.html$/, /^\/verify\.html$/],
  }),
)
// A tab that still runs the previous version asks for parts that only the old precache has.
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/assets/'),
  async ({ request }) => (await caches.match(request)) ?? fetch(request),
)

/** What Chromium 123 and later offer: requests that do not wake this worker at all. */
interface RoutingEvent extends ExtendableEvent {
  addRoutes?: (rule: { condition: { urlPattern: string }; source: 'network' }) => Promise<void>
}

self.addEventListener('install', (event: RoutingEvent) => {
  void precache.install(event)
  // A request that wakes the outgoing version keeps the next one from taking its place.
  void event.addRoutes?.({ condition: { urlPattern: '/api/*' }, source: 'network' })
})

async function buildOf(client: Client): Promise<string | null> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = (event) => resolve(String(event.data))
    setTimeout(resolve, ANSWER_WITHIN_MS, null)
    client.postMessage({ type: 'WHICH_BUILD' }, [port2])
  })
}

/** Drops what older versions left, once every open tab has said that it runs this one. */
async function dropOldParts(): Promise<void> {
  const tabs = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const builds = await Promise.all(tabs.map(buildOf))
  if (builds.some((build) => build !== __BUILD_SHA256__)) return
  const wanted = new Set(precache.getCachedURLs().map((url) => precache.getCacheKeyForURL(url)))
  const cache = await caches.open(cacheNames.precache)
  for (const request of await cache.keys()) {
    if (!wanted.has(request.url)) await cache.delete(request)
  }
}

self.addEventListener('message', (event) => {
  const type = (event.data as { type?: string } | null)?.type
  // The page asks for this after the person has agreed to update, never before.
  if (type === 'SKIP_WAITING') void self.skipWaiting()
  if (type === 'STARTED') event.waitUntil(dropOldParts())
})

// A first visit is offline-ready at once, without a reload.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
