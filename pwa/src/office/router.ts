/** Every page is loaded when it is first opened. */
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'

const routes: RouteRecordRaw[] = [
  { path: '/', component: () => import('./shell/HomePage.vue') },
  { path: '/work', name: 'work', component: () => import('./work/WorkPage.vue') },
  {
    path: '/work/batch/:task',
    name: 'batch',
    props: true,
    component: () => import('./work/BatchPage.vue'),
  },
  {
    path: '/incidents',
    name: 'incidents',
    component: () => import('./incidents/IncidentsPage.vue'),
  },
  {
    path: '/incidents/:id',
    name: 'incident',
    props: true,
    component: () => import('./incidents/IncidentPage.vue'),
  },
  { path: '/map', name: 'map', component: () => import('./map/MapPage.vue') },
  { path: '/patrols', name: 'patrols', component: () => import('./patrol/PatrolsPage.vue') },
  {
    path: '/patrols/:id',
    name: 'patrol',
    props: true,
    component: () => import('./patrol/PatrolPage.vue'),
  },
  { path: '/rounds', name: 'rounds', component: () => import('./patrol/RoundsPage.vue') },
  { path: '/rounds/new', name: 'round-new', component: () => import('./patrol/NewRoundPage.vue') },
  {
    path: '/rounds/:id',
    name: 'round',
    props: true,
    component: () => import('./patrol/RoundPage.vue'),
  },
  { path: '/notices', name: 'notices', component: () => import('./notices/NoticesPage.vue') },
  { path: '/leads', name: 'leads', component: () => import('./leads/LeadsPage.vue') },
  {
    path: '/leads/:id',
    name: 'lead',
    props: true,
    component: () => import('./leads/LeadPage.vue'),
  },
  {
    path: '/inspections',
    name: 'inspections',
    component: () => import('./inspections/InspectionsPage.vue'),
  },
  {
    path: '/inspections/new',
    name: 'inspection-new',
    component: () => import('./inspections/NewInspectionPage.vue'),
  },
  {
    path: '/inspections/:id',
    name: 'inspection',
    props: true,
    component: () => import('./inspections/InspectionPage.vue'),
  },
  { path: '/cases', name: 'cases', component: () => import('./cases/CasesPage.vue') },
  {
    path: '/cases/new',
    name: 'case-new',
    component: () => import('./cases/ProposeFilingPage.vue'),
  },
  {
    path: '/cases/:id',
    name: 'case',
    props: true,
    component: () => import('./cases/CasePage.vue'),
  },
  {
    path: '/cases/:id/self-check',
    name: 'self-check',
    props: true,
    component: () => import('./selfcheck/SelfCheckPage.vue'),
  },
  {
    path: '/simple-penalties',
    name: 'simple-penalties',
    component: () => import('./simple/SimplePenaltiesPage.vue'),
  },
  {
    path: '/simple-penalties/new',
    name: 'simple-penalty-new',
    component: () => import('./simple/NewSimplePenaltyPage.vue'),
  },
  {
    path: '/simple-penalties/:id',
    name: 'simple-penalty',
    props: true,
    component: () => import('./simple/SimplePenaltyPage.vue'),
  },
  {
    path: '/conflicts',
    name: 'conflicts',
    component: () => import('./conflicts/ConflictsPage.vue'),
  },
  {
    path: '/measures',
    name: 'measures',
    component: () => import('./measures/MeasuresPage.vue'),
  },
  {
    path: '/measures/new',
    name: 'measure-new',
    component: () => import('./measures/NewMeasurePage.vue'),
  },
  {
    path: '/measures/:id',
    name: 'measure',
    props: true,
    component: () => import('./measures/MeasurePage.vue'),
  },
  { path: '/exhibits', name: 'exhibits', component: () => import('./exhibits/ExhibitsPage.vue') },
  {
    path: '/exhibits/:id',
    name: 'exhibit',
    props: true,
    component: () => import('./exhibits/ExhibitPage.vue'),
  },
  { path: '/exports', name: 'exports', component: () => import('./exports/ExportsPage.vue') },
  {
    path: '/handovers',
    name: 'handovers',
    component: () => import('./handovers/HandoversPage.vue'),
  },
  {
    path: '/handovers/new',
    name: 'handover-new',
    component: () => import('./handovers/NewHandoverPage.vue'),
  },
  {
    path: '/handovers/:id',
    name: 'handover',
    props: true,
    component: () => import('./handovers/HandoverPage.vue'),
  },
  {
    path: '/evidence-lists',
    name: 'evidence-lists',
    component: () => import('./handovers/EvidenceListsPage.vue'),
  },
  {
    path: '/evidence-lists/new',
    name: 'evidence-list-new',
    component: () => import('./handovers/NewEvidenceListPage.vue'),
  },
  { path: '/keeping', name: 'keeping', component: () => import('./keeping/KeepingPage.vue') },
  { path: '/settings', name: 'settings', component: () => import('./settings/SettingsPage.vue') },
  { path: '/log', name: 'log', component: () => import('./log/LogPage.vue') },
  { path: '/devices', name: 'devices', component: () => import('./devices/DevicesPage.vue') },
  {
    path: '/devices/:id',
    name: 'device',
    props: true,
    component: () => import('./devices/DevicePage.vue'),
  },
  {
    path: '/documents/:id',
    name: 'document',
    props: true,
    component: () => import('./documents/DocumentPage.vue'),
  },
  {
    path: '/:rest(.*)*',
    name: 'not-found',
    component: () => import('./shell/NotFoundPage.vue'),
  },
]

export const router = createRouter({
  history: createWebHistory('/office/'),
  routes,
  scrollBehavior: (to, from, saved) => {
    if (saved) return saved
    if (to.hash) return { el: to.hash, top: 112 }
    return to.path === from.path ? false : { top: 0 }
  },
})
