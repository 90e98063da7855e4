/** The shapes of rounds, patrols, recheck tasks and notices, as the API describes them. */
import type { ExhibitRef, GridRef, LonLat, PersonRef, Tracked } from './wire'

export interface Checkpoint extends LonLat {
  id: string
  name: string
  code: string
  grid_id: string | null
  site_id: string | null
}

export interface Round {
  id: string
  revision: number
  name: string
  note: string
  assignee: PersonRef
  starts_on: string
  ends_on: string
  created_at: string
  withdrawn_at: string | null
  walked_at: string | null
  checkpoints: Checkpoint[]
}

export interface CheckIn {
  id: string
  checkpoint_id: string
  method: 'qr' | 'manual'
  reason: string | null
  note: string
  checked_at: string
}

export interface Missed {
  checkpoint_id: string
  reason: string | null
  note: string
}

export interface Patrol {
  id: string
  person: PersonRef
  grid: GridRef | null
  round: { id: string; name: string } | null
  started_at: string
  ended_at: string | null
  note: string
  check_ins: CheckIn[]
  missed: Missed[]
  purged_at: string | null
}

export interface TrackPoint extends LonLat {
  seq: number
  at: string
  accuracy_m: number | null
}

export interface TrackGap {
  seq: number
  began_at: string
  ended_at: string
  reason: string
}

export interface Track {
  points: TrackPoint[]
  gaps: TrackGap[]
  missing_batches: number[]
  purged_at: string | null
}

export interface RecheckTask extends Tracked {
  number: string
  subject: { kind: string; id: string; number: string; title: string }
  wanted: string
  due_on: string
  assignee: PersonRef
  given_by: PersonRef
  given_at: string
  result: string | null
  result_note: string | null
  done_at: string | null
  exhibits: ExhibitRef[]
}

export interface Notice {
  id: string
  title: string
  body: string
  sent_by_name: string
  sent_at: string
  recipients: number
  read: number
}
