/** What was written in two ways and waits for a person. */
import type { FieldDatabase } from './database'
import type { ReportRow } from './rows'
import type { SiteRow } from './siteRows'

export interface OpenConflicts {
  readonly reports: readonly ReportRow[]
  readonly sites: readonly SiteRow[]
}

const isInConflict = ({ server }: ReportRow) => (server?.note_conflicts ?? []).length > 0

/** Which reports were last seen in conflict; every report is looked through when nobody has kept count. */
async function idsInConflict(db: FieldDatabase): Promise<readonly string[]> {
  const kept = await db.setting('in_conflict')
  return kept ?? (await db.reports.toArray()).filter(isInConflict).map(({ id }) => id)
}

/** Keeps count of the reports in conflict, in the transaction that wrote these. */
export async function noteConflicts(db: FieldDatabase, rows: readonly ReportRow[]): Promise<void> {
  const before = await idsInConflict(db)
  const ids = new Set(before)
  for (const row of rows) ids[isInConflict(row) ? 'add' : 'delete'](row.id)
  const isSame = ids.size === before.length && before.every((id) => ids.has(id))
  if (!isSame || (await db.setting('in_conflict')) === undefined) {
    await db.keep('in_conflict', [...ids])
  }
}

/** Counts anew with the next report: a tab with an older app may have written without counting. */
export async function forgetConflicts(db: FieldDatabase): Promise<void> {
  await db.settings.delete('in_conflict')
}

/** The reports and sites with a note that somebody has to choose between. */
export async function listConflicts(db: FieldDatabase): Promise<OpenConflicts> {
  const reports = await db.reports.bulkGet([...(await idsInConflict(db))])
  const sites = await db.sites.toArray()
  return {
    reports: reports.filter((row) => row !== undefined).filter(isInConflict),
    sites: sites.filter(({ notes }) => notes.conflicts.length > 0),
  }
}
