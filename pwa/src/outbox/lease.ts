/** Who may send for this person: a row with a deadline, moved on while the sender lives. */
import type { FieldDatabase } from '@/store/database'

/** Longer than the minute to which browsers slow the timers of a hidden tab. */
export const LEASE_MS = 90_000
const BEAT_MS = 20_000

async function claim(
  db: FieldDatabase,
  holder: string,
  isForced: boolean,
  now: number,
): Promise<boolean> {
  return db.transaction('rw', db.settings, async () => {
    const lease = await db.setting('lease')
    const isMine = lease === undefined || lease.holder === holder
    // A deadline farther off than any that is given out was written before the clock was set back.
    const isOver = lease !== undefined && (lease.until <= now || lease.until > now + LEASE_MS)
    if (!isForced && !isMine && !isOver) return false
    await db.keep('lease', { holder, until: now + LEASE_MS })
    return true
  })
}

async function release(db: FieldDatabase, holder: string): Promise<void> {
  await db.transaction('rw', db.settings, async () => {
    if ((await db.setting('lease'))?.holder === holder) await db.settings.delete('lease')
  })
}

export interface Sender {
  readonly db: FieldDatabase
  readonly holder: string
  /** The tab holds the browser's own lock: a deadline left by a killed tab counts for nothing. */
  readonly isForced: boolean
}

/** Runs `work` while this tab may send, its signal aborted once another took over; false when another may. */
export async function withLease(
  { db, holder, isForced }: Sender,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<boolean> {
  if (!(await claim(db, holder, isForced, Date.now()))) return false
  const lost = new AbortController()
  const beat = setInterval(() => {
    void claim(db, holder, isForced, Date.now())
      .catch(() => false)
      .then((isHeld) => {
        if (!isHeld) lost.abort()
      })
  }, BEAT_MS)
  try {
    await work(lost.signal)
  } finally {
    clearInterval(beat)
    await release(db, holder)
  }
  return true
}
