/** Forms that were filled in, here or by a colleague of the same grid. */
import type { FormAnswer } from '@/domain/sites'

import type { Applier } from './applier'

export const formAnswers: Applier = {
  tables: ['form_answers'],
  prepare: async (db, resource) => async () => {
    const answer = resource as FormAnswer
    const known = await db.form_answers.get(answer.id)
    await db.form_answers.put({
      ...answer,
      origin: known?.origin ?? 'server',
      is_received: true,
    })
  },
  // What was filled in on this phone stays.
  drop: async (db, id) => {
    await db.form_answers
      .where('id')
      .equals(id)
      .filter((row) => row.origin === 'server')
      .delete()
  },
}
