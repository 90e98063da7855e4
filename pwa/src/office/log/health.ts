/** Whether the log keeps up: one word for the head of its page. */
import type { LogStatus } from '../wire-log'

export type Health = 'well' | 'behind' | 'unwitnessed'

/** The log promises to take an event in within a minute. */
const PROMISE_S = 60
const SECOND_MS = 1000

/** Seconds from an instant until now. */
export function ageOf(instant: string, now: Date): number {
  return (now.getTime() - Date.parse(instant)) / SECOND_MS
}

export function healthOf(log: LogStatus, now: Date): Health {
  if (log.oldest_queued_at && ageOf(log.oldest_queued_at, now) > PROMISE_S) return 'behind'
  const troubled = log.authorities.some((one) => one.problem) || log.witness?.problem
  return troubled ? 'unwitnessed' : 'well'
}
