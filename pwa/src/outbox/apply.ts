/** What the server says, written into the phone's rows; old news never overwrites newer. */
import { verifyEd25519 } from '@/device/ed25519'
import { judgeReceipt, type ReceiptVerdict } from '@/domain/receipt'
import type { Exhibit, Incident } from '@/domain/resources'
import type { FieldDatabase } from '@/store/database'
import { storedProblem } from '@/store/problems'
import type { ChangeRow, ReportRow, StoredProblem } from '@/store/rows'

export interface Judged {
  readonly exhibit: Exhibit
  /** Null while there is no receipt; 'unchecked' while the server's keys are not known here. */
  readonly verdict: ReceiptVerdict | 'unchecked' | null
}

/** Checks the receipt that the server's view of an exhibit carries; do it before any transaction. */
export async function judge(db: FieldDatabase, exhibit: Exhibit): Promise<Judged> {
  const row = await db.exhibits.get(exhibit.id)
  if (!row || exhibit.receipt === null) return { exhibit, verdict: null }
  const trust = await db.setting('trust')
  if (!trust) return { exhibit, verdict: 'unchecked' }
  return { exhibit, verdict: await judgeReceipt(exhibit.receipt, row, trust, verifyEd25519) }
}

function faultOf({ exhibit, verdict }: Judged): StoredProblem | null {
  if (exhibit.state === 'quarantined') {
    return storedProblem({ code: 'exhibit_quarantined', retry: 'never' })
  }
  if (verdict === null || verdict === 'unchecked' || verdict === 'good') return null
  // Keys can be accepted later; a receipt for other bytes or with a false signature stays what it is.
  const retry = verdict === 'receipt_key_unknown' ? 'later' : 'never'
  return storedProblem({ code: verdict, retry })
}

/** Takes over the server's view of an exhibit that this phone holds. */
export async function applyExhibit(db: FieldDatabase, judged: Judged): Promise<void> {
  const { exhibit, verdict } = judged
  await db.transaction('rw', db.exhibits, async () => {
    const row = await db.exhibits.get(exhibit.id)
    if (!row || (row.server !== null && row.server.revision > exhibit.revision)) return
    await db.exhibits.update(row.id, {
      server: exhibit,
      bytes_sent: exhibit.state === 'awaiting_upload' ? row.bytes_sent : row.size,
      is_receipt_good: verdict === 'good',
      problem: faultOf(judged),
    })
  })
}

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

/** Takes over the server's view of a report of this person, made here or on another device. */
export async function applyIncident(
  db: FieldDatabase,
  incident: Incident,
  personId: string,
): Promise<void> {
  await db.transaction('rw', db.reports, db.changes, async () => {
    const row = await db.reports.get(incident.id)
    const before = row?.server ?? null
    if (!row && incident.reported_by.id !== personId) return
    if (before !== null && before.revision > incident.revision) return
    await db.reports.put(row ? { ...row, server: incident } : rowFromServer(incident))
    for (const change of changesOf(incident, before)) {
      if ((await db.changes.get(change.key)) === undefined) await db.changes.add(change)
    }
  })
}
