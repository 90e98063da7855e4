/** What the server says about a report of this person, made here or on another device. */
import type { Incident } from '@/domain/resources'
import { noteConflicts } from '@/store/conflicts'
import type { FieldDatabase } from '@/store/database'
import type { ReportRow } from '@/store/rows'
import type { GridIncidentRow } from '@/store/siteRows'

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
    // By this the lists are ordered, and what they show is when it happened.
    saved_at: incident.occurred_at,
    origin: 'server',
    server: incident,
  }
}

/** What happened in this person's grids, whoever reported it: the site pages and the map show it offline. */
function rowOfGrid(incident: Incident): GridIncidentRow {
  const { id, revision, number, state, category_code, note, occurred_at } = incident
  return {
    ...{ id, revision, number, state, category_code, note, occurred_at },
    lon: incident.position?.lon ?? null,
    lat: incident.position?.lat ?? null,
    reported_by: incident.reported_by.full_name,
    exhibits: incident.exhibits,
  }
}

/** This person's row as it should be now, or undefined when it stays as it is. */
function rowOfOwn(
  row: ReportRow | undefined,
  incident: Incident,
  personId: string,
): ReportRow | undefined {
  if (!row) return incident.reported_by.id === personId ? rowFromServer(incident) : undefined
  const isOldNews = row.server !== null && row.server.revision > incident.revision
  return isOldNews ? undefined : { ...row, server: incident }
}

const byId = <T extends { readonly id: string }>(rows: readonly (T | undefined)[]) =>
  new Map(rows.flatMap((row) => (row ? [[row.id, row] as const] : [])))

/** A handful of requests to the disk, however many there are. */
async function write(
  db: FieldDatabase,
  told: readonly Incident[],
  personId: string,
): Promise<void> {
  const ids = told.map(({ id }) => id)
  const inGrids = byId(await db.grid_incidents.bulkGet(ids))
  const own = byId(await db.reports.bulkGet(ids))
  const [newInGrids, newOwn] = [new Map<string, GridIncidentRow>(), new Map<string, ReportRow>()]
  for (const incident of told) {
    const { id, revision } = incident
    const known = newInGrids.get(id) ?? inGrids.get(id)
    if (!known || known.revision <= revision) newInGrids.set(id, rowOfGrid(incident))
    const row = rowOfOwn(newOwn.get(id) ?? own.get(id), incident, personId)
    if (row) newOwn.set(id, row)
  }
  await db.grid_incidents.bulkPut([...newInGrids.values()])
  await db.reports.bulkPut([...newOwn.values()])
  await noteConflicts(db, [...newOwn.values()])
}

export const incidents: Applier = {
  tables: ['reports', 'grid_incidents', 'settings'],
  prepare: async (db, resource, personId) => () => write(db, [resource as Incident], personId),
  prepareAll: async (db, resources, personId) => () =>
    write(db, resources as readonly Incident[], personId),
  ask: async (transport, id) => {
    const answer = await transport.incident(id)
    return answer.ok ? answer.data : null
  },
  drop: async (db, id) => db.grid_incidents.delete(id),
}
