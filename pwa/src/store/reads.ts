/** Questions the screens ask the phone's tables. */
import type { Category, Grid } from '@/domain/resources'
import { exhibitStage, reportStage, type Stage } from '@/domain/states'

import type { FieldDatabase } from './database'
import type { ExhibitRow, OperationRow, ReportRow } from './rows'

export interface ReportView {
  readonly report: ReportRow
  readonly exhibits: readonly ExhibitRow[]
  readonly operations: readonly OperationRow[]
  readonly stage: Stage
  /** Something was refused and waits for the person. */
  readonly needsYou: boolean
}

const progressOf = (exhibit: ExhibitRow) => ({
  serverState: exhibit.server?.state ?? null,
  bytesSent: exhibit.bytes_sent,
  isReceiptGood: exhibit.is_receipt_good,
})

function viewOf(report: ReportRow, exhibits: ExhibitRow[], operations: OperationRow[]): ReportView {
  const isApplied = report.server !== null
  const stage =
    report.origin === 'server'
      ? serverStage(report)
      : reportStage({ isApplied, exhibits: exhibits.map(progressOf) })
  const needsYou =
    operations.some((operation) => operation.state === 'dead') ||
    exhibits.some((exhibit) => exhibit.problem?.retry === 'never')
  return { report, exhibits, operations, stage, needsYou }
}

function serverStage(report: ReportRow): Stage {
  return reportStage({
    isApplied: true,
    exhibits: (report.server?.exhibits ?? []).map((exhibit) => ({
      serverState: exhibit.state,
      bytesSent: 0,
      isReceiptGood: true,
    })),
  })
}

function byReport<T extends { readonly report_id: string }>(rows: readonly T[]): Map<string, T[]> {
  const found = new Map<string, T[]>()
  for (const row of rows) {
    const those = found.get(row.report_id)
    if (those) those.push(row)
    else found.set(row.report_id, [row])
  }
  return found
}

const newestFirst = (a: ReportRow, b: ReportRow) =>
  Date.parse(b.occurred_at) - Date.parse(a.occurred_at)

function join(
  reports: readonly ReportRow[],
  exhibits: readonly ExhibitRow[],
  operations: readonly OperationRow[],
): ReportView[] {
  const exhibitsOf = byReport(exhibits)
  const operationsOf = byReport(operations)
  return reports.map((report) =>
    viewOf(report, exhibitsOf.get(report.id) ?? [], operationsOf.get(report.id) ?? []),
  )
}

/** Every report of this person on this phone, newest first. */
export async function listReports(db: FieldDatabase): Promise<ReportView[]> {
  const reports = await db.reports.toArray()
  reports.sort(newestFirst)
  return join(reports, await db.exhibits.toArray(), await db.operations.toArray())
}

async function viewsOf(db: FieldDatabase, reports: readonly ReportRow[]): Promise<ReportView[]> {
  const ids = reports.map(({ id }) => id)
  const exhibits = await db.exhibits.where('report_id').anyOf(ids).toArray()
  const operations = await db.operations.where('report_id').anyOf(ids).toArray()
  return join(reports, exhibits, operations)
}

/** This many of this person's reports, those saved last, newest first: no other is read. */
export async function listLatest(db: FieldDatabase, most: number): Promise<ReportView[]> {
  const reports = await db.reports.orderBy('saved_at').reverse().limit(most).toArray()
  return viewsOf(db, reports.sort(newestFirst))
}

/** One report with its exhibits and operations, or undefined. */
export async function findReport(db: FieldDatabase, id: string): Promise<ReportView | undefined> {
  const report = await db.reports.get(id)
  if (!report) return undefined
  const exhibits = await db.exhibits.where('report_id').equals(id).sortBy('seq')
  const operations = await db.operations.where('report_id').equals(id).toArray()
  return viewOf(report, exhibits, operations)
}

const isSettled = (exhibit: ExhibitRow) =>
  exhibitStage(progressOf(exhibit)) === 'verified' && exhibit.problem === null

/** The reports of which something waits or was refused; what else was ever reported is not read. */
export async function listUnsettled(db: FieldDatabase): Promise<ReportView[]> {
  const operations = await db.operations.where('state').notEqual('done').toArray()
  const exhibits = await db.exhibits.filter((exhibit) => !isSettled(exhibit)).toArray()
  const ids = new Set([...operations, ...exhibits].map(({ report_id }) => report_id))
  const reports = (await db.reports.bulkGet([...ids])).filter((row) => row !== undefined)
  reports.sort(newestFirst)
  return viewsOf(db, reports)
}

/** The reports that are not yet verified and were made on this phone: what the queue page shows. */
export async function listQueue(db: FieldDatabase): Promise<ReportView[]> {
  const views = await listUnsettled(db)
  return views.filter((view) => view.report.origin === 'device' && view.stage !== 'verified')
}

/** Operations not carried out that belong to no report of this phone, oldest first. */
export async function listLoose(db: FieldDatabase): Promise<OperationRow[]> {
  const open = await db.operations.filter(({ state }) => state !== 'done').sortBy('order')
  const reports = new Set(await db.reports.toCollection().primaryKeys())
  return open.filter(({ report_id }) => !reports.has(report_id))
}

/** The categories by last use, so that the likely one is first. */
export async function listCategories(db: FieldDatabase): Promise<Category[]> {
  const row = await db.reference.get('categories')
  const categories = (row?.value ?? []) as Category[]
  const reports = await db.reports.orderBy('saved_at').reverse().limit(50).toArray()
  const rank = (code: string) => {
    const found = reports.findIndex((report) => report.category_code === code)
    return found < 0 ? reports.length + 1 : found
  }
  return [...categories].sort((a, b) => rank(a.code) - rank(b.code))
}

/** The grids this person may see, as last fetched. */
export async function listGrids(db: FieldDatabase): Promise<Grid[]> {
  return ((await db.reference.get('grids'))?.value ?? []) as Grid[]
}
