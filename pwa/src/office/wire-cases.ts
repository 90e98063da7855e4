/** The shapes of cases and their documents, as the API describes them. */
import type { Debt } from './actions/debts'
import type { NoPenaltyItem, TableFactor } from './actions/discretion'
import type { AuthorityRef, Deadline, ExhibitFact, Party, PersonRef, Tracked } from './wire'

export interface Violation {
  code: string
  name_zh: string
  name_en: string
  basis_zh: string
  penalty_basis_zh: string
  fine_min_fen: number
  fine_max_fen: number
}

export interface CaseDocument {
  id: string
  kind: string
  number: string | null
  title_zh: string
  state: 'rendering' | 'issued' | 'failed'
  sha256: string | null
  pages: number | null
  issued_at: string | null
  template_version: string | null
  case_id: string | null
}

export interface Volume {
  id: string
  part: 'main' | 'secondary'
  is_final: boolean
  state: 'building' | 'ready' | 'failed'
  failure: string | null
  papers: number
  pages: number | null
  size: number | null
  sha256: string | null
  created_at: string
}

export interface MissingItem {
  code: string
  text: string
  basis: string
  facts: Record<string, unknown>
  /** The section of the page where it is mended. */
  link: string
  /** The step it stands against. */
  action: string
}

export interface CaseStage {
  state: string
  phase_zh: string
  phase_en: string
}

export interface CaseExhibit extends ExhibitFact {
  state: string
  has_preview: boolean
}

/** A case as lists show it. */
export type CaseSummary = Omit<Case, 'stages' | 'documents' | 'exhibits' | 'missing' | 'history'>

export interface Case extends Tracked {
  number: string | null
  phase_zh: string
  phase_en: string
  stages: CaseStage[]
  facts: string | null
  discretion_reasons: string | null
  procedure: { key: string; version: number | string }
  lead_id: string
  violation: Violation
  party: Party
  authority: AuthorityRef
  investigators: PersonRef[]
  act_ended_on: string
  filed_on: string | null
  proposed_fine_fen: number | null
  fine_fen: number | null
  paid_fen: number
  deadlines: Deadline[]
  documents: CaseDocument[]
  exhibits: CaseExhibit[]
  inspections: { id: string; number: string | null; state: string }[]
  service: {
    document_kind: string
    served_on: string
    mode: string
    recipient: string
    note: string | null
  }[]
  payments: { amount_fen: number; paid_on: string; reference: string; decision_id: string | null }[]
  debts: Debt[]
  defence: {
    received_on: string
    content: string
    review_opinion: string | null
    adopted: boolean | null
  } | null
  defence_waived_on: string | null
  hearing: {
    requested_on: string
    hearing_on?: string
    place?: string
    host_name?: string
    held_on?: string
    attended?: boolean
    report?: string
  } | null
  execution: {
    deferral?: { kind: string; pay_by: string }
    surcharge?: { amount_fen: number; up_to: string }
    court?: { applied_on: string; name: string; result?: string }
  } | null
  owed_fen: number
  discussion: { held_on: string; members: string[]; result: string } | null
  missing: MissingItem[]
  handling: string | null
  deciding_authority: AuthorityRef
  measures: { education?: string } | null
  law: { applied: string; of_act: string; of_decision: string | null; is_newer: boolean } | null
  publication: {
    published_on?: string
    channel?: string
    waived?: string
    withdrawn_on?: string
    annulment?: { changed_on: string; ground: string; note: string }
  } | null
  weighing: Weighing | null
  discretion_table: { name: string; basis: string; content: { factors: TableFactor[] } } | null
  no_penalty_items: NoPenaltyItem[]
}

export interface Weighing {
  outcome: 'penalty' | 'no_penalty'
  factors: {
    factor?: string
    title_zh?: string
    title_en?: string
    level_zh?: string
    level_en?: string
    percent?: number
    exhibit_ids: string[]
  }[]
  suggested_fen: number | null
  adjustment: string | null
  adjustment_ground: string | null
  chosen_fen: number | null
  reason: string
  prior_decisions: { number: string; authority: string; violation: string; decided_on: string }[]
  weighed_by_name: string
  weighed_at: string
}
