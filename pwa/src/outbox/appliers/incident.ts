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

/** What happened in this person's grids, whoever reported it: the site pages and the map show it offline. */
async function writeOfGrid(db: FieldDatabase, incident: Incident): Promise<void> {
  const known = await db.grid_incidents.get(incident.id)
  if (known && known.revision > incident.revision) return
  const { id, revision, number, state, category_code, note, occurred_at } = incident
  await db.grid_incidents.put({
    ...{ id, revision, number, state, category_code, note, occurred_at },
    lon: incident.position?.lon ?? null,
    lat: incident.position?.lat ?? null,
    reported_by: incident.reported_by.full_name,
    exhibits: incident.exhibits,
  })
}

async function write(db: FieldDatabase, incident: Incident, personId: string): Promise<void> {
  const row = await db.reports.get(incident.id)
  const before = row?.server ?? null
  await writeOfGrid(db, incident)
  if (!row && incident.reported_by.id !== personId) return
  if (before !== null && before.revision > incident.revision) return
  await db.reports.put(row ? { ...row, server: incident } : rowFromServer(incident))
}

export const incidents: Applier = {
  tables: ['reports', 'grid_incidents'],
  prepare: async (db, resource, personId) => () => write(db, resource as Incident, personId),
  ask: async (transport, id) => {
    const answer = await transport.incident(id)
    return answer.ok ? answer.data : null
  },
  drop: async (db, id) => db.grid_incidents.delete(id),
}
