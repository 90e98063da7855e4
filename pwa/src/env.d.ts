/// <reference types="vite/client" />

declare const __APP_VERSION__: string
/** What the app was built from: `build/source-digest.mjs`. */
declare const __BUILD_SHA256__: string

declare module 'maplibre-gl/dist/maplibre-gl-csp' {
  export * from 'maplibre-gl'
  export { default } from 'maplibre-gl'
}

declare module 'hash-wasm/dist/argon2.umd.min.js'
