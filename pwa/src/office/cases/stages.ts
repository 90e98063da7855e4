/** The stages in the order people know them; what may be done in each is the server's to say. */
import type { Deadline } from '../wire'
import type { Case, CaseStage } from '../wire-cases'

/** The states a list can be filtered by, before any case has told its stages. */
export const STATES = [
  'filing',
  'investigating',
  'suspended',
  'case_review',
  'notifying',
  'defence',
  'hearing',
  'legal_review',
  'deciding',
  'serving',
  'executing',
  'closed',
  'archived',
  'not_filed',
  'withdrawn',
] as const

export type StageStatus = 'done' | 'now' | 'ahead'

export interface Stage extends CaseStage {
  status: StageStatus
  /** When the case last entered this stage. */
  since: string | null
}

/** Every stage with whether the case has passed it, is in it, or has it ahead. */
export function stagesOf(thing: Pick<Case, 'state' | 'history' | 'stages'>): Stage[] {
  const now = thing.stages.findIndex((stage) => stage.state === thing.state)
  const last = thing.stages.length - 1
  return thing.stages.map((stage, index) => ({
    ...stage,
    status: statusOf(index, now, last),
    since: thing.history.reduce<string | null>(
      (since, entry) => (entry.to_state === stage.state ? entry.at : since),
      null,
    ),
  }))
}

function statusOf(index: number, now: number, last: number): StageStatus {
  // An archived case has nothing left to do: its last stage is done, not under way.
  if (now === last) return 'done'
  if (index === now) return 'now'
  return index < now ? 'done' : 'ahead'
}

/** The open clock that runs out first. */
export function nextDeadline(deadlines: readonly Deadline[]): Deadline | null {
  const open = deadlines.filter((deadline) => deadline.status === 'open')
  return open.reduce<Deadline | null>(
    (first, one) => (first && first.due_on <= one.due_on ? first : one),
    null,
  )
}

/** Exhibits under the fact each is to prove, in the order the facts first appear. */
export function byFact<E extends { fact_to_prove: string | null }>(
  exhibits: readonly E[],
): [string, E[]][] {
  const groups = new Map<string, E[]>()
  for (const exhibit of exhibits) {
    const group = groups.get(exhibit.fact_to_prove ?? '') ?? []
    group.push(exhibit)
    groups.set(exhibit.fact_to_prove ?? '', group)
  }
  return [...groups.entries()]
}
