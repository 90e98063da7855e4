/** The shapes of measures, as the API describes them. */
import type { AuthorityRef, Deadline, PersonRef, Tracked } from './wire'
import type { CaseDocument, CaseExhibit } from './wire-cases'

export const MEASURE_KINDS = [
  'advance_registration',
  'seizure',
  'correction',
  'restriction',
  'transfer',
] as const
export type MeasureKind = (typeof MEASURE_KINDS)[number]

export const SUBTYPES: Partial<Record<MeasureKind, readonly string[]>> = {
  seizure: ['seal', 'detain'],
  restriction: ['limit', 'stop'],
  transfer: ['detention', 'crime'],
}

export interface MeasureItem {
  name: string
  specification: string | null
  quantity: string
  condition: string
  kept_at: string
  keeper: string | null
  exhibit_ids: string[]
}

export interface MeasureSummary {
  id: string
  revision: number
  kind: MeasureKind
  subtype: string | null
  number: string | null
  state: string
  phase_zh: string
  phase_en: string
  is_open: boolean
  authority: AuthorityRef
  case_id: string | null
  case_number: string | null
  inspection_id: string | null
  party: { kind: string; name: string }
  violation_name: string
  place: string
  round: number
  created_at: string
  deadlines: Deadline[]
}

export interface Measure extends MeasureSummary, Tracked {
  officers: PersonRef[]
  facts: string
  legal_basis: string
  demand: string | null
  correct_by: string | null
  items: MeasureItem[]
  done: Record<string, unknown>
  previous_id: string | null
  next_id: string | null
  exhibits: CaseExhibit[]
  documents: CaseDocument[]
}

export interface MeasureClock {
  id: string
  deadline: Deadline
  measure: MeasureSummary
}

/** The papers of a case; the revision is their number. */
export interface CasePapers {
  id: string
  revision: number
  items: CaseDocument[]
}
