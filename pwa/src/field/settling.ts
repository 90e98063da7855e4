/** When nothing is under way any more. */
import type { FieldDatabase } from '@/store/database'

import { busyReasons } from './busy'

const LOOK_EVERY_MS = 500
/** A transfer of hours must not keep a key in memory that long: it goes on after the next unlocking. */
const LONGEST_MS = 10 * 60_000

/** Returns once nothing is saved, recorded or sent, or after ten minutes. */
export async function settled(db: FieldDatabase): Promise<void> {
  const end = Date.now() + LONGEST_MS
  do {
    // The page that is left writes its last words first.
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    const isSending = (await db.setting('sync').catch(() => undefined))?.phase === 'sending'
    if (!isSending && busyReasons.value.length === 0) return
  } while (Date.now() < end)
}
