/** What is written on the spot, filled from an inspection record where there is one. */
import { fenOfYuan } from '../kit/money'
import { todayIso } from '../kit/time'
import type { Inspection } from '../wire'

export interface SimpleDraft {
  kind: 'organisation' | 'citizen'
  name: string
  credit_code: string
  address: string
  act_on: string
  place: string
  facts: string
  violation_name: string
  violated_provision: string
  penalty_basis: string
  least: string
}

const EMPTY: SimpleDraft = {
  kind: 'organisation',
  name: '',
  credit_code: '',
  address: '',
  act_on: '',
  place: '',
  facts: '',
  violation_name: '',
  violated_provision: '',
  penalty_basis: '',
  least: '',
}

export function freshDraft(from?: Inspection): SimpleDraft {
  if (!from) return { ...EMPTY, act_on: todayIso(new Date()) }
  const { kind, name, credit_code, address } = from.party
  return {
    ...EMPTY,
    kind,
    name,
    credit_code: credit_code ?? '',
    address: address ?? '',
    act_on: todayIso(new Date(from.started_at)),
    place: from.place,
    facts: from.findings,
  }
}

const NEEDED = [
  'name',
  'act_on',
  'place',
  'facts',
  'violation_name',
  'violated_provision',
  'penalty_basis',
] as const

/** Whether everything that has to be there is there; the least fine may be left empty. */
export function isWhole(draft: SimpleDraft): boolean {
  const hasLeast = draft.least.trim() === '' || fenOfYuan(draft.least) !== null
  return hasLeast && NEEDED.every((name) => draft[name].trim() !== '')
}

export function bodyOf(draft: SimpleDraft, officers: string[], exhibits: string[]) {
  return {
    party: {
      kind: draft.kind,
      name: draft.name.trim(),
      credit_code: draft.credit_code.trim() || null,
      address: draft.address.trim() || null,
    },
    officer_ids: officers,
    exhibit_ids: exhibits,
    act_on: draft.act_on,
    place: draft.place.trim(),
    facts: draft.facts.trim(),
    violation_name: draft.violation_name.trim(),
    violated_provision: draft.violated_provision.trim(),
    penalty_basis: draft.penalty_basis.trim(),
    fine_min_fen: draft.least.trim() === '' ? 0 : (fenOfYuan(draft.least) ?? 0),
  }
}
