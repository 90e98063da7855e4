/** The shapes of holds, retention policies and disposals, as the API describes them. */
import type { PersonRef } from './wire'

export interface Hold {
  id: string
  revision?: number
  subject_kind: 'case' | 'exhibit'
  subject_id: string
  label: string
  reason: string
  until: string | null
  placed_by: PersonRef | string
  placed_at: string
  released_at: string | null
  released_by: PersonRef | string | null
  release_reason: string | null
}

export const CASE_OUTCOMES = ['none', 'not_filed', 'not_penalised', 'penalised'] as const

export interface RetentionPolicy {
  id: string
  kind: string
  case_outcome: (typeof CASE_OUTCOMES)[number]
  years: number | null
  days: number | null
  basis: string
  valid_from: string
  is_confirmed: boolean
  is_default: boolean
  created_by_name: string | null
  created_at: string | null
}

export interface DueExhibit {
  id: string
  file_name: string
  kind: string
  captured_at: string
  media: { size: number; sha256: string | null }
  retention: { policy: string; retain_until: string } | null
}

export interface DisposalItem {
  exhibit_id: string
  file_name: string
  kind: string
  sha256: string | null
  policy: string | null
  retain_until: string | null
  disposed_at: string | null
  problem: string | null
}

export interface Disposal {
  id: string
  revision?: number
  state: 'proposed' | 'approved' | 'rejected' | 'done'
  reason: string
  proposed_by: PersonRef | string
  proposed_at: string
  decided_by: PersonRef | string | null
  decided_at: string | null
  decision_note: string | null
  done_at: string | null
  items: DisposalItem[]
}

/** A person named by a snapshot of the name or by reference. */
export function nameOf(person: PersonRef | string | null | undefined): string {
  return typeof person === 'string' ? person : (person?.full_name ?? '')
}
