/**
 * Encryption at rest: what lies on the disk is worth nothing without the data key, and the data key lies there only
 * wrapped. Small rows are sealed synchronously, because an IndexedDB transaction ends while it waits for WebCrypto; the
 * bytes of media go through WebCrypto before their transaction begins.
 */
import { gcm } from '@noble/ciphers/aes.js'

import { fromUtf8, toBase64, utf8 } from '@/domain/bytes'

import type { RowSealer, SealedPart } from './sealedRows'

const IV_BYTES = 12
const TAG_BYTES = 16
const REMEMBERED_ROWS = 3000
/** First bytes of sealed media; what starts otherwise was written before there was a key. */
const MAGIC = utf8('xzvault1')

/** The key was dropped: nothing can be read or written before the next unlocking. */
export class VaultLocked extends Error {
  override readonly name = 'VaultLocked'
}

async function derive(dataKey: Uint8Array<ArrayBuffer>, label: string): Promise<ArrayBuffer> {
  const base = await crypto.subtle.importKey('raw', dataKey, 'HKDF', false, ['deriveBits'])
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: utf8(label) }
  return crypto.subtle.deriveBits(how, base, 256)
}

const freshIv = () => crypto.getRandomValues(new Uint8Array(IV_BYTES))

function startsWithMagic(bytes: Uint8Array): boolean {
  return bytes.length > MAGIC.length + IV_BYTES && MAGIC.every((byte, n) => bytes[n] === byte)
}

/** The opened data key of one person on this phone, for as long as it stays unlocked. */
export class Vault implements RowSealer {
  private readonly opened = new Map<string, object>()

  private constructor(
    private rowKey: Uint8Array | null,
    private bytesKey: CryptoKey | null,
  ) {}

  /** Opens with 32 bytes; rows and media get keys of their own, derived from them. */
  static async open(dataKey: Uint8Array<ArrayBuffer>): Promise<Vault> {
    const rowKey = new Uint8Array(await derive(dataKey, 'xunzheng.vault/rows'))
    const raw = await derive(dataKey, 'xunzheng.vault/media')
    const use: KeyUsage[] = ['encrypt', 'decrypt']
    return new Vault(rowKey, await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, use))
  }

  /** Forgets the keys and everything read with them. */
  close(): void {
    this.rowKey?.fill(0)
    this.rowKey = this.bytesKey = null
    this.opened.clear()
  }

  /** Seals the fields of a row of this table. Throws `VaultLocked`. */
  sealRow(table: string, fields: object): SealedPart {
    const iv = freshIv()
    const text = utf8(JSON.stringify(fields))
    return { iv, sealed: this.rowCipher(iv, table).encrypt(text) as Uint8Array<ArrayBuffer> }
  }

  /** The fields that were sealed; they are shared between readers and must not be changed. Throws `VaultLocked`. */
  openRow(table: string, part: SealedPart): object {
    const cipher = this.rowCipher(part.iv, table)
    const name = toBase64(part.iv)
    const known = this.opened.get(name)
    if (known) return known
    const fields = JSON.parse(fromUtf8(cipher.decrypt(part.sealed))) as object
    if (this.opened.size >= REMEMBERED_ROWS) this.opened.clear()
    this.opened.set(name, fields)
    return fields
  }

  private rowCipher(iv: Uint8Array, table: string) {
    if (this.rowKey === null) throw new VaultLocked()
    return gcm(this.rowKey, iv, utf8(table))
  }

  /** Media bytes as they go to the disk. Throws `VaultLocked`. */
  async sealBytes(content: Blob): Promise<Blob> {
    const iv = freshIv()
    const sealed = await crypto.subtle.encrypt(
      { name: 'AES-GCM', iv },
      this.mediaKey(),
      await content.arrayBuffer(),
    )
    return new Blob([MAGIC, iv, sealed], { type: content.type })
  }

  /** Media bytes as they were; what was never sealed, or does not open, comes back as it is: its digest decides. Throws `VaultLocked`. */
  async openBytes(stored: Blob): Promise<Blob> {
    const key = this.mediaKey()
    if (!(await isSealed(stored))) return stored
    const bytes = await stored.arrayBuffer()
    const iv = new Uint8Array(bytes, MAGIC.length, IV_BYTES)
    try {
      const content = bytes.slice(MAGIC.length + IV_BYTES)
      const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, content)
      return new Blob([opened], { type: stored.type })
    } catch {
      return stored
    }
  }

  /** How many bytes a stored blob holds once it is opened. */
  async openedSize(stored: Blob): Promise<number> {
    const added = MAGIC.length + IV_BYTES + TAG_BYTES
    return (await isSealed(stored)) ? stored.size - added : stored.size
  }

  private mediaKey(): CryptoKey {
    if (this.bytesKey === null) throw new VaultLocked()
    return this.bytesKey
  }
}

/** Whether these bytes were written with a key. */
export async function isSealed(stored: Blob): Promise<boolean> {
  const head = await stored.slice(0, MAGIC.length + IV_BYTES + 1).arrayBuffer()
  return startsWithMagic(new Uint8Array(head))
}
