/** Between which two provable moments a capture lies. */
import type { Custody, Exhibit } from '../wire-evidence'

export interface TimeBracket {
  /** When the newest checkpoint the device knew was signed; null when it knew none. */
  notBefore: string | null
  /** What the device's clock said, put right by the measured offset. */
  captured: string
  /** When the server signed that it had the bytes. */
  notAfter: string | null
  spanSeconds: number | null
  /** The device's time lies between the two; null where one is missing. */
  fits: boolean | null
}

const SECOND_MS = 1000
/** Clocks of different machines may differ by this much before it means anything. */
const TOLERANCE_MS = 120_000

/** The bracket from what was signed: the record's checkpoint, the device's time, the receipt. */
export function bracketOf(exhibit: Exhibit, custody: Custody | null): TimeBracket {
  const notBefore = checkpointTime(custody?.capture_record)
  const notAfter = receiptTime(exhibit)
  const offset = exhibit.clock?.offset_ms ?? 0
  const captured = new Date(Date.parse(exhibit.captured_at) + offset).toISOString()
  const whole = notBefore !== null && notAfter !== null
  return {
    notBefore,
    captured,
    notAfter,
    spanSeconds: whole ? (Date.parse(notAfter) - Date.parse(notBefore)) / SECOND_MS : null,
    fits: whole ? liesBetween(captured, notBefore, notAfter) : null,
  }
}

function liesBetween(instant: string, low: string, high: string): boolean {
  const at = Date.parse(instant)
  return at >= Date.parse(low) - TOLERANCE_MS && at <= Date.parse(high) + TOLERANCE_MS
}

function checkpointTime(record: Record<string, unknown> | undefined): string | null {
  const known = record?.['not_before'] as { issued_at?: unknown } | null | undefined
  return instant(known?.issued_at)
}

function receiptTime(exhibit: Exhibit): string | null {
  if (!exhibit.receipt) return null
  try {
    const statement = JSON.parse(atob(exhibit.receipt.statement)) as Record<string, unknown>
    return instant(statement['issued_at']) ?? exhibit.verified_at
  } catch {
    return exhibit.verified_at
  }
}

function instant(value: unknown): string | null {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : null
}
