/** What changed on the server since the last time, page by page. */
import type { Problem } from '@/api/client'
import type { Exhibit, Incident } from '@/domain/resources'
import type { FieldDatabase } from '@/store/database'

import { applyExhibit, applyIncident, judge, type Judged } from './apply'
import type { PulledChange, Transport } from './transport'

type Ready = { readonly judged: Judged } | { readonly incident: Incident }

/** What a page brings, with its receipts checked: signatures cannot be awaited inside a transaction. */
async function prepare(db: FieldDatabase, changes: readonly PulledChange[]): Promise<Ready[]> {
  const ready: Ready[] = []
  for (const change of changes) {
    // A tombstone means the thing left this person's scope; what the phone recorded stays.
    if (change.deleted || change.resource === null) continue
    if (change.kind === 'incident') ready.push({ incident: change.resource as Incident })
    else ready.push({ judged: await judge(db, change.resource as Exhibit) })
  }
  return ready
}

/** Pulls until there is no more. The cursor moves with the page it belongs to, never before. */
export async function pullChanges(
  db: FieldDatabase,
  transport: Transport,
  personId: string,
): Promise<Problem | null> {
  for (;;) {
    const cursor = await db.setting('cursor')
    const answer = await transport.pull(cursor)
    if (!answer.ok) return answer.problem
    const { changes, next_cursor, has_more } = answer.data
    const ready = await prepare(db, changes)
    await db.transaction('rw', db.reports, db.changes, db.exhibits, db.settings, async () => {
      for (const item of ready) {
        if ('judged' in item) await applyExhibit(db, item.judged)
        else await applyIncident(db, item.incident, personId)
      }
      if (next_cursor !== null) await db.keep('cursor', next_cursor)
    })
    if (!has_more || next_cursor === null || next_cursor === cursor) return null
  }
}
