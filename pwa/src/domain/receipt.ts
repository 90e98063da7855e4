/** The server's signed receipt, and whether it speaks of the bytes this device holds. */
import { fromBase64, fromUtf8 } from './bytes'
import type { Receipt } from './resources'

export interface ReceiptStatement {
  readonly v: string
  readonly exhibit_id: string
  readonly sha256: string
  readonly sm3: string
  readonly size: number
  readonly event_hash: string
  readonly issued_at: string
  readonly key_id: string
}

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

/** True only when the receipt names this exhibit with exactly this digest and size. */
export function receiptMatches(
  receipt: Receipt,
  exhibit: { readonly id: string; readonly sha256: string; readonly size: number },
): boolean {
  const statement = readReceipt(receipt)
  return (
    statement !== null &&
    statement.exhibit_id === exhibit.id &&
    statement.sha256 === exhibit.sha256 &&
    statement.size === exhibit.size
  )
}
