/** What one row of each table about duty, tasks and messages may promise. */
import type {
  Duty,
  ManualReason,
  Message,
  MissedReason,
  RecheckResult,
  Round,
  Task,
} from '@/domain/duty'
import type { Entry, Head } from '@/domain/track'

/** A turn of duty 值勤 on this phone. */
export interface PatrolRow {
  readonly id: string
  readonly round_id: string | null
  readonly started_at: string
  readonly ended_at: string | null
  /** 1 while it goes on; there is at most one such row. */
  readonly is_open: 0 | 1
  readonly head: Head
  /** How many numbered pieces of the track were handed to the outbox. */
  readonly batches: number
  readonly cut_at: number
}

/** One entry of a track; `batch` 0 until a piece of the track took it along. */
export type TrackRow = Entry & { readonly patrol_id: string; readonly batch: number }

export interface CheckInRow {
  readonly id: string
  readonly patrol_id: string
  readonly checkpoint_id: string
  readonly method: 'qr' | 'manual'
  readonly reason: ManualReason | null
  readonly checked_at: string
}

export interface Missed {
  readonly checkpoint_id: string
  readonly reason: MissedReason | null
  readonly note: string
}

export type RoundRow = Round
export type DutyRow = Duty

/** A message; those taken over from the report's history of an earlier release have no UUID. */
export interface MessageRow extends Message {
  readonly is_unread: 0 | 1
}

/** A recheck task with what this phone did about it and the server may not know yet. */
export interface TaskRow {
  readonly id: string
  readonly server: Task
  readonly accepted_at: string | null
  readonly done: {
    readonly result: RecheckResult
    readonly note: string
    readonly done_at: string
    readonly exhibit_ids: readonly string[]
  } | null
}

/** What a draft's photos are for, when they are not a new report. */
export type DraftWork =
  | { readonly kind: 'handling'; readonly subject_id: string }
  | {
      readonly kind: 'recheck'
      readonly subject_id: string
      readonly result: RecheckResult | null
    }
