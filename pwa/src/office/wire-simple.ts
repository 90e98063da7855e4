/** The shapes of on-the-spot penalties, as the API describes them. */
import type { Deadline, Party, PersonRef, Tracked } from './wire'
import type { CaseDocument } from './wire-cases'

export const SIMPLE_STATES = ['on_spot', 'decided', 'closed', 'dropped'] as const

export interface SimpleSummary {
  id: string
  revision: number
  number: string | null
  state: string
  party: Party
  violation_name: string
  place: string
  act_on: string
  fine_fen: number | null
  has_warning: boolean
  decided_on: string | null
  filed_on: string | null
}

export interface SimplePenalty extends SimpleSummary, Tracked {
  phase_zh: string
  phase_en: string
  officers: PersonRef[]
  exhibit_ids: string[]
  facts: string
  violated_provision: string
  penalty_basis: string
  fine_min_fen: number
  defence: string | null
  collection: Record<string, unknown> | null
  payment: Record<string, unknown> | null
  deadlines: Deadline[]
  documents: CaseDocument[]
}
