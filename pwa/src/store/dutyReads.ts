/** Questions the screens ask about duty, tasks and messages. */
import type { Checkpoint, Round, TaskState } from '@/domain/duty'

import type { FieldDatabase } from './database'
import type { CheckInRow, PatrolRow, TaskRow } from './dutyRows'
import type { ExhibitRow, OperationRow } from './rows'

export interface PatrolView {
  readonly patrol: PatrolRow
  readonly round: Round | undefined
  readonly stops: readonly {
    readonly checkpoint: Checkpoint
    readonly visit: CheckInRow | undefined
  }[]
  /** How often the track was interrupted so far. */
  readonly gaps: number
}

/** The turn of duty that goes on with its checkpoints, or null. */
export async function findDuty(db: FieldDatabase): Promise<PatrolView | null> {
  const patrol = await db.patrols.where('is_open').equals(1).first()
  return patrol ? viewOf(db, patrol) : null
}

async function viewOf(db: FieldDatabase, patrol: PatrolRow): Promise<PatrolView> {
  const round = patrol.round_id === null ? undefined : await db.rounds.get(patrol.round_id)
  const visits = await db.check_ins.where('patrol_id').equals(patrol.id).toArray()
  const track = db.track.where('patrol_id').equals(patrol.id)
  const stops = (round?.checkpoints ?? []).map((checkpoint) => ({
    checkpoint,
    visit: visits.find((visit) => visit.checkpoint_id === checkpoint.id),
  }))
  const gaps = await track.filter((entry) => entry.kind === 'gap').count()
  return { patrol, round, stops, gaps }
}

/** The calendar day at the bureau, which is eight hours ahead all year. */
const dayOf = (moment: Date) => new Date(moment.getTime() + 8 * 3600_000).toISOString().slice(0, 10)

/** The rounds that can be walked today, the soonest to end first. */
export async function listRounds(db: FieldDatabase, now: Date = new Date()): Promise<Round[]> {
  const today = dayOf(now)
  const rounds = await db.rounds.toArray()
  return rounds
    .filter((round) => round.starts_on <= today && round.ends_on >= today)
    .sort((a, b) => a.ends_on.localeCompare(b.ends_on))
}

export interface TaskView {
  readonly task: TaskRow
  /** Where it stands for this person, what the server does not know yet included. */
  readonly state: TaskState
  readonly needsYou: boolean
  readonly exhibits: readonly ExhibitRow[]
  readonly operations: readonly OperationRow[]
}

function stateOf(task: TaskRow): TaskState {
  if (task.server.state === 'done' || task.server.state === 'withdrawn') return task.server.state
  if (task.done !== null) return 'done'
  return task.accepted_at === null ? task.server.state : 'active'
}

async function taskView(db: FieldDatabase, task: TaskRow): Promise<TaskView> {
  const exhibits = await db.exhibits.where('report_id').equals(task.id).sortBy('seq')
  const operations = await db.operations.where('report_id').equals(task.id).toArray()
  const needsYou =
    operations.some((operation) => operation.state === 'dead') ||
    exhibits.some((exhibit) => exhibit.problem?.retry === 'never')
  return { task, state: stateOf(task), needsYou, exhibits, operations }
}

/** Every recheck task of this person, the soonest due first. */
export async function listTasks(db: FieldDatabase): Promise<TaskView[]> {
  const tasks = await db.tasks.toArray()
  tasks.sort((a, b) => a.server.due_on.localeCompare(b.server.due_on))
  return Promise.all(tasks.map((task) => taskView(db, task)))
}

/** One task, or null. */
export async function findTask(db: FieldDatabase, id: string): Promise<TaskView | null> {
  const task = await db.tasks.get(id)
  return task ? taskView(db, task) : null
}
