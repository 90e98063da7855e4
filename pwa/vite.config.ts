import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'

import { sourceDigest } from './build/source-digest.mjs'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const { version } = JSON.parse(readFileSync(here('./package.json'), 'utf8')) as { version: string }

/** Chunks that only the office app needs; the phone must not precache them. */
const officeOnly = /\/src\/office\/|\/node_modules\/(element-plus|@element-plus)\//

const folderOf = (ids: readonly string[]) =>
  ids.some((id) => officeOnly.test(id)) ? 'assets/office' : 'assets'

/** `0n` is younger than ES2019; `BigInt(0)` is the same number, and no syntax. */
const bigintsAsCalls: Plugin = {
  name: 'bigints-as-calls',
  transform(code, id) {
    if (!id.includes('/node_modules/client-zip/')) return null
    return { code: code.replace(/\b(0x[\da-f]+|\d+)n\b/gi, 'BigInt($1)'), map: null }
  },
}

/** Where the development server finds the API; the built app always asks its own origin. */
const api = process.env['XZ_API'] ?? 'http://127.0.0.1:8000'

export default defineConfig({
  define: {
    __APP_VERSION__: JSON.stringify(version),
    __BUILD_SHA256__: JSON.stringify(sourceDigest()),
  },
  resolve: { alias: { '@': here('./src') } },
  plugins: [
    vue({ features: { optionsAPI: false } }),
    bigintsAsCalls,
    VitePWA({
      strategies: 'injectManifest',
      registerType: 'prompt',
      injectRegister: false,
      manifest: false,
      srcDir: 'src/sw',
      filename: 'service-worker.ts',
      injectManifest: {
        target: ['es2019', 'chrome80'],
        rollupFormat: 'iife',
        globPatterns: [
          'index.html',
          'assets/**/*.{js,css,woff2,wasm}',
          'icons/*.{svg,png}',
          '*.webmanifest',
        ],
        globIgnores: ['assets/office/**', 'office.html'],
        maximumFileSizeToCacheInBytes: 3_000_000,
      },
    }),
  ],
  build: {
    target: ['es2019', 'chrome80'],
    cssTarget: 'chrome80',
    modulePreload: { polyfill: true },
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      input: { field: here('./index.html'), office: here('./office.html') },
      output: {
        entryFileNames: (chunk) => `${folderOf(chunk.moduleIds)}/[name]-[hash].js`,
        chunkFileNames: (chunk) => `${folderOf(chunk.moduleIds)}/[name]-[hash].js`,
        assetFileNames: (asset) =>
          asset.names.some((name) => name.startsWith('office')) ||
          asset.originalFileNames.some((name) => officeOnly.test(`/${name}`))
            ? 'assets/office/[name]-[hash][extname]'
            : 'assets/[name]-[hash][extname]',
      },
    },
  },
  server: { proxy: { '/api': { target: api, changeOrigin: false } } },
  preview: { proxy: { '/api': { target: api, changeOrigin: false } } },
})
