/** Writes src/api/schema.d.ts from the API's own description; the API code is the only source. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const pwa = fileURLToPath(new URL('../', import.meta.url))
const python = process.env.XZ_PYTHON ?? join(root, '.venv/bin/python')
const folder = mkdtempSync(join(tmpdir(), 'openapi-'))
try {
  const description = execFileSync(python, ['-m', 'backend.cli', 'openapi'], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  })
  const file = join(folder, 'openapi.json')
  writeFileSync(file, description)
  execFileSync(
    join(pwa, 'node_modules/.bin/openapi-typescript'),
    [file, '--output', join(pwa, 'src/api/schema.d.ts')],
    { cwd: pwa, stdio: 'inherit' },
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
