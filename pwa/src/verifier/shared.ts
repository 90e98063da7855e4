/** What the checks of one exhibit are given, and what those across exhibits need of it. */
import type { DeviceKey } from './devices'
import type { Heads } from './heads'
import type { Log, Trust } from './notes'
import type { Timeline } from './timeline'

/** What is known before the exhibits are looked at. */
export interface Shared {
  trust: Trust
  log: Log
  timeline: Timeline
  keys: Map<string, DeviceKey>
  heads: Heads
  exportId: string
}

/** What the checks across exhibits need of one. */
export interface Summary {
  id: string
  sha256: string
  device: string
  seq: number
  prev: string
  recordSha256: string
  isDuplicateTold: boolean
  exhibitsSha256: string
  caseId: string
}
