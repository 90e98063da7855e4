/** What was written in two ways and waits for a person. */
import type { FieldDatabase } from './database'
import type { ReportRow } from './rows'
import type { SiteRow } from './siteRows'

export interface OpenConflicts {
  readonly reports: readonly ReportRow[]
  readonly sites: readonly SiteRow[]
}

const isInConflict = ({ server }: ReportRow) => (server?.note_conflicts ?? []).length > 0

async function lookThroughAll(db: FieldDatabase): Promise<readonly string[]> {
  return (await db.reports.toArray()).filter(isInConflict).map(({ id }) => id)
}

/** Keeps count of the reports in conflict, in the transaction that wrote these. */
export async function noteConflicts(db: FieldDatabase, rows: readonly ReportRow[]): Promise<void> {
  const kept = await db.setting('in_conflict')
  const before = kept ?? (await lookThroughAll(db))
  const written = new Set(rows.map(({ id }) => id))
  const now = [
    ...before.filter((id) => !written.has(id)),
    ...rows.filter(isInConflict).map(({ id }) => id),
  ]
  if (kept === undefined || now.length > 0 || before.length > 0) await db.keep('in_conflict', now)
}

/** Counts anew with the next report: a tab with an older app may have written without counting. */
export async function forgetConflicts(db: FieldDatabase): Promise<void> {
  await db.settings.delete('in_conflict')
}

/** The reports and sites with a note that somebody has to choose between. */
export async function listConflicts(db: FieldDatabase): Promise<OpenConflicts> {
  const ids = (await db.setting('in_conflict')) ?? (await lookThroughAll(db))
  const reports = await db.reports.bulkGet([...ids])
  const sites = await db.sites.toArray()
  return {
    reports: reports.filter((row) => row !== undefined).filter(isInConflict),
    sites: sites.filter(({ notes }) => notes.conflicts.length > 0),
  }
}
