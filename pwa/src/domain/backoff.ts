const FIRST_MS = 4_000
const LONGEST_MS = 300_000

/** Doubling waits up to five minutes, each shortened at random so that phones do not return in step. */
export function backoff(attempt: number, random: number = Math.random()): number {
  const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 16))
  return Math.round(wait * (0.5 + random / 2))
}
