/** Rounds given to this person, colleagues on duty, and what the server answers to a patrol. */
import type { Duty, Round } from '@/domain/duty'

import type { Applier } from './applier'

export const rounds: Applier = {
  tables: ['rounds'],
  prepare: async (db, resource) => async () => {
    const round = resource as Round
    const known = await db.rounds.get(round.id)
    if (known === undefined || known.revision <= round.revision) await db.rounds.put(round)
  },
  drop: async (db, id) => db.rounds.delete(id),
}

export const duties: Applier = {
  tables: ['duties'],
  prepare: async (db, resource) => async () => {
    await db.duties.put(resource as Duty)
  },
  drop: async (db, id) => db.duties.delete(id),
}

/** The phone knows its own patrols best: an answer says only that a piece has arrived. */
export const patrols: Applier = {
  tables: ['patrols'],
  prepare: async () => async () => undefined,
}
