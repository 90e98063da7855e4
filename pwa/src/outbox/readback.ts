/** Saying "saved" only after the bytes have been read again. */
import { segmentsRoot } from '@/domain/segments'
import { sha256Hex } from '@/domain/sha256'
import type { FieldDatabase } from '@/store/database'
import { bytesOf, segmentDigests } from '@/store/media'
import type { ExhibitRow } from '@/store/rows'

export type SavingFault =
  | 'storage_full'
  | 'read_back_differs'
  | 'bytes_missing'
  | 'draft_incomplete'
  | 'storage_failed'
  | 'nothing_recorded'
  | 'sealed_elsewhere'

/** The phone could not keep something; nothing was half-written. */
export class SavingFailed extends Error {
  override readonly name = 'SavingFailed'

  constructor(
    readonly fault: SavingFault,
    options?: ErrorOptions,
  ) {
    super(fault, options)
  }
}

function isQuota(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const inner = 'inner' in error ? error.inner : undefined
  return error.name === 'QuotaExceededError' || (inner !== undefined && isQuota(inner))
}

/** Any error of storing as the one kind the screens know. */
export function savingFailure(error: unknown): SavingFailed {
  if (error instanceof SavingFailed) return error
  return new SavingFailed(isQuota(error) ? 'storage_full' : 'storage_failed', { cause: error })
}

/** Compares what is stored with what was sealed. Throws `SavingFailed`. */
export async function readBack(db: FieldDatabase, exhibit: ExhibitRow): Promise<void> {
  const stored = await bytesOf(db, exhibit)
  if (!stored) throw new SavingFailed('bytes_missing')
  // Each segment was read back when it was written; reading gigabytes again would hold up the person.
  const isSame =
    exhibit.segments_root === null
      ? (await sha256Hex(stored)) === exhibit.sha256
      : (await segmentsRoot(await segmentDigests(db, exhibit.id))) === exhibit.segments_root
  if (stored.size !== exhibit.size || !isSame) throw new SavingFailed('read_back_differs')
}
