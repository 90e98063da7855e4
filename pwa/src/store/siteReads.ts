/** Questions the pages of sites and forms ask the phone's tables. */
import type { FormDefinition } from '@/domain/forms'
import { distanceOf } from '@/domain/selftest'
import { matches, type Site } from '@/domain/sites'

import type { FieldDatabase } from './database'
import type { DraftRow } from './rows'
import type { FormAnswerRow, GridIncidentRow, SiteRow } from './siteRows'

const NEAR_M = 200
const MOST = 20

export interface SiteLine {
  readonly site: SiteRow
  readonly hasConflict: boolean
  readonly isWaiting: boolean
}

/** The sites that match what was typed, those that need the person first, then by name. */
export async function listSites(db: FieldDatabase, typed: string): Promise<SiteLine[]> {
  const sites = (await db.sites.toArray()).filter((site) => matches(site, typed))
  const operations = await db.operations.where('state').equals('waiting').toArray()
  const waiting = new Set(operations.map((one) => one.subject_id))
  return sites
    .map((site) => ({
      site,
      hasConflict: site.notes.conflicts.length > 0,
      isWaiting: waiting.has(site.id),
    }))
    .sort(
      (a, b) =>
        Number(b.hasConflict) - Number(a.hasConflict) ||
        a.site.name.localeCompare(b.site.name, 'zh-CN'),
    )
}

/** What was reported within 200 m of the site, newest first. */
export async function listNearby(db: FieldDatabase, site: Site): Promise<GridIncidentRow[]> {
  const { position } = site
  if (position === null) return []
  const near = (await db.grid_incidents.toArray()).filter(
    ({ lon, lat }) =>
      lon !== null &&
      lat !== null &&
      distanceOf([lon, lat], [position.lon, position.lat]) <= NEAR_M,
  )
  near.sort((a, b) => b.occurred_at.localeCompare(a.occurred_at))
  return near.slice(0, MOST)
}

/** The forms filled in about a subject, newest first. */
export async function listAnswers(db: FieldDatabase, subjectId: string): Promise<FormAnswerRow[]> {
  const found = await db.form_answers.where('subject_id').equals(subjectId).toArray()
  return found.sort((a, b) => b.answered_at.localeCompare(a.answered_at)).slice(0, MOST)
}

/** The forms of today, as last fetched. */
export async function listForms(db: FieldDatabase): Promise<FormDefinition[]> {
  return ((await db.reference.get('forms'))?.value ?? []) as FormDefinition[]
}

/** Drafts that were not thrown away, the newest first. */
export async function listDrafts(db: FieldDatabase): Promise<DraftRow[]> {
  const drafts = await db.drafts.orderBy('changed_at').reverse().toArray()
  return drafts.filter((draft) => draft.deleted_at === undefined)
}

/** Drafts that were thrown away and can be taken back. */
export async function listDeletedDrafts(db: FieldDatabase): Promise<DraftRow[]> {
  const drafts = await db.drafts.orderBy('changed_at').reverse().toArray()
  return drafts.filter((draft) => draft.deleted_at !== undefined)
}

/** This person's own phrases for a field, newest first. */
export async function listPhrases(db: FieldDatabase, place: string) {
  const found = await db.phrases.where('place').equals(place).toArray()
  return found.sort((a, b) => b.made_at.localeCompare(a.made_at))
}
