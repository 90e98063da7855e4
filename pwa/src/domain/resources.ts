/** The API's resources as far as the phone reads them. */
import type { EditConflict } from './edits'

export interface Named {
  readonly id: string
  readonly full_name: string
}

export interface GridRef {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly name_en: string
}

export interface Session {
  readonly person: {
    readonly id: string
    readonly full_name: string
    readonly account_name: string
    readonly authority: {
      readonly id: string
      readonly name: string
      readonly short_name: string
      readonly division_code: string
      readonly kind: 'city' | 'district'
    }
    readonly roles: readonly string[]
    readonly certificate: { number: string; valid_from: string; valid_to: string } | null
    readonly grids: readonly GridRef[]
  }
  readonly permissions: readonly string[]
  readonly csrf_token: string
  readonly server_time: string
  readonly demo: boolean
  /** How the authority wants phones locked; absent in a snapshot of the previous release. */
  readonly phone_lock?: { readonly policy: 'required' | 'offered'; readonly idle_s: number }
}

export interface Grid {
  readonly id: string
  readonly code: string
  readonly name_zh: string
  readonly name_en: string
  readonly polygon: {
    readonly type: 'Polygon'
    readonly coordinates: readonly (readonly (readonly [number, number])[])[]
  }
}

export interface Category {
  readonly code: string
  readonly name_zh: string
  readonly name_en: string
  readonly icon: string
  readonly urgency: 'normal' | 'urgent'
  readonly department_zh: string
  readonly department_en: string
  /** The reporter may put it right and close it himself; unknown to servers of earlier releases. */
  readonly may_be_handled_on_spot?: boolean
}

export interface Receipt {
  readonly statement: string
  readonly signature: string
  readonly key_id: string
}

export interface Flag {
  readonly code: string
  readonly facts: Readonly<Record<string, unknown>>
}

export type ExhibitState = 'awaiting_upload' | 'received' | 'verified' | 'quarantined'

export interface Exhibit {
  readonly id: string
  readonly revision: number
  readonly state: ExhibitState
  readonly registered_at: string
  readonly received_at: string | null
  readonly verified_at: string | null
  readonly flags: readonly Flag[]
  readonly receipt: Receipt | null
}

/** One exhibit, asked for by itself. */
export interface ExhibitDetail extends Exhibit {
  /** Why the bureau wants it kept. */
  readonly holds: readonly unknown[]
}

export type IncidentState =
  'reported' | 'accepted' | 'rejected' | 'assigned' | 'handled' | 'closed' | 'referred'

export interface Position {
  readonly lon: number
  readonly lat: number
  readonly accuracy_m: number | null
  readonly fix_at: string | null
  readonly datum: 'WGS-84' | 'GCJ-02' | 'BD-09'
  readonly source: 'geolocation' | 'map_pin' | 'exif'
}

export interface HistoryItem {
  readonly seq: number
  readonly at: string
  readonly action: string
  readonly from_state: string | null
  readonly to_state: string
  readonly actor: { readonly name: string; readonly role: string }
  readonly input: Readonly<Record<string, unknown>>
}

export interface Incident {
  readonly id: string
  readonly revision: number
  readonly number: string
  readonly state: IncidentState
  readonly category_code: string
  readonly note: string
  readonly occurred_at: string
  readonly reported_at: string
  readonly reported_by: Named
  readonly grid: GridRef | null
  readonly position: Position | null
  readonly no_position_reason: string | null
  readonly exhibits: readonly { readonly id: string; readonly state: ExhibitState }[]
  readonly history?: readonly HistoryItem[]
  readonly extra?: {
    readonly form_version: number
    readonly answers: Readonly<Record<string, unknown>>
  } | null
  readonly note_version?: number
  readonly note_conflicts?: readonly EditConflict[]
}

export type DeviceState = 'pending' | 'active' | 'revoked' | 'retired'

export interface Device {
  readonly id: string
  readonly model: string
  readonly key_id: string
  readonly state: DeviceState
  readonly enrolled_at: string
}
