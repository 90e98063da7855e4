/** What one row of each table on the phone may promise. */
import type { BasemapKept } from '@/domain/basemap'
import type { CaptureKind, CaptureSource, Checkpoint, MediaDigest } from '@/domain/capture'
import type { ClockReading } from '@/domain/clock'
import type { Envelope } from '@/domain/dsse'
import type { FormDefinition } from '@/domain/forms'
import type { OperationName } from '@/domain/operations'
import type { Fix, NoFixReason } from '@/domain/place'
import type { Exhibit, Incident, Position, Session } from '@/domain/resources'
import type { PinnedTrust } from '@/domain/trust'

import type { DeviceKeyState, KeyStorage, PastDevice, WrappedKey } from './deviceRows'
import type { DraftWork } from './dutyRows'
import type { DraftAnswers, DraftForm } from './siteRows'

/** Why something waits or was refused, in the server's words and code. */
export interface StoredProblem {
  readonly code: string
  readonly retry: 'never' | 'later' | 'after_login' | 'after_pull'
  readonly detail: string | null
  readonly at: string
}

/** A report being written; it becomes a `ReportRow` with the same id. */
export interface DraftRow {
  readonly id: string
  readonly category_code: string | null
  readonly note: string
  /** The person's own word for why there is no place; null leaves the device's. */
  readonly no_position_reason: NoFixReason | null
  readonly exhibit_ids: readonly string[]
  readonly started_at: string
  readonly changed_at: string
  /** Set when the photos are not for a new report. */
  readonly work?: DraftWork
  /** What is filled in, when it is a form and no report. */
  readonly form?: DraftForm
  /** To the form, or to the questions of the report's category; `extra` says which. */
  readonly answers?: DraftAnswers
  readonly extra?: FormDefinition
  /** Thrown away by the person; it can be taken back for some days. */
  readonly deleted_at?: string
}

export interface ReportRow {
  readonly id: string
  readonly category_code: string
  readonly note: string
  readonly occurred_at: string
  readonly position: Position | null
  readonly no_position_reason: NoFixReason | null
  readonly exhibit_ids: readonly string[]
  readonly saved_at: string
  /** 'server' when it was reported from another device and only pulled to this one. */
  readonly origin: 'device' | 'server'
  readonly server: Incident | null
  /** What was put right on the spot, with the photos of after. */
  readonly handling?: {
    readonly exhibit_ids: readonly string[]
    readonly note: string
    readonly handled_at: string
  }
  /** Answers to the questions of its category. */
  readonly extra?: { readonly form_version: number; readonly answers: DraftAnswers }
}

/** What was sealed; its bytes are the `BlobRow` with the same id, or the `SegmentRow`s when it has a root. */
export type ExhibitRow = ExhibitFacts & MediaDigest

interface ExhibitFacts {
  readonly id: string
  /** The draft or report it belongs to. */
  readonly report_id: string
  readonly seq: number
  readonly kind: CaptureKind
  readonly source: CaptureSource
  readonly file_name: string
  readonly mime: string
  readonly size: number
  /** How long the recording is; null for what has no length or was picked. */
  readonly duration_ms: number | null
  /** Cut off by a kill of the app and sealed at the next start. */
  readonly is_interrupted: boolean
  readonly captured_at: string
  readonly fix: Fix | null
  readonly no_fix_reason: NoFixReason | null
  readonly envelope: Envelope
  readonly not_before: Checkpoint | null
  readonly server: Exhibit | null
  /** Record and bytes went out in one request already; from then on the resumable way is taken. */
  readonly was_sent_at_once: boolean
  /** A small picture went ahead over a weak link; never asked twice. */
  readonly was_announced?: boolean
  readonly upload_url: string | null
  readonly bytes_sent: number
  readonly is_receipt_good: boolean
  /** When the original left the phone, verified; null while it is here. */
  readonly cleared_at: string | null
  readonly problem: StoredProblem | null
}

/** Bytes as the disk has them: a blob, or where the browser keeps none safely a buffer with its media type. */
export type StoredBytes = Blob | { readonly bytes: ArrayBuffer; readonly type: string }

export interface BlobRow {
  readonly id: string
  readonly blob: StoredBytes
}

/** 4 MiB of a segmented exhibit, its last one maybe less. */
export interface SegmentRow {
  readonly exhibit_id: string
  readonly n: number
  readonly blob: StoredBytes
  readonly sha256: string
}

