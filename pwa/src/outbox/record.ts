/** A draft becomes a report: row and operations in one transaction, or nothing. */
import { cleaned, faultsOf } from '@/domain/forms'
import type { NoFixReason } from '@/domain/place'
import type { Position } from '@/domain/resources'
import type { FieldDatabase } from '@/store/database'
import { deleteBytes, segmentDigests } from '@/store/media'
import type { DraftRow, ExhibitRow, OperationRow, ReportRow } from '@/store/rows'

import { operationOf } from './enqueue'
import { readBack, SavingFailed, savingFailure } from './readback'

/** The most accurate place among the photos. */
function positionOf(exhibits: readonly ExhibitRow[]): Position | null {
  const fixes = exhibits.flatMap((exhibit) => (exhibit.fix === null ? [] : [exhibit.fix]))
  if (fixes.length === 0) return null
  const best = fixes.reduce((a, b) => (b.accuracy_m < a.accuracy_m ? b : a))
  return {
    lon: best.lon,
    lat: best.lat,
    accuracy_m: best.accuracy_m,
    fix_at: best.fix_at,
    datum: 'WGS-84',
    source: 'geolocation',
  }
}

function reportOf(draft: DraftRow, exhibits: readonly ExhibitRow[], now: string): ReportRow {
  const position = positionOf(exhibits)
  const reason = draft.no_position_reason ?? exhibits[0]?.no_fix_reason ?? 'unavailable'
  return {
    id: draft.id,
    category_code: draft.category_code ?? '',
    note: draft.note.trim(),
    occurred_at: exhibits[0]?.captured_at ?? now,
    position,
    no_position_reason: position === null ? reason : null,
    exhibit_ids: exhibits.map((exhibit) => exhibit.id),
    saved_at: now,
    origin: 'device',
    server: null,
    ...extraOf(draft),
  }
}

/** The answers to the category's own questions; none when it has none or nothing was answered. */
function extraOf({ extra, answers, category_code }: DraftRow): Pick<ReportRow, 'extra'> {
  if (!extra || extra.key !== `report.${category_code ?? ''}`) return {}
  const given = cleaned(extra.schema, answers ?? {})
  if (faultsOf(extra.schema, given).size > 0) return {}
  return { extra: { form_version: extra.version, answers: given } }
}

async function registrationOf(db: FieldDatabase, exhibit: ExhibitRow) {
  const { envelope, file_name } = exhibit
  if (exhibit.segments_root === null) return { envelope, file_name }
  return { envelope, file_name, segments: await segmentDigests(db, exhibit.id) }
}

/** What makes the server know the exhibits, before anything that names them. */
export async function registrationsOf(
  db: FieldDatabase,
  exhibits: readonly ExhibitRow[],
  ownerId: string,
  now: string,
): Promise<OperationRow[]> {
  const registrations: OperationRow[] = []
  for (const exhibit of exhibits) {
    const payload = await registrationOf(db, exhibit)
    registrations.push(operationOf('exhibit.register', exhibit.id, ownerId, payload, now))
  }
  return registrations
}

async function operationsOf(
  db: FieldDatabase,
  report: ReportRow,
  exhibits: readonly ExhibitRow[],
): Promise<OperationRow[]> {
  const now = report.saved_at
  const registrations = await registrationsOf(db, exhibits, report.id, now)
  const payload = {
    category_code: report.category_code,
    note: report.note,
    occurred_at: report.occurred_at,
    position: report.position,
    no_position_reason: report.no_position_reason,
    exhibit_ids: report.exhibit_ids,
    ...(report.extra ? { extra: report.extra } : {}),
  }
  return [...registrations, operationOf('incident.report', report.id, report.id, payload, now)]
}

async function exhibitsOf(db: FieldDatabase, draft: DraftRow): Promise<ExhibitRow[]> {
  const found = await db.exhibits.bulkGet([...draft.exhibit_ids])
  const exhibits = found.filter((row): row is ExhibitRow => row !== undefined)
  const isComplete = exhibits.length === draft.exhibit_ids.length && exhibits.length > 0
  if (!isComplete || !draft.category_code) throw new SavingFailed('draft_incomplete')
  return exhibits
}

/** Turns the draft into a report that the outbox will send; a second tap returns the same report. */
export async function saveReport(db: FieldDatabase, draftId: string): Promise<ReportRow> {
  try {
    const existing = await db.reports.get(draftId)
    if (existing) return existing
    const report = await db.transaction(
      'rw',
      [db.drafts, db.reports, db.exhibits, db.segments, db.operations],
      async () => {
        const again = await db.reports.get(draftId)
        if (again) return again
        const draft = await db.drafts.get(draftId)
        if (!draft) throw new SavingFailed('draft_incomplete')
        const exhibits = await exhibitsOf(db, draft)
        const made = reportOf(draft, exhibits, new Date().toISOString())
        await db.reports.add(made)
        await db.operations.bulkAdd(await operationsOf(db, made, exhibits))
        await db.drafts.delete(draftId)
        return made
      },
    )
    await proveSaved(db, report)
    return report
  } catch (error) {
    throw savingFailure(error)
  }
}

/** Reads everything the report needs again, so that "saved on this device" is a fact. */
async function proveSaved(db: FieldDatabase, report: ReportRow): Promise<void> {
  const exhibits = await db.exhibits.where('report_id').equals(report.id).toArray()
  const operations = await db.operations.where('report_id').equals(report.id).count()
  if ((await db.reports.get(report.id)) === undefined || operations < exhibits.length + 1) {
    throw new SavingFailed('read_back_differs')
  }
  for (const exhibit of exhibits) await readBack(db, exhibit)
}

/** Keeps what has been typed so far; the draft may not exist before its first photo. */
export async function keepDraft(
  db: FieldDatabase,
  draftId: string,
  changes: {
    category_code?: string | null
    note?: string
    no_position_reason?: NoFixReason | null
    answers?: DraftRow['answers']
    extra?: DraftRow['extra']
  },
): Promise<void> {
  await db.drafts.update(draftId, { ...changes, changed_at: new Date().toISOString() })
}

/** Takes a photo or recording out of a draft. Its number in the device's chain stays used: the gap is honest. */
export async function dropFromDraft(
  db: FieldDatabase,
  draftId: string,
  exhibitId: string,
): Promise<void> {
  await db.transaction('rw', db.drafts, db.exhibits, db.blobs, db.segments, async () => {
    const draft = await db.drafts.get(draftId)
    if (!draft) return
    const exhibit_ids = draft.exhibit_ids.filter((id) => id !== exhibitId)
    await db.exhibits.delete(exhibitId)
    await deleteBytes(db, [exhibitId])
    if (exhibit_ids.length === 0 && !draft.work) await db.drafts.delete(draftId)
    else await db.drafts.update(draftId, { exhibit_ids, changed_at: new Date().toISOString() })
  })
}

/** Gives up a whole draft with its photos. */
export async function discardDraft(db: FieldDatabase, draftId: string): Promise<void> {
  await db.transaction('rw', db.drafts, db.exhibits, db.blobs, db.segments, async () => {
    const draft = await db.drafts.get(draftId)
    if (!draft) return
    await db.exhibits.bulkDelete([...draft.exhibit_ids])
    await deleteBytes(db, draft.exhibit_ids)
    await db.drafts.delete(draftId)
  })
}
