/** Rounds, tasks and messages as the API sends them to a phone. */
import type { ExhibitState, GridRef, HistoryItem, Named } from './resources'

export interface Checkpoint {
  readonly id: string
  readonly name: string
  readonly lon: number
  readonly lat: number
  /** What its QR code says. */
  readonly code: string
}

/** A planned round 巡查轮次. */
export interface Round {
  readonly id: string
  readonly revision: number
  readonly name: string
  readonly note: string
  readonly starts_on: string
  readonly ends_on: string
  readonly walked_at: string | null
  readonly checkpoints: readonly Checkpoint[]
}

/** A colleague on duty. */
export interface Duty {
  readonly id: string
  readonly person: Named
  readonly grid: GridRef | null
  readonly started_at: string
  readonly last: { readonly lon: number; readonly lat: number; readonly at: string } | null
}

export type TaskState = 'given' | 'active' | 'done' | 'withdrawn'
export const RECHECK_RESULTS = ['corrected', 'not_corrected', 'cannot_tell'] as const
export type RecheckResult = (typeof RECHECK_RESULTS)[number]

/** A recheck task 复查任务. */
export interface Task {
  readonly id: string
  readonly revision: number
  readonly number: string
  readonly state: TaskState
  readonly subject: {
    readonly kind: string
    readonly id: string
    readonly number: string
    readonly title: string
  }
  readonly position: { readonly lon: number; readonly lat: number } | null
  readonly place: string
  readonly wanted: string
  readonly due_on: string
  readonly given_by: Named
  readonly given_at: string
  readonly result: RecheckResult | null
  readonly result_note: string | null
  readonly done_at: string | null
  readonly exhibits: readonly { readonly id: string; readonly state: ExhibitState }[]
  readonly history: readonly HistoryItem[]
}

/** One thing this person is told; its words are made from kind and facts. */
export interface Message {
  readonly id: string
  readonly kind: string
  readonly subject_kind: string
  readonly subject_id: string
  readonly facts: Readonly<Record<string, unknown>>
  readonly told_at: string
  readonly read_at: string | null
}

export const MANUAL_REASONS = [
  'code_missing',
  'code_damaged',
  'no_camera',
  'cannot_reach',
  'other',
] as const
export type ManualReason = (typeof MANUAL_REASONS)[number]

export const MISSED_REASONS = [
  'not_reachable',
  'closed',
  'weather',
  'urgent_task',
  'other',
] as const
export type MissedReason = (typeof MISSED_REASONS)[number]
