/** Base maps as the API describes them, and the one this office draws. */
import { api, type Answer } from '@/api/client'
import type { Basemap } from '@/domain/basemap'

export interface KeptBasemap extends Basemap {
  readonly authority_id: string
  readonly authority_name: string
  readonly min_zoom: number
  readonly max_zoom: number
  readonly put_by_name: string
  readonly ended_by_name: string | null
  readonly ended_at: string | null
  readonly end_reason: string | null
}

export interface BasemapList {
  readonly items: readonly KeptBasemap[]
  readonly max_bytes: number
}

export interface NewBasemap {
  readonly name_zh: string
  readonly name_en: string
  readonly attribution: string
  readonly datum: string
  readonly replaces_id: string | null
}

/** As long as a large file takes over a slow line. */
const UPLOAD_MS = 60 * 60_000

/** Puts an archive up; repeated under its id it is the same one. */
export async function putBasemap(
  id: string,
  said: NewBasemap,
  archive: File,
): Promise<Answer<Response>> {
  const body = new FormData()
  for (const [name, value] of Object.entries(said)) if (value !== null) body.append(name, value)
  body.append('archive', archive, 'map.pmtiles')
  return api.raw('PUT', `/basemaps/${id}`, { body, timeoutMs: UPLOAD_MS })
}
