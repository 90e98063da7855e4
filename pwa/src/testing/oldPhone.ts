/**
 * Phones as earlier releases left them. The files in `phones/` are the databases that each release's own engine wrote:
 * one report verified, one sent with its answers lost, one waiting, a draft, and what was new in that release.
 */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import { fromBase64 } from '@/domain/bytes'

export interface WrittenFacts {
  readonly person: string
  /** Opens what is sealed; null where the phone lay open. */
  readonly dataKey: string | null
  /** The reports that were verified, sent with lost answers, and not sent. */
  readonly sent: string
  readonly half: string
  readonly waiting: string
  readonly draft: string
  readonly recording?: string
  readonly patrol?: string
  readonly site?: string
  readonly form?: string
}

interface WrittenStore {
  readonly name: string
  readonly keyPath: string | string[] | null
  readonly autoIncrement: boolean
  readonly indexes: readonly { name: string; keyPath: string | string[]; unique: boolean }[]
  readonly rows: readonly unknown[]
}

interface WrittenDatabase {
  readonly name: string
  readonly version: number
  readonly stores: readonly WrittenStore[]
}

interface Written {
  readonly facts: WrittenFacts
  readonly databases: readonly WrittenDatabase[]
}

type Parts = Record<string, unknown> & {
  $bytes?: string
  $blob?: string
  type?: string
  $key?: JsonWebKey
}

async function keyOf(jwk: JsonWebKey): Promise<CryptoKey> {
  const uses: KeyUsage[] = jwk.d === undefined ? ['verify'] : ['sign']
  const how = { name: 'ECDSA', namedCurve: 'P-256' }
  return crypto.subtle.importKey('jwk', jwk, how, false, uses)
}

/** JSON has neither bytes nor keys: they are marked by a field of their own. */
async function valueOf(written: unknown): Promise<unknown> {
  if (typeof written !== 'object' || written === null) return written
  if (Array.isArray(written)) return Promise.all(written.map(valueOf))
  const { $bytes, $blob, $key, type } = written as Parts
  if ($bytes !== undefined) return fromBase64($bytes)
  if ($blob !== undefined) return new Blob([fromBase64($blob)], { type: type ?? '' })
  if ($key !== undefined) return keyOf($key)
  const fields = Object.entries(written).map(async ([name, value]) => [name, await valueOf(value)])
  return Object.fromEntries(await Promise.all(fields)) as object
}

async function write({ name, version, stores }: WrittenDatabase): Promise<void> {
  const rows = await Promise.all(stores.map((store) => valueOf(store.rows) as Promise<unknown[]>))
  await new Promise<void>((done, failed) => {
    const request = indexedDB.open(name, version)
    request.onupgradeneeded = () => {
      stores.forEach(({ name: store, keyPath, autoIncrement, indexes }, at) => {
        const made = request.result.createObjectStore(store, { keyPath, autoIncrement })
        for (const { name: index, keyPath: path, unique } of indexes) {
          made.createIndex(index, path, { unique })
        }
        for (const row of rows[at] ?? []) {
          if (keyPath !== null) made.add(row)
          else made.add((row as [unknown, unknown])[1], (row as [IDBValidKey, unknown])[0])
        }
      })
    }
    request.onerror = () => failed(request.error ?? new Error(name))
    request.onsuccess = () => {
      request.result.close()
      done()
    }
  })
}

/** Puts the databases of such a phone where the browser keeps them, in place of those of an earlier test. */
export async function writeOldPhone(release: string): Promise<WrittenFacts> {
  const file = resolve(__dirname, `phones/version${release}.json`)
  const { facts, databases } = JSON.parse(readFileSync(file, 'utf8')) as Written
  for (const database of databases) await write(database)
  return facts
}
