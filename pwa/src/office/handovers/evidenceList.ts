/** What a list of extracted data asks for, as it is typed and as the API expects it. */
import { instantOfInput } from '../kit/time'

export const OPINIONS = ['none', 'signed', 'refused'] as const

export interface ListDraft {
  exhibitIds: string | string[]
  extractorIds: string | string[]
  holder: string
  place: string
  extractedAt: string
  method: string
  tool: string
  medium: string
  noSeizure: string
  video: string | string[]
  opinion: (typeof OPINIONS)[number]
  refusal: string
  holderSignature: string
  witness: string
  witnessSignature: string
}

const LEAST_EXTRACTORS = 2

/** Whether everything that must be there is; the server checks what it says. */
export function isComplete(draft: ListDraft, caseId: string): boolean {
  const { holder, place, extractedAt, method, tool, medium } = draft
  if (![holder, place, extractedAt, method, tool, medium].every((text) => text.trim() !== ''))
    return false
  if (draft.opinion === 'refused' && draft.refusal.trim() === '') return false
  if (draft.opinion === 'signed' && draft.holderSignature === '') return false
  return (
    draft.extractorIds.length >= LEAST_EXTRACTORS && (caseId !== '' || draft.exhibitIds.length > 0)
  )
}

/** The request: the exhibits of a case, or the chosen ones. */
export function bodyOf(draft: ListDraft, caseId: string): Record<string, unknown> {
  return {
    ...(caseId ? { case_id: caseId } : { exhibit_ids: draft.exhibitIds }),
    extractor_ids: draft.extractorIds,
    holder: draft.holder.trim(),
    place: draft.place.trim(),
    extracted_at: instantOfInput(draft.extractedAt),
    method: draft.method.trim(),
    tool: draft.tool.trim(),
    original_medium: draft.medium.trim(),
    no_seizure_reason: draft.noSeizure.trim() || null,
    video_exhibit_id: draft.video || null,
    holder_opinion: opinionOf(draft),
    witness_name: draft.witness.trim() || null,
    witness_signature: (draft.witness.trim() && draft.witnessSignature) || null,
  }
}

function opinionOf(draft: ListDraft): Record<string, unknown> | null {
  if (draft.opinion === 'none') return null
  return draft.opinion === 'refused'
    ? { is_refused: true, reason: draft.refusal.trim() }
    : { is_refused: false, signature: draft.holderSignature }
}
