/** What changed on the server since the last time, page by page. */
import type { Problem } from '@/api/client'
import type { Exhibit, Incident } from '@/domain/resources'
import type { FieldDatabase } from '@/store/database'

import { applyExhibit, applyIncident } from './apply'
import type { PulledChange, Transport } from './transport'

async function apply(db: FieldDatabase, change: PulledChange, personId: string): Promise<void> {
  // A tombstone means the thing left this person's scope; what the phone recorded stays.
  if (change.deleted || change.resource === null) return
  if (change.kind === 'exhibit') await applyExhibit(db, change.resource as Exhibit)
  else await applyIncident(db, change.resource as Incident, personId)
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
    await db.transaction('rw', db.reports, db.changes, db.exhibits, db.settings, async () => {
      for (const change of changes) await apply(db, change, personId)
      if (next_cursor !== null) await db.keep('cursor', next_cursor)
    })
    if (!has_more || next_cursor === null || next_cursor === cursor) return null
  }
}
