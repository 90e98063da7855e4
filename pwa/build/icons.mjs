/** Draws the PNG icons of the manifest from the SVG ones with the Chromium that the browser tests use. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const icons = fileURLToPath(new URL('../public/icons/', import.meta.url))
const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium'
const folder = mkdtempSync(join(tmpdir(), 'icons-'))

/** @param {string} svg @param {number} size @param {string} png */
function draw(svg, size, png) {
  const page = join(folder, 'icon.html')
  const picture = readFileSync(join(icons, svg), 'utf8').replace(
    '<svg ',
    `<svg width="${size}" height="${size}" `,
  )
  writeFileSync(page, `<!doctype html><style>*{margin:0;display:block}</style>${picture}`)
  execFileSync(
    chromium,
    [
      '--headless=new',
      '--no-sandbox',
      '--hide-scrollbars',
      '--default-background-color=00000000',
      `--window-size=${size},${size}`,
      `--user-data-dir=${join(folder, 'profile')}`,
      `--screenshot=${join(icons, png)}`,
      `file://${page}`,
    ],
    { stdio: 'ignore' },
  )
}

try {
  draw('icon.svg', 192, 'icon-192.png')
  draw('icon.svg', 512, 'icon-512.png')
  draw('maskable.svg', 512, 'maskable-512.png')
} finally {
  rmSync(folder, { recursive: true, force: true })
}
