/** What the server says about a report of this person, made here or on another device. */
import type { Incident } from '@/domain/resources'
import type { FieldDatabase } from '@/store/database'
import type { ChangeRow, ReportRow } from '@/store/rows'

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

function changesOf(incident: Incident, before: Incident | null): ChangeRow[] {
  const base = { report_id: incident.id, is_seen: 0 as const }
  const history = incident.history
  if (history) {
    return history
      .filter((item) => item.to_state !== 'reported' && item.from_state !== null)
      .map((item) => ({
        ...base,
        key: `${incident.id}:${item.seq}`,
        at: item.at,
        action: item.action,
        to_state: item.to_state,
        actor_name: item.actor.name,
        actor_role: item.actor.role,
        note: typeof item.input['note'] === 'string' ? item.input['note'] : '',
      }))
  }
  if (incident.state === 'reported' || before?.state === incident.state) return []
  return [
    {
      ...base,
      key: `${incident.id}:${incident.state}:${incident.revision}`,
      at: new Date().toISOString(),
      action: '',
      to_state: incident.state,
      actor_name: '',
      actor_role: '',
      note: '',
    },
  ]
}

async function write(db: FieldDatabase, incident: Incident, personId: string): Promise<void> {
  const row = await db.reports.get(incident.id)
  const before = row?.server ?? null
  if (!row && incident.reported_by.id !== personId) return
  if (before !== null && before.revision > incident.revision) return
  await db.reports.put(row ? { ...row, server: incident } : rowFromServer(incident))
  for (const change of changesOf(incident, before)) {
    if ((await db.changes.get(change.key)) === undefined) await db.changes.add(change)
  }
}

export const incidents: Applier = {
  tables: ['reports', 'changes'],
  prepare: async (db, resource, personId) => () => write(db, resource as Incident, personId),
  ask: async (transport, id) => {
    const answer = await transport.incident(id)
    return answer.ok ? answer.data : null
  },
}
