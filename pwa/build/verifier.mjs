/** Builds verify.html: one file, no network, its script allowed by its own digest. */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { build } from 'vite'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const source = (name) => readFileSync(here(`../src/verifier/${name}`), 'utf8')
const digest = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

const [result] = [
  await build({
    configFile: false,
    root: here('..'),
    publicDir: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: ['es2020', 'chrome80', 'safari14'],
      lib: { entry: here('../src/verifier/main.ts'), formats: ['iife'], name: 'verifier' },
    },
  }),
].flat()
// A closing tag inside the script would end it.
const script = result.output[0].code.trim().replaceAll('</script', '<\\/script')
const style = source('page.css').trim()
const csp = `default-src 'none'; script-src ${digest(script)}; style-src ${digest(style)}; base-uri 'none'; form-action 'none'`
const page = source('page.html')
  .replace('%csp%', csp)
  .replace('<!--style-->', () => `<style>${style}</style>`)
  .replace('<!--script-->', () => `<script>${script}</script>`)
mkdirSync(here('../dist'), { recursive: true })
writeFileSync(here('../dist/verify.html'), page)
