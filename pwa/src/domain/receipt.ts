/** The server's signed receipt: whether a known key signed it, and whether it speaks of the bytes held here. */
import { fromBase64, fromUtf8 } from './bytes'
import type { MediaDigest } from './capture'
import { parseVerifierKey, type VerifyEd25519 } from './note'
import type { Receipt } from './resources'
import type { Trust } from './trust'

export interface ReceiptStatement {
  readonly v: string
  readonly exhibit_id: string
  readonly sha256: string
  readonly sm3: string
  readonly size: number
  /** Named for segmented media, whose whole-file digest only the server has. */
  readonly segments_root?: string | null
  readonly event_hash: string
  readonly issued_at: string
  readonly key_id: string
}

export type ReceiptVerdict =
  | 'good'
  /** It speaks of other bytes. */
  | 'receipt_differs'
  /** The key it names did not sign it. */
  | 'receipt_forged'
  /** It names a key that this phone has not pinned. */
  | 'receipt_key_unknown'

/** The statement inside a receipt, or null when it cannot be read. */
export function readReceipt(receipt: Receipt): ReceiptStatement | null {
  try {
    const statement: unknown = JSON.parse(fromUtf8(fromBase64(receipt.statement)))
    const isStatement =
      typeof statement === 'object' &&
      statement !== null &&
      'v' in statement &&
      'sha256' in statement
    return isStatement && statement.v === 'xunzheng.receipt/1'
      ? (statement as ReceiptStatement)
      : null
  } catch {
    return null
  }
}

export type HeldExhibit = MediaDigest & { readonly id: string; readonly size: number }

/** True only when the receipt names this exhibit with exactly the digest and size that were signed here. */
export function receiptMatches(receipt: Receipt, exhibit: HeldExhibit): boolean {
  const statement = readReceipt(receipt)
  if (statement === null || statement.exhibit_id !== exhibit.id) return false
  if (statement.size !== exhibit.size || statement.key_id !== receipt.key_id) return false
  return exhibit.sha256 === null
    ? statement.segments_root === exhibit.segments_root
    : statement.sha256 === exhibit.sha256
}

async function isSigned(receipt: Receipt, vkey: string, verify: VerifyEd25519): Promise<boolean> {
  const key = await parseVerifierKey(vkey)
  if (key === null) return false
  try {
    return await verify(key.publicKey, fromBase64(receipt.signature), fromBase64(receipt.statement))
  } catch {
    return false
  }
}

/** What a receipt is worth to the phone that holds the original and has pinned the server's keys. */
export async function judgeReceipt(
  receipt: Receipt,
  exhibit: HeldExhibit,
  trust: Trust,
  verify: VerifyEd25519,
): Promise<ReceiptVerdict> {
  const key = trust.receipt_keys.find(({ key_id }) => key_id === receipt.key_id)
  if (!key) return 'receipt_key_unknown'
  if (!(await isSigned(receipt, key.vkey, verify))) return 'receipt_forged'
  return receiptMatches(receipt, exhibit) ? 'good' : 'receipt_differs'
}
