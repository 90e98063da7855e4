/** What was written in two ways and waits for a person. */
import type { FieldDatabase } from './database'
import type { ReportRow } from './rows'
import type { SiteRow } from './siteRows'

export interface OpenConflicts {
  readonly reports: readonly ReportRow[]
  readonly sites: readonly SiteRow[]
}

/** The reports and sites with a note that somebody has to choose between. */
export async function listConflicts(db: FieldDatabase): Promise<OpenConflicts> {
  const reports = await db.reports
    .filter(({ server }) => (server?.note_conflicts ?? []).length > 0)
    .toArray()
  const sites = await db.sites.filter(({ notes }) => notes.conflicts.length > 0).toArray()
  return { reports, sites }
}
