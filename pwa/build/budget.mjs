/**
 * What the built field app may cost and which syntax it may use: `node build/budget.mjs`, after a build.
 * Prints one JSON line; exits 1 over 150 KB (gzip, script and style loaded before the first page and the home page, no map)
 * or when a file of the field app or its worker is not ES2019.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

import { parse } from 'acorn'

const DIST = fileURLToPath(new URL('../dist/', import.meta.url))
const MOST_BYTES = 150_000
/** Syntax of Chromium 80: ES2019, and import() with import.meta, which it has had since 63 and 64. */
const ES2019_AND_IMPORTS = { ecmaVersion: 2019, sourceType: 'module' }

const read = (path) => readFileSync(join(DIST, path))
const gzipped = (path) => gzipSync(read(path), { level: 9 }).length

/** The files that the page names, and those that they import at once. */
function entryFiles() {
  const page = read('index.html').toString()
  const found = new Set()
  const waiting = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(
    (m) => m[1],
  )
  while (waiting.length > 0) {
    const path = waiting.pop()
    if (found.has(path)) continue
    found.add(path)
    if (!path.endsWith('.js')) continue
    for (const [, name] of read(path)
      .toString()
      .matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) {
      waiting.push(`assets/${name}`)
    }
  }
  return [...found].sort()
}

/** Later syntax in a file, by the parser's own words; import() and import.meta are masked first. */
function laterSyntax(path) {
  const text = read(path)
    .toString()
    .replaceAll(/\bimport\s*\(/g, 'import_(')
    .replaceAll(/\bimport\.meta\b/g, 'import_meta')
  try {
    parse(text, ES2019_AND_IMPORTS)
    return []
  } catch (error) {
    return [`${path}: ${error.message} …${text.slice(error.pos - 20, error.pos + 20)}…`]
  }
}

const entry = entryFiles()
const bytes = entry.reduce((sum, path) => sum + gzipped(path), 0)
const field = readdirSync(join(DIST, 'assets')).filter((name) => name.endsWith('.js'))
const scripts = ['service-worker.js', ...field.map((name) => `assets/${name}`)]
const later = scripts.flatMap(laterSyntax)
const faults = [...later, ...(bytes > MOST_BYTES ? [`the entry has ${bytes} bytes`] : [])]
console.log(
  JSON.stringify({
    check: 'field_entry',
    gzip_bytes: bytes,
    most_bytes: MOST_BYTES,
    files: entry.length,
    scripts_of_es2019: scripts.length - later.length,
    scripts: scripts.length,
  }),
)
for (const fault of faults) console.error(fault)
process.exitCode = faults.length > 0 ? 1 : 0
