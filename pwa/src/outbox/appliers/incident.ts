/** What the server says about a report of this person, made here or on another device. */
import type { Incident } from '@/domain/resources'
import type { FieldDatabase } from '@/store/database'
import type { ReportRow } from '@/store/rows'

import type { Applier } from './applier'

function rowFromServer(incident: Incident): ReportRow {
  return {
    id: incident.id,
    category_code: incident.category_code,
    note: incident.note,
    occurred_at: incident.occurred_at,
    position: incident.position,
    no_position_reason: null,
    exhibit_ids: incident.exhibits.map((exhibit) => exhibit.id),
    saved_at: incident.reported_at,
    origin: 'server',
    server: incident,
  }
}

async function write(db: FieldDatabase, incident: Incident, personId: string): Promise<void> {
  const row = await db.reports.get(incident.id)
  const before = row?.server ?? null
  if (!row && incident.reported_by.id !== personId) return
  if (before !== null && before.revision > incident.revision) return
  await db.reports.put(row ? { ...row, server: incident } : rowFromServer(incident))
}

export const incidents: Applier = {
  tables: ['reports'],
  prepare: async (db, resource, personId) => () => write(db, resource as Incident, personId),
  ask: async (transport, id) => {
    const answer = await transport.incident(id)
    return answer.ok ? answer.data : null
  },
}
