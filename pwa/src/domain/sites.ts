/** Site files 一企一档 and the forms filled in about them, as the API sends them. */
import type { EditConflict } from './edits'
import type { ExhibitState, GridRef, Named } from './resources'

export const NOTE_FIELDS = ['contact_name', 'contact_phone', 'access_note', 'field_note'] as const
export type NoteField = (typeof NOTE_FIELDS)[number]
export const NOTE_LENGTHS: Record<NoteField, number> = {
  contact_name: 60,
  contact_phone: 30,
  access_note: 500,
  field_note: 2000,
}

export interface SiteFacts {
  readonly permit_number?: string
  readonly permit_valid_to?: string
  readonly pollutants?: string
  readonly outfalls?: number
  readonly gate?: { readonly lon: number; readonly lat: number }
}

export interface Site {
  readonly id: string
  readonly revision: number
  readonly name: string
  readonly credit_code: string
  readonly legal_representative: string
  readonly address: string
  readonly category: string
  readonly position: { readonly lon: number; readonly lat: number } | null
  readonly facts: SiteFacts
  readonly grid: GridRef | null
  readonly notes: {
    readonly version: number
    readonly contents: Readonly<Record<NoteField, string>>
    readonly changed_by_name: string
    readonly changed_at: string | null
    readonly conflicts: readonly EditConflict[]
  }
}

export interface FormAnswer {
  readonly id: string
  readonly form_key: string
  readonly form_version: number
  readonly subject_kind: 'site' | 'grid'
  readonly subject_id: string
  readonly answers: Readonly<Record<string, unknown>>
  readonly answered_by: Named
  readonly answered_at: string
}

/** An incident of this person's grids, reported by anybody. */
export interface GridIncident {
  readonly id: string
  readonly revision: number
  readonly number: string
  readonly state: string
  readonly category_code: string
  readonly note: string
  readonly occurred_at: string
  readonly lon: number | null
  readonly lat: number | null
  readonly reported_by: string
  readonly exhibits: readonly { readonly id: string; readonly state: ExhibitState }[]
}

/** What is typed, as names and codes are written: full-width letters as half-width, case and blanks aside. */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, '')
}

/** Whether every word that was typed occurs in the name, the address, the code or the kind of the site. */
export function matches(site: Site, typed: string): boolean {
  const words = typed.normalize('NFKC').split(/\s+/).map(folded).filter(Boolean)
  const text = folded([site.name, site.credit_code, site.address, site.category].join('|'))
  return words.every((word) => text.includes(word))
}

/** The point people are sent to: the gate where it is known, else the middle of the site. */
export function pointOf(site: Site): { readonly lon: number; readonly lat: number } | null {
  return site.facts.gate ?? site.position
}
