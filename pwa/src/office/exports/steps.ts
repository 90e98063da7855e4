/** How far a package is, in words. */
import { t } from '../texts'
import type { EvidenceExport } from '../wire-evidence'

/** Packing with figures; before it the log and the time stamp are waited for. */
export function stepText(made: EvidenceExport): string {
  if (made.state === 'queued') return t('exports.queued')
  const { done, total } = made.progress
  return done === 0 ? t('exports.waiting') : t('exports.building', { done, total })
}
