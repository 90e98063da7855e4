/** A server's keys for tests: signs checkpoints and receipts as the real one does. */
import { toBase64, toHex, utf8 } from '@/domain/bytes'
import { canonicalBytes } from '@/domain/jcs'
import type { Receipt } from '@/domain/resources'
import { sha256Hex } from '@/domain/sha256'
import type { Trust } from '@/domain/trust'

const ORIGIN = 'xunzheng.test/log'
const ROOT = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I='

interface NamedKey {
  readonly name: string
  readonly pair: CryptoKeyPair
  readonly hash: Uint8Array
  readonly vkey: string
  readonly id: string
}

function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(parts.flatMap((part) => [...part]))
}

async function makeKey(name: string): Promise<NamedKey> {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  const typed = joined(Uint8Array.of(1), raw)
  const digest = await crypto.subtle.digest('SHA-256', joined(utf8(`${name}\n`), typed))
  const hash = new Uint8Array(digest).slice(0, 4)
  return {
    name,
    pair,
    hash,
    vkey: `${name}+${toHex(hash)}+${toBase64(typed)}`,
    id: await sha256Hex(raw),
  }
}

async function sign(key: NamedKey, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.sign('Ed25519', key.pair.privateKey, bytes))
}

export class ServerKeys {
  private constructor(
    private readonly log: NamedKey,
    private readonly receipts: NamedKey,
  ) {}

  static async make(): Promise<ServerKeys> {
    return new ServerKeys(await makeKey(ORIGIN), await makeKey(`${ORIGIN}/receipt`))
  }

  get trust(): Trust {
    const receipt_keys = [{ key_id: this.receipts.id, vkey: this.receipts.vkey }]
    return { origin: ORIGIN, log_key: this.log.vkey, receipt_keys }
  }

  async note(size: number): Promise<string> {
    const text = `${ORIGIN}\n${size}\n${ROOT}\n`
    const line = toBase64(joined(this.log.hash, await sign(this.log, utf8(text))))
    return `${text}\n— ${ORIGIN} ${line}\n`
  }

  async receipt(facts: {
    readonly exhibit_id: string
    readonly sha256: string
    readonly size: number
    readonly segments_root: string | null
  }): Promise<Receipt> {
    const statement = canonicalBytes({
      ...facts,
      v: 'xunzheng.receipt/1',
      sm3: '0'.repeat(64),
      event_hash: '0'.repeat(64),
      issued_at: '2026-11-22T06:05:00.000Z',
      key_id: this.receipts.id,
      include_within_s: 60,
    })
    return {
      statement: toBase64(statement),
      signature: toBase64(await sign(this.receipts, statement)),
      key_id: this.receipts.id,
    }
  }
}
