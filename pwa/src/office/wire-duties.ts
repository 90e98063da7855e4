/** The shapes of recusals and delegations, as the API describes them. */
import type { HistoryEntry, Tracked } from './wire'
import type { CaseDocument } from './wire-cases'

export const GROUNDS = ['party_or_kin', 'interest', 'other_relation', 'by_law'] as const
export const ROLES = ['head', 'case_reviewer', 'legal_reviewer'] as const

export interface RecusalSummary {
  id: string
  revision: number
  state: string
  person_name: string
  asked_by: string
  asked_on: string
  ground: string
  reasons: string
  decided_on: string | null
  decided_by: string | null
  decision_reasons: string | null
}

export interface Recusal extends RecusalSummary, Tracked {
  done_before: HistoryEntry[]
  documents: CaseDocument[]
}

export interface Delegation extends Tracked {
  id: string
  revision: number
  state: string
  standing: string
  role: string
  principal_id: string
  principal_name: string
  delegate_id: string
  delegate_name: string
  /** What the delegate may do in the principal's stead. */
  permissions: string[]
  valid_from: string
  valid_to: string
  reason: string
}
