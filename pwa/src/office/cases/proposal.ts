/** The proposal to file a case, filled from the lead and its completed inspection records. */
import { todayIso } from '../kit/time'
import type { Inspection, Lead } from '../wire'

export interface Proposal {
  inspection_ids: string[]
  violation_code: string
  party: {
    kind: 'organisation' | 'citizen'
    name: string
    credit_code: string
    legal_representative: string
    address: string
  }
  act_ended_on: string
  investigator_ids: string[]
  /** The body in whose name it is decided; empty: the one that handles it. */
  deciding_authority_id: string
  reasons: string
}

/** A proposal with the party of the first completed record and the officers assigned to the lead. */
export function freshProposal(lead?: Lead, inspections: readonly Inspection[] = []): Proposal {
  const completed = inspections.filter((one) => one.state === 'completed')
  const source = completed[0]
  const officers = lead?.assigned_officers ?? []
  const investigators = officers.length > 0 ? officers : (source?.officers ?? [])
  return {
    inspection_ids: completed.map((one) => one.id),
    violation_code: '',
    party: partyOf(source),
    act_ended_on: todayIso(endOf(source)),
    investigator_ids: investigators.map((one) => one.id),
    deciding_authority_id: '',
    reasons: '',
  }
}

function partyOf(source: Inspection | undefined): Proposal['party'] {
  const none = {
    kind: 'organisation' as const,
    name: '',
    credit_code: '',
    legal_representative: '',
  }
  if (!source) return { ...none, address: '' }
  const { kind, name, credit_code, legal_representative } = source.party
  return {
    kind,
    name,
    credit_code: credit_code ?? '',
    legal_representative: legal_representative ?? '',
    address: source.place,
  }
}

/** The act is taken to have ended when the inspection that saw it did. */
function endOf(source: Inspection | undefined): Date {
  return source ? new Date(source.ended_at ?? source.started_at) : new Date()
}

/** What is sent; blank optional facts of the party are absent. */
export function bodyOfProposal(leadId: string, proposal: Proposal): Record<string, unknown> {
  return {
    ...proposal,
    lead_id: leadId,
    deciding_authority_id: proposal.deciding_authority_id || null,
    party: {
      ...proposal.party,
      name: proposal.party.name.trim(),
      credit_code: proposal.party.credit_code.trim() || null,
      legal_representative: proposal.party.legal_representative.trim() || null,
      address: proposal.party.address.trim() || null,
    },
    reasons: proposal.reasons.trim(),
  }
}
