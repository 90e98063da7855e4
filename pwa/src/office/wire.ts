/** The shapes the office reads from the API, as the API describes them. */

export interface Page<T> {
  items: T[]
  next_cursor: string | null
  has_more: boolean
}

export interface PersonRef {
  id: string
  full_name: string
}

export interface AuthorityRef {
  id: string
  short_name: string
}

export interface GridRef {
  id: string
  code: string
  name: string
}

export interface Certificate {
  number: string
  valid_from: string
  valid_to: string
}

export interface Session {
  person: PersonRef & {
    account_name: string
    authority: AuthorityRef & { name: string; division_code: string; kind: 'city' | 'district' }
    roles: string[]
    certificate: Certificate | null
    grids: GridRef[]
  }
  permissions: string[]
  csrf_token: string
  server_time: string
  demo: boolean
}

export interface Person extends PersonRef {
  roles: string[]
  authority: AuthorityRef
  certificate: Certificate | null
}

export interface LonLat {
  lon: number
  lat: number
}

export interface Flag {
  code: string
  facts: Record<string, unknown>
}

export interface HistoryEntry {
  seq: number
  at: string
  action: string
  from_state: string | null
  to_state: string | null
  actor: { name: string; role: string | null; on_behalf_of?: string | null } | null
  input?: Record<string, unknown> | null
  hash?: string | null
}

/** What every thing shows on which steps can be taken. */
export interface Changeable {
  id: string
  revision: number
  history?: HistoryEntry[]
}

/** What every thing with a life cycle shows. */
export interface Tracked extends Changeable {
  state: string
  history: HistoryEntry[]
}

export interface Category {
  code: string
  name_zh: string
  name_en: string
  icon: string
  urgency: 'normal' | 'urgent'
  department_zh: string
  department_en: string
  may_become_lead: boolean
}

export interface ExhibitRef {
  id: string
  state: string
  has_preview: boolean
  flags: Flag[]
}

export interface IncidentPosition extends LonLat {
  accuracy_m: number | null
  fix_at: string | null
  source_datum: string
  source_lon: number
  source_lat: number
  source: string
}

export interface Incident extends Tracked {
  number: string
  category_code: string
  note: string
  occurred_at: string
  reported_at: string
  reported_by: PersonRef
  grid: GridRef | null
  authority: AuthorityRef
  position: IncidentPosition | null
  no_position_reason: string | null
  exhibits: ExhibitRef[]
  lead_id: string | null
}

export interface Deadline {
  id: string
  code: string
  subject: { kind: string; id: string; number: string | null }
  basis: string
  started_on: string
  due_on: string
  days: number
  unit: 'working' | 'calendar' | 'hours'
  /** The minute a term of hours ends. */
  due_at?: string | null
  status: 'open' | 'met' | 'missed' | 'cancelled'
  provisional: boolean
  /** A time that must pass, not a time to act within. */
  is_waiting_period: boolean
  days_left: number | null
  /** Since when the clock stands still; null while it runs. */
  stopped_on?: string | null
  stops?: { reason: string; basis: string; stopped_on: string; resumed_on: string | null }[]
}

export interface Lead extends Tracked {
  number: string
  source: { kind: string; id: string; number: string }
  found_on: string
  deadline: Deadline | null
  assigned_officers: PersonRef[]
  authority: AuthorityRef
  summary: string
  case_id: string | null
}

export interface Party {
  name: string
  credit_code: string | null
  legal_representative: string | null
  kind: 'organisation' | 'citizen'
  address?: string | null
}

export interface ExhibitFact {
  exhibit_id: string
  fact_to_prove: string
  state?: string
}

export interface Inspection extends Tracked {
  number: string | null
  lead_id: string | null
  site_id: string | null
  place: string
  started_at: string
  ended_at: string | null
  party: Party
  contact: { name: string; phone: string; position: string } | null
  officers: (PersonRef & { certificate_number: string | null; signed_at: string | null })[]
  findings: string
  rights_told: boolean
  certificates_shown: boolean
  recusal_requested: boolean
  exhibits: ExhibitFact[]
  party_opinion: {
    signed_by: string | null
    signature: string | null
    refused: boolean
    reason: string | null
    opinion?: string | null
    at: string
  } | null
  document_id: string | null
}

export interface Site {
  id: string
  name: string
  credit_code: string | null
  legal_representative: string | null
  address: string | null
  position: LonLat | null
  authority_id: string
  category: string | null
}
