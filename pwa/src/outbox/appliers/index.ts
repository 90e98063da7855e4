/** Every kind of thing that the phone takes over from the server: one line and one file each. */
import type { Applier } from './applier'
import { duties, patrols, rounds } from './duty'
import { exhibits } from './exhibit'
import { formAnswers } from './formAnswer'
import { incidents } from './incident'
import { messages, tasks } from './task'
import { sites } from './site'

export const APPLIERS = {
  exhibit: exhibits,
  form_answer: formAnswers,
  incident: incidents,
  duty: duties,
  message: messages,
  patrol: patrols,
  patrol_round: rounds,
  recheck_task: tasks,
  site: sites,
} satisfies Record<string, Applier>

export type AppliedKind = keyof typeof APPLIERS

/** The applier of a kind, or undefined when only a newer app knows it. */
export function applierOf(kind: string): Applier | undefined {
  return Object.entries(APPLIERS).find(([name]) => name === kind)?.[1]
}
