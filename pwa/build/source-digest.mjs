/**
 * The digest that capture records carry as `app.build_sha256`: SHA-256 over one line "<sha256>  <path>" for each file
 * the pages are built from, sorted by path. Anybody with the sources recomputes it: `node build/source-digest.mjs`.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const PARTS = ['src', 'public', 'index.html', 'office.html', 'vite.config.ts', 'package-lock.json']
const NOT_BUILT = /\.test\.ts$|^src\/testing\//

/** @param {Buffer | string} bytes */
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')

/** @param {string} path @returns {string[]} */
function filesOf(path) {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path).flatMap((name) => filesOf(join(path, name)))
}

/** @returns {string} */
export function sourceDigest() {
  const lines = PARTS.flatMap((part) => filesOf(join(ROOT, part)))
    .map((path) => relative(ROOT, path).split(sep).join('/'))
    .filter((path) => !NOT_BUILT.test(path))
    .sort()
    .map((path) => `${sha256(readFileSync(join(ROOT, path)))}  ${path}\n`)
  return sha256(lines.join(''))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(sourceDigest())
