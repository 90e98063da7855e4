/** Signed notes, witnesses' cosignatures, and what the verifier knows beforehand. */
import { ed25519 } from '@noble/curves/ed25519.js'

import { isExtension, sha256Of } from './digests'
import type { Package } from './package'
import {
  at,
  type Bytes,
  bytesOf,
  hex,
  join,
  type Json,
  list,
  loadJson,
  Malformed,
  same,
  text,
  unbase64,
  utf8,
  whole,
} from './reading'

export const CHECKPOINT = 'data/log/checkpoint.note'
const FORMAT = 'xunzheng.package/2'
const TRUST = 'xunzheng.trust/2'
const SIZE = /^[1-9][0-9]{0,15}$/
const LOG_KEY = 1
const WITNESS_KEY = 4

export interface Note {
  origin: string
  size: number
  root: Bytes
  text: Bytes
  lines: [string, Bytes][]
}

export interface Key {
  name: string
  hint: Bytes
  key: Bytes
}

export function ed25519Verifies(key: Uint8Array, signature: Uint8Array, message: Uint8Array) {
  if (key.length !== 32 || signature.length !== 64) return false
  try {
    // RFC 8032 and not the laxer ZIP 215.
    return ed25519.verify(signature, message, key, { zip215: false })
  } catch {
    return false
  }
}

/** Read a C2SP vkey of a kind. */
function readKey(given: Json, kind: number): Key {
  const [name, hint, ...rest] = text(given).split('+')
  const key = unbase64(rest.join('+'))
  if (!name || key[0] !== kind || key.length !== 33) throw new Malformed('not a vkey of this kind')
  const wanted = sha256Of(join(bytesOf(`${name}\n`), key)).slice(0, 4)
  if (hex(wanted) !== hint) throw new Malformed('a vkey whose hash is wrong')
  return { name, hint: wanted, key: key.slice(1) }
}

export function readNote(content: Uint8Array): Note {
  const source = utf8(content)
  const blank = source.indexOf('\n\n')
  if (blank < 0) throw new Malformed('not a checkpoint')
  const [origin = '', size = '', root] = source.slice(0, blank).split('\n')
  if (!SIZE.test(size) || unbase64(root).length !== 32 || !Number.isSafeInteger(Number(size))) {
    throw new Malformed('not a checkpoint')
  }
  const lines = source
    .slice(blank + 2)
    .split('\n')
    .filter(Boolean)
    .map((line): [string, Bytes] => {
      const [mark, name, encoded, ...more] = line.split(' ')
      if (mark !== '\u2014' || more.length) throw new Malformed('not a signature line')
      return [name ?? '', unbase64(encoded)]
    })
  return {
    origin,
    size: Number(size),
    root: unbase64(root),
    text: bytesOf(`${source.slice(0, blank)}\n`),
    lines,
  }
}

export const isSignedBy = (note: Note, key: Key) =>
  note.origin === key.name &&
  note.lines.some(
    ([name, signature]) =>
      name === key.name &&
      same(signature.slice(0, 4), key.hint) &&
      ed25519Verifies(key.key, signature.slice(4), note.text),
  )

/** Whether a witness confirmed the note (c2sp.org/tlog-cosignature, cosignature/v1). */
export const isCosignedBy = (note: Note, key: Key) =>
  note.lines.some(([name, signature]) => {
    if (name !== key.name || signature.length !== 76 || !same(signature.slice(0, 4), key.hint)) {
      return false
    }
    const time = new DataView(signature.buffer, signature.byteOffset + 4, 8).getBigUint64(0)
    const signed = join(bytesOf(`cosignature/v1\ntime ${time}\n`), note.text)
    return ed25519Verifies(key.key, signature.slice(12), signed)
  })

/** Keys of log, receipts and witnesses, roots of stamps. */
export class Trust {
  readonly log: Key
  readonly receiptKeys: Map<string, Bytes>
  readonly witnesses: Key[]
  readonly roots: Bytes[]
  readonly longestDelay: number

  constructor(facts: Json) {
    if (at(facts, 'v') !== TRUST || at(facts, 'package_format') !== FORMAT) {
      throw new Malformed('trust file of another format')
    }
    this.log = readKey(at(facts, 'log_key'), LOG_KEY)
    if (this.log.name !== at(facts, 'origin')) throw new Malformed('the log’s key has another name')
    this.receiptKeys = new Map(
      list(at(facts, 'receipt_keys')).map((key) => [
        text(at(key, 'key_id')),
        readKey(at(key, 'vkey'), LOG_KEY).key,
      ]),
    )
    this.witnesses = list(at(facts, 'witness_keys')).map((key) => readKey(key, WITNESS_KEY))
    this.roots = list(at(facts, 'tsa_roots')).map((root) => unbase64(at(root, 'certificate')))
    this.longestDelay = whole(at(facts, 'max_anchor_delay_s'))
  }
}

const NOTHING: Note = {
  origin: '',
  size: 0,
  root: new Uint8Array(0),
  text: new Uint8Array(0),
  lines: [],
}

/** The package's checkpoint and the earlier ones it is proven to continue. */
export class Log {
  readonly note: Note
  private readonly paths = new Map<number, Bytes[]>()

  constructor(
    readonly raw: Bytes = new Uint8Array(0),
    proofs: Json[] = [],
  ) {
    this.note = raw.length ? readNote(raw) : NOTHING
    for (const proof of proofs) {
      if (whole(at(proof, 'to')) !== this.size) continue
      this.paths.set(whole(at(proof, 'from')), list(at(proof, 'path')).map(unbase64))
    }
  }

  get size() {
    return this.note.size
  }

  get root() {
    return this.note.root
  }

  continues(size: number, root: Bytes): boolean {
    if (size === this.size) return same(root, this.root)
    const path = this.paths.get(size)
    return path !== undefined && isExtension(size, root, this.size, this.root, path)
  }
}

export async function readLog(held: Package): Promise<Log> {
  const proofs = list(at(loadJson(await held.read('data/log/consistency.json')), 'proofs'))
  return new Log(await held.read(CHECKPOINT), proofs)
}
