/** The shapes of parameters and open questions, as the API describes them. */
export interface Confirmation {
  answer: string
  source: string
  confirmed_by_name: string
  confirmed_at: string
}

export interface ParameterVersion {
  id: string
  key: string
  value: number
  unit: string
  bound: 'inclusive' | 'exclusive' | null
  basis: string
  doubt: string | null
  valid_from: string
  valid_to: string | null
  state: 'proposed' | 'in_force' | 'rejected'
  is_national: boolean
  is_own: boolean
  reason: string | null
  proposed_by_id: string | null
  proposed_by_name: string | null
  decided_by_name: string | null
  confirmation: Confirmation | null
}

export interface Parameter {
  key: string
  group: string
  title_zh: string
  title_en: string
  unit: string
  units: string[]
  has_bound: boolean
  minimum: number
  current_id: string | null
  versions: ParameterVersion[]
}

export interface OpenQuestion {
  code: string
  text_zh: string
  text_en: string
  keys: string[]
  confirmation: Confirmation | null
}

export interface CalendarNotice {
  id: string
  year: number | null
  source: string
  days_changed: number
  terms_moved: number
  imported_by: string | null
  imported_at: string
  moved: {
    subject: { kind: string; id: string; number: string | null }
    code: string
    due_before: string
    due_after: string
  }[]
}

export interface CalendarYear {
  year: number
  status: 'official' | 'provisional' | 'unknown'
  days: { day: string; is_working: boolean; name: string | null }[]
  notices: CalendarNotice[]
}

export interface TableFactor {
  code: string
  title_zh: string
  title_en: string
  kind: 'number' | 'choice'
  unit_zh: string
  unit_en: string
  levels: {
    level: number
    title_zh: string
    title_en: string
    percent: number
    low: number | null
    high: number | null
  }[]
}

export interface DiscretionTable {
  id: string
  violation_code: string
  name: string
  basis: string
  doubt: string | null
  content: { factors: TableFactor[] }
  valid_from: string
  state: 'proposed' | 'in_force' | 'rejected'
  is_national: boolean
  proposed_by_id: string | null
  proposed_by_name: string | null
  decided_by_name: string | null
  faults: string[]
}

export interface NoPenaltyEntry {
  id: string
  violation_code: string | null
  ground: string
  conditions: string
  proof: string
  basis: string
  doubt: string | null
  valid_from: string
  valid_to: string | null
}
