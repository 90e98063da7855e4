/** The inspection record while it is being written, and the body it is saved as. */
import { instantOfInput, localInputOf } from '../kit/time'
import type { ExhibitFact, Inspection, Party, Site } from '../wire'

export interface Draft {
  lead_id: string | null
  site_id: string
  place: string
  started_at: string
  ended_at: string
  party: Required<Pick<Party, 'kind' | 'name'>> & {
    credit_code: string
    legal_representative: string
  }
  contact: { name: string; phone: string; position: string }
  officer_ids: string[]
  findings: string
  rights_told: boolean
  certificates_shown: boolean
  recusal_requested: boolean
  exhibits: ExhibitFact[]
}

/** An empty record that begins now, with the officer who writes it. */
export function freshDraft(leadId: string | null, officerIds: string[]): Draft {
  return {
    lead_id: leadId,
    site_id: '',
    place: '',
    started_at: localInputOf(new Date().toISOString()),
    ended_at: '',
    party: { kind: 'organisation', name: '', credit_code: '', legal_representative: '' },
    contact: { name: '', phone: '', position: '' },
    officer_ids: officerIds,
    findings: '',
    rights_told: false,
    certificates_shown: false,
    recusal_requested: false,
    exhibits: [],
  }
}

/** The record as the form shows it. */
export function draftOf(inspection: Inspection): Draft {
  return {
    lead_id: inspection.lead_id,
    site_id: inspection.site_id ?? '',
    place: inspection.place,
    started_at: localInputOf(inspection.started_at),
    ended_at: localInputOf(inspection.ended_at),
    party: {
      kind: inspection.party.kind,
      name: inspection.party.name,
      credit_code: inspection.party.credit_code ?? '',
      legal_representative: inspection.party.legal_representative ?? '',
    },
    contact: inspection.contact ?? { name: '', phone: '', position: '' },
    officer_ids: inspection.officers.map((officer) => officer.id),
    findings: inspection.findings,
    rights_told: inspection.rights_told,
    certificates_shown: inspection.certificates_shown,
    recusal_requested: inspection.recusal_requested,
    exhibits: inspection.exhibits.map(({ exhibit_id, fact_to_prove }) => ({
      exhibit_id,
      fact_to_prove,
    })),
  }
}

/** What is sent: blank means absent, times go as UTC. */
export function bodyOfDraft(draft: Draft): Record<string, unknown> {
  return {
    ...draft,
    site_id: draft.site_id || null,
    place: draft.place.trim(),
    started_at: instantOfInput(draft.started_at),
    ended_at: instantOfInput(draft.ended_at),
    party: {
      kind: draft.party.kind,
      name: draft.party.name.trim(),
      credit_code: draft.party.credit_code.trim() || null,
      legal_representative: draft.party.legal_representative.trim() || null,
    },
    contact: draft.contact.name.trim() === '' ? null : draft.contact,
  }
}

/** The draft with what the list of sites knows about the place and its owner. */
export function withSite(draft: Draft, site: Site): Draft {
  return {
    ...draft,
    site_id: site.id,
    place: draft.place || (site.address ?? ''),
    party: {
      kind: 'organisation',
      name: site.name,
      credit_code: site.credit_code ?? '',
      legal_representative: site.legal_representative ?? '',
    },
  }
}
