/** Arrows of the PWA. The engine (domain, api, store, outbox, device) has never heard of Vue. */
const engine = '^src/(domain|api|store|outbox|device)/'

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'domain-imports-nothing',
      severity: 'error',
      from: { path: '^src/domain/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^src/domain/' },
    },
    {
      name: 'store-and-api-import-only-domain',
      severity: 'error',
      from: { path: '^src/(store|api)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/', pathNot: '^src/(domain|$1)/' },
    },
    {
      name: 'outbox-and-device-stay-in-the-engine',
      severity: 'error',
      from: { path: '^src/(outbox|device)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/', pathNot: engine },
    },
    {
      name: 'base-maps-are-for-both-apps',
      severity: 'error',
      from: { path: '^src/basemap/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/', pathNot: '^src/(domain|api|basemap)/' },
    },
    {
      name: 'engine-knows-no-vue',
      severity: 'error',
      from: { path: engine },
      to: { path: 'node_modules/(@vue|vue|vue-router|vant|element-plus)/' },
    },
    {
      name: 'field-features-do-not-enter-one-another',
      severity: 'error',
      from: { path: '^src/field/features/([^/]+)/' },
      to: { path: '^src/field/features/', pathNot: '^src/field/features/$1/' },
    },
    {
      name: 'field-and-office-are-apart',
      severity: 'error',
      from: { path: '^src/field/' },
      to: { path: '^src/office/|node_modules/element-plus/' },
    },
    {
      name: 'only-the-map-imports-maplibre',
      severity: 'error',
      from: { path: '^src/field/', pathNot: '^src/field/features/map/' },
      to: { path: 'node_modules/maplibre-gl/' },
    },
    {
      name: 'office-and-field-are-apart',
      severity: 'error',
      from: { path: '^src/office/' },
      to: { path: '^src/(field|outbox|store|device)/|node_modules/vant/' },
    },
    {
      name: 'only-ui-imports-vant',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/ui/' },
      to: { path: 'node_modules/vant/' },
    },
    {
      name: 'only-store-imports-dexie',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/store/' },
      to: { path: 'node_modules/dexie/' },
    },
    {
      name: 'only-ed25519-imports-the-curves',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(device/ed25519\\.ts$|verifier/)' },
      to: { path: 'node_modules/@noble/curves/' },
    },
    {
      name: 'verifier-stands-alone',
      comment: 'One who doubts the applications must not have to read them.',
      severity: 'error',
      from: { path: '^src/verifier/' },
      to: { path: '^src/', pathNot: '^src/verifier/' },
    },
    {
      name: 'nothing-imports-the-service-worker',
      severity: 'error',
      from: { pathNot: '^src/sw/' },
      to: { path: '^src/sw/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.app.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.vue', '.json', '.js', '.mjs'] },
  },
}
