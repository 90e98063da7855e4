/** Writes src/api/schema.d.ts from the API's own description; the API code is the only source. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const pwa = fileURLToPath(new URL('../', import.meta.url))
const python = process.env.XZ_PYTHON ?? join(root, '.venv/bin/python')
const folder = mkdtempSync(join(tmpdir(), 'openapi-'))
try {
  // The description needs an assembled application, but no server behind it.
  const environment = {
    XZ_DATABASE_URL: 'postgresql+psycopg://nobody@127.0.0.1:1/none',
    XZ_REDIS_URL: 'redis://127.0.0.1:1/0',
    XZ_SECRET_KEY: 'only-for-describing-the-api-never-for-signing',
    XZ_OBJECT_STORE_URL: pathToFileURL(join(folder, 'objects')).href,
    XZ_KEY_DIR: folder,
  }
  const description = execFileSync(python, ['-m', 'backend.cli', 'openapi'], {
    cwd: root,
    env: { ...process.env, ...environment },
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
