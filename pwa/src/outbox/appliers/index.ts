/** Every kind of thing that the phone takes over from the server: one line and one file each. */
import type { Applier } from './applier'
import { duties, patrols, rounds } from './duty'
import { exhibits } from './exhibit'
import { incidents } from './incident'
import { messages, tasks } from './task'

export const APPLIERS = {
  exhibit: exhibits,
  incident: incidents,
  duty: duties,
  message: messages,
  patrol: patrols,
  patrol_round: rounds,
  recheck_task: tasks,
} satisfies Record<string, Applier>

export type AppliedKind = keyof typeof APPLIERS

/** The applier of a kind, or undefined when only a newer app knows it. */
export function applierOf(kind: string): Applier | undefined {
  return Object.entries(APPLIERS).find(([name]) => name === kind)?.[1]
}
