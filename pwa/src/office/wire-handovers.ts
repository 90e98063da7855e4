/** The shapes of hand-overs, as the API describes them. */
import type { AuthorityRef, PersonRef, Tracked } from './wire'

export const RECIPIENT_KINDS = ['police', 'procuratorate', 'court', 'authority', 'party'] as const
export type RecipientKind = (typeof RECIPIENT_KINDS)[number]

export interface HandoverItem {
  exhibit_id: string
  file_name: string
  kind: string
  mime: string
  size: number
  sha256: string | null
  sm3: string | null
  captured_at: string
  captured_by: string
  state: string
  has_preview: boolean
}

export interface Handover extends Tracked {
  number: string | null
  authority: AuthorityRef
  case_id: string | null
  case_number: string | null
  party_name: string | null
  exhibit_count: number
  items: HandoverItem[]
  handed_as: 'original' | 'copy'
  recipient_kind: RecipientKind
  recipient_org: string
  recipient_authority_id: string | null
  receiver_name: string
  receiver_document: string | null
  purpose: string
  created_by: PersonRef
  created_at: string
  sent_at: string | null
  received_by: string | null
  received_at: string | null
  signature_sha256: string | null
  note: string | null
  list_document: { id: string; number: string | null; title_zh: string; state: string } | null
}