/** A recording under way: what is known at its start. It becomes an `ExhibitRow` with the same id. */
export interface RecordingRow {
  readonly id: string
  readonly draft_id: string
  readonly kind: 'video' | 'audio'
  readonly mime: string
  readonly file_name: string
  readonly started_at: string
  readonly mono_ms: number
  readonly clock_offset_ms: number | null
  readonly fix: Fix | null
  readonly no_fix_reason: NoFixReason | null
  /** Where the lens pointed when it began. */
  readonly heading_deg?: number | null
  readonly not_before: Checkpoint | null
  /** How much of it is on the disk. */
  readonly duration_ms: number
  /** When it last grew, by this device's clock: one that stopped growing was killed. */
  readonly touched_at: number
}

/** Bytes of a recording that do not fill a segment yet. */
export interface ChunkRow {
  readonly order?: number
  readonly recording_id: string
  readonly blob: StoredBytes
}

export type OperationState = 'waiting' | 'done' | 'dead'

/** One thing to ask the server for, sent in the order of `order`; its id makes repeating it safe. */
export interface OperationRow {
  readonly order?: number
  readonly id: string
  readonly name: OperationName
  readonly subject_id: string
  /** The report, or other thing of this phone, that it belongs to. */
  readonly report_id: string
  readonly payload: unknown
  readonly recorded_at: string
  readonly state: OperationState
  readonly attempts: number
  readonly problem: StoredProblem | null
}

/** Something the server did to one of this person's reports. */
export interface ChangeRow {
  /** `<subject>:<n>`: the same change pulled twice is one row. */
  readonly key: string
  readonly report_id: string
  readonly at: string
  readonly action: string
  readonly to_state: string
  readonly actor_name: string
  readonly actor_role: string
  readonly note: string
  readonly is_seen: 0 | 1
}

export interface DeviceKey {
  readonly id: string
  readonly model: string
  readonly key_id: string
  readonly public_key: string
  readonly key_storage: KeyStorage
  /** Null where the browser refuses to keep a key; then `wrapped` holds it. */
  readonly private_key: CryptoKey | null
  readonly wrapped: WrappedKey | null
  readonly state: DeviceKeyState
  readonly enrolled_at: string | null
  /** When the server was last asked about this device. */
  readonly checked_at: string | null
  readonly problem: StoredProblem | null
}

export type SyncPhase = 'idle' | 'sending' | 'offline' | 'needs_login' | 'problem'

export interface SyncStatus {
  readonly phase: SyncPhase
  readonly last_sync_at: string | null
  readonly next_try_at: string | null
  readonly problem: StoredProblem | null
}

/** Single values by key. */
export interface Settings {
  readonly device: DeviceKey
  readonly past_devices: readonly PastDevice[]
  /** The newest record of this device's chain of captures. */
  readonly chain: { readonly seq: number; readonly prev: string }
  readonly cursor: string
  /** The kinds that were taken over on the way to the cursor. */
  readonly pulled_kinds: readonly string[]
  /** The reports with a note in two ways; none is kept until one was counted. */
  readonly in_conflict: readonly string[]
  /** Authority and grids for which the cursor counts. */
  readonly scope: string
  readonly clock: ClockReading
  /** When the device's clock was moved while the app ran, and by how much; the newest last. */
  readonly clock_jumps: readonly { readonly at: string; readonly by_ms: number }[]
  readonly checkpoint: Checkpoint
  readonly trust: PinnedTrust
  readonly sync: SyncStatus
  /** The tab that may send, and until when it may be thought alive. */
  readonly lease: { readonly holder: string; readonly until: number }
  /** How many days an original stays after its receipt, as the server wishes. */
  readonly keep_days: number
  /** When the server last wanted an original to stay that was due. */
  readonly held_at: number
  /** The base map of this phone; its bytes are no rows. */
  readonly basemap: BasemapKept
}

export interface SettingRow {
  readonly key: keyof Settings
  readonly value: Settings[keyof Settings]
}

/** A list the server keeps and the phone only reads, with its age. */
export interface ReferenceRow {
  readonly key: string
  readonly value: unknown
  readonly fetched_at: string
}

/** Who used this phone last; it lets the app open with no network. */
export interface SessionSnapshot {
  readonly session: Session
  readonly saved_at: string
  /** The server said that the session is over; what is on the phone stays usable. */
  readonly is_expired: boolean
}
