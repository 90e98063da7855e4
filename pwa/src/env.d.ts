/// <reference types="vite/client" />

declare const __APP_VERSION__: string

declare module 'maplibre-gl/dist/maplibre-gl-csp' {
  export * from 'maplibre-gl'
  export { default } from 'maplibre-gl'
}
