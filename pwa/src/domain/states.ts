/** The four honest states of a report on this phone, derived from what is known and never stored. */
import type { ExhibitState } from './resources'

export const STAGES = ['saved', 'uploading', 'received', 'verified'] as const
export type Stage = (typeof STAGES)[number]

export interface ReportProgress {
  /** The server has the report itself. */
  readonly isApplied: boolean
  readonly exhibits: readonly ExhibitProgress[]
}

export interface ExhibitProgress {
  /** Null until the server has its capture record. */
  readonly serverState: ExhibitState | null
  readonly bytesSent: number
  /** The receipt speaks of exactly the bytes held here. */
  readonly isReceiptGood: boolean
}

/** How far one exhibit has come. */
export function exhibitStage(exhibit: ExhibitProgress): Stage {
  if (exhibit.serverState === 'verified' && exhibit.isReceiptGood) return 'verified'
  if (exhibit.serverState === null) return 'saved'
  return exhibit.serverState === 'awaiting_upload' ? 'uploading' : 'received'
}

/** A report is only as far as its slowest part; it counts as uploading once anything has left the phone. */
export function reportStage(progress: ReportProgress): Stage {
  const stages = progress.exhibits.map(exhibitStage)
  const hasLeft = progress.isApplied || stages.some((stage) => stage !== 'saved')
  if (!hasLeft) return 'saved'
  if (!progress.isApplied) return 'uploading'
  // Nothing to hash again, so nothing that could be verified.
  if (stages.length === 0) return 'received'
  const lowest = Math.min(...stages.map((stage) => STAGES.indexOf(stage)))
  return STAGES[Math.max(lowest, STAGES.indexOf('uploading'))] ?? 'uploading'
}
