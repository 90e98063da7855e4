/** Forms from the first letter to the outbox: a draft that survives anything, then rows and operations at once. */
import { cleaned, type Answers, type FormDefinition } from '@/domain/forms'
import { newId } from '@/domain/ids'
import { photosOf, prefilled } from '@/domain/prefill'
import type { FieldDatabase } from '@/store/database'
import type { DraftRow, ExhibitRow } from '@/store/rows'
import type { DraftForm, FormAnswerRow } from '@/store/siteRows'

import { operationOf } from './enqueue'
import { readBack, SavingFailed, savingFailure } from './readback'
import { registrationsOf } from './record'

export interface FormSubject {
  readonly kind: 'site' | 'grid'
  readonly id: string
  readonly name: string
}

/** Begins a form about a subject, or returns the draft of it that is there already. */
export async function beginForm(
  db: FieldDatabase,
  definition: FormDefinition,
  subject: FormSubject,
  sources: unknown,
): Promise<string> {
  return db.transaction('rw', db.drafts, async () => {
    const open = await db.drafts
      .filter(
        ({ form, deleted_at }) =>
          !deleted_at && form?.definition.key === definition.key && form.subject_id === subject.id,
      )
      .first()
    if (open) return open.id
    const now = new Date().toISOString()
    const form: DraftForm = {
      definition,
      subject_kind: subject.kind,
      subject_id: subject.id,
      subject_name: subject.name,
    }
    const draft: DraftRow = {
      id: newId(),
      category_code: null,
      note: '',
      no_position_reason: null,
      exhibit_ids: [],
      started_at: now,
      changed_at: now,
      form,
      answers: prefilled(definition.schema, sources),
    }
    await db.drafts.add(draft)
    return draft.id
  })
}

/** The answers of a draft; the photos taken for it are the answer to its photo question. */
export function answersOf(draft: DraftRow, { schema }: FormDefinition): Answers {
  const [question] = schema['x-order'].filter(
    (name) => schema.properties[name]?.['x-widget'] === 'photo',
  )
  return { ...draft.answers, ...(question ? { [question]: draft.exhibit_ids } : {}) }
}

function answerOf(
  draft: DraftRow,
  form: DraftForm,
  person: FormAnswerRow['answered_by'],
  now: string,
): FormAnswerRow {
  const { definition, subject_kind, subject_id } = form
  return {
    id: draft.id,
    form_key: definition.key,
    form_version: definition.version,
    subject_kind,
    subject_id,
    answers: cleaned(definition.schema, answersOf(draft, definition)),
    answered_by: person,
    answered_at: now,
    origin: 'device',
    is_received: false,
  }
}

async function exhibitsOf(db: FieldDatabase, ids: readonly string[]): Promise<ExhibitRow[]> {
  const found = await db.exhibits.bulkGet([...ids])
  const exhibits = found.filter((row): row is ExhibitRow => row !== undefined)
  if (exhibits.length < ids.length) throw new SavingFailed('draft_incomplete')
  return exhibits
}

/** Turns the draft into a form that the outbox will send; a second tap returns the same. Throws `SavingFailed`. */
export async function submitForm(
  db: FieldDatabase,
  draftId: string,
  person: FormAnswerRow['answered_by'],
): Promise<FormAnswerRow> {
  try {
    const tables = [db.drafts, db.form_answers, db.exhibits, db.segments, db.operations]
    const { answer, exhibits } = await db.transaction('rw', tables, async () => {
      const again = await db.form_answers.get(draftId)
      if (again) return { answer: again, exhibits: [] }
      const draft = await db.drafts.get(draftId)
      if (!draft?.form) throw new SavingFailed('draft_incomplete')
      const made = answerOf(draft, draft.form, person, new Date().toISOString())
      const photos = await exhibitsOf(db, photosOf(draft.form.definition.schema, made.answers))
      const { id, form_key, form_version, subject_kind, subject_id, answers, answered_at } = made
      const payload = { form_key, form_version, subject_kind, subject_id, answers, answered_at }
      await db.form_answers.add(made)
      await db.operations.bulkAdd([
        ...(await registrationsOf(db, photos, id, answered_at)),
        operationOf('form.submit', id, id, payload, answered_at),
      ])
      await db.drafts.delete(id)
      return { answer: made, exhibits: photos }
    })
    for (const exhibit of exhibits) await readBack(db, exhibit)
    if ((await db.form_answers.get(answer.id)) === undefined) {
      throw new SavingFailed('read_back_differs')
    }
    return answer
  } catch (error) {
    throw savingFailure(error)
  }
}
