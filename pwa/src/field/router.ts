import { createRouter, createWebHistory } from 'vue-router'

import { isInside, lockedAs, snapshot, useEngine } from './engine'
import HomePage from './features/home/HomePage.vue'

declare module 'vue-router' {
  interface RouteMeta {
    /** One of the five tabs: the tab bar is shown. */
    isTab?: boolean
    isPublic?: boolean
  }
}

// Every page is loaded with the first visit and precached: a deep link opens offline.
const IS_READ_WITHIN_MS = 1000

/** Where the person was on a page, once what the page reads from the disk reaches so far down. */
async function whenTall<T extends { readonly top: number }>(place: T): Promise<T> {
  const end = performance.now() + IS_READ_WITHIN_MS
  const isShort = () => document.documentElement.scrollHeight < place.top + window.innerHeight
  while (isShort() && performance.now() < end) await new Promise(requestAnimationFrame)
  return place
}

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'home', component: HomePage, meta: { isTab: true } },
    {
      path: '/tasks',
      name: 'tasks',
      component: () => import('./features/tasks/TasksPage.vue'),
      meta: { isTab: true },
    },
    {
      path: '/map',
      name: 'map',
      component: () => import('./features/map/MapPage.vue'),
      meta: { isTab: true },
    },
    {
      path: '/map/self-test',
      name: 'self-test',
      component: () => import('./features/map/SelfTestPage.vue'),
    },
    {
      path: '/messages',
      name: 'messages',
      component: () => import('./features/messages/MessagesPage.vue'),
      meta: { isTab: true },
    },
    {
      path: '/me',
      name: 'me',
      component: () => import('./features/me/MePage.vue'),
      meta: { isTab: true },
    },
    {
      path: '/sign-in',
      name: 'sign-in',
      component: () => import('./features/signin/SignInPage.vue'),
      meta: { isPublic: true },
    },
    {
      path: '/unlock',
      name: 'unlock',
      component: () => import('./features/lock/UnlockPage.vue'),
      meta: { isPublic: true },
    },
    { path: '/pin', name: 'pin', component: () => import('./features/lock/SetPinPage.vue') },
    {
      path: '/passkey',
      name: 'passkey',
      component: () => import('./features/lock/PasskeyPage.vue'),
    },
    {
      path: '/camera/:draftId',
      name: 'camera',
      component: () => import('./features/camera/CameraPage.vue'),
      props: true,
    },
    {
      path: '/drafts/:draftId',
      name: 'draft',
      component: () => import('./features/report/ReportSheetPage.vue'),
      props: true,
    },
    {
      path: '/reports/:id',
      name: 'report',
      component: () => import('./features/reports/ReportDetailPage.vue'),
      props: true,
    },
    {
      path: '/reports',
      name: 'reports',
      component: () => import('./features/reports/MyReportsPage.vue'),
    },
    {
      path: '/reports/:id/handle',
      name: 'handle',
      component: () => import('./features/reports/HandlePage.vue'),
      props: true,
    },
    {
      path: '/tasks/:id',
      name: 'task',
      component: () => import('./features/tasks/TaskPage.vue'),
      props: true,
    },
    {
      path: '/patrol',
      name: 'patrol',
      component: () => import('./features/patrol/PatrolPage.vue'),
    },
    {
      path: '/patrol/scan',
      name: 'scan',
      component: () => import('./features/patrol/ScanPage.vue'),
    },
    {
      path: '/drafts',
      name: 'drafts',
      component: () => import('./features/forms/DraftsPage.vue'),
    },
    {
      path: '/forms/:draftId',
      name: 'form',
      component: () => import('./features/forms/FormPage.vue'),
      props: true,
    },
    {
      path: '/form-answers/:id',
      name: 'form-answer',
      component: () => import('./features/forms/AnswerPage.vue'),
      props: true,
    },
    {
      path: '/sites',
      name: 'sites',
      component: () => import('./features/sites/SitesPage.vue'),
    },
    {
      path: '/sites/:id',
      name: 'site',
      component: () => import('./features/sites/SitePage.vue'),
      props: true,
    },
    {
      path: '/conflicts',
      name: 'conflicts',
      component: () => import('./features/conflicts/ConflictsPage.vue'),
    },
    { path: '/queue', name: 'queue', component: () => import('./features/queue/QueuePage.vue') },
    { path: '/:rest(.*)', redirect: '/' },
  ],
  scrollBehavior: (to, from, saved) =>
    saved ? whenTall(saved) : to.path === from.path ? false : { top: 0 },
})

router.beforeEach((to) => {
  const back = to.fullPath === '/' ? {} : { to: to.fullPath }
  if (to.meta.isPublic) return true
  if (lockedAs.value) return { name: 'unlock', query: back }
  if (!isInside()) return { name: 'sign-in', query: back }
  return mustSetPin() && to.name !== 'pin' ? { name: 'pin', query: back } : true
})

/** The authority wants a PIN on this phone and there is none; without a network it can wait. */
function mustSetPin(): boolean {
  const session = snapshot.value?.session
  const isRequired = session?.phone_lock?.policy === 'required'
  return isRequired && !useEngine().db.vault && navigator.onLine && !snapshot.value?.is_expired
}
