/** What one row of each table about sites and forms may promise. */
import type { Answers, FormDefinition } from '@/domain/forms'
import type { FormAnswer, GridIncident, Site } from '@/domain/sites'

export type SiteRow = Site & { readonly grid_id: string | null }
export type GridIncidentRow = GridIncident

/** A filled-in form: made here, or pulled. */
export interface FormAnswerRow extends FormAnswer {
  readonly origin: 'device' | 'server'
  /** The server has it. */
  readonly is_received: boolean
}

/** A phrase of this person's own for one field 常用语. */
export interface PhraseRow {
  readonly id: string
  /** `<form>.<field>`, or `report.note`. */
  readonly place: string
  readonly text: string
  readonly made_at: string
}

/** What a draft is for, when it is a form; the definition is kept as it was when the form was begun. */
export interface DraftForm {
  readonly definition: FormDefinition
  readonly subject_kind: 'site' | 'grid'
  readonly subject_id: string
  readonly subject_name: string
}

/** The answers of a draft: of its form, or to the questions of a report's category. */
export type DraftAnswers = Answers
