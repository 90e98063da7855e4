/** Saying "saved" only after the bytes have been read again. */
import { sha256Hex } from '@/domain/sha256'
import type { FieldDatabase } from '@/store/database'
import type { ExhibitRow } from '@/store/rows'

export type SavingFault =
  'storage_full' | 'read_back_differs' | 'bytes_missing' | 'draft_incomplete' | 'storage_failed'

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

/** Reads the stored bytes again and compares their digest. Throws `SavingFailed`. */
export async function readBack(db: FieldDatabase, exhibit: ExhibitRow): Promise<void> {
  const stored = await db.blobs.get(exhibit.id)
  if (!stored) throw new SavingFailed('bytes_missing')
  if (stored.blob.size !== exhibit.size || (await sha256Hex(stored.blob)) !== exhibit.sha256) {
    throw new SavingFailed('read_back_differs')
  }
}
