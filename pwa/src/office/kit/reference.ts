/** Small lists that change rarely, read once a visit: categories, grids, violations, sites. */
import { api, type Answer } from '@/api/client'
import type { Basemap } from '@/domain/basemap'
import { nameOf } from '@/messages/i18n'
import { shallowRef } from 'vue'

import type { Category, Site } from '../wire'
import type { Violation } from '../wire-cases'
import { readAll } from './useResource'

export interface Grid {
  id: string
  code: string
  name_zh: string
  name_en: string
  authority_id: string
  polygon: { type: 'Polygon'; coordinates: [number, number][][] }
}

async function readOnce<T>(path: string): Promise<Answer<T[]>> {
  const answer = await api.get<{ items: T[] }>(path)
  return answer.ok ? { ...answer, data: answer.data.items } : answer
}

function reference<T>(path: string, ask: (path: string) => Promise<Answer<T[]>> = readOnce) {
  const items = shallowRef<T[]>([])
  let reading: Promise<void> | null = null
  async function read(): Promise<void> {
    const answer = await ask(path)
    if (answer.ok) items.value = answer.data
    else reading = null
  }
  return {
    items,
    load: () => (reading ??= read()),
  }
}

/** The base map that this office draws, if there is one. */
export const baseMap = reference<Basemap>('/basemaps/offered', async (path) => {
  const answer = await api.get<{ item: Basemap | null }>(path)
  return answer.ok ? { ...answer, data: answer.data.item ? [answer.data.item] : [] } : answer
})
export const categories = reference<Category>('/incident-categories')
/** The category's name, or its code until the list is here. */
export function categoryName(code: string): string {
  const found = categories.items.value.find((one) => one.code === code)
  return found ? nameOf(found) : code
}

export const grids = reference<Grid>('/grids')
export const sites = reference<Site>('/sites', (path) => readAll(path))
export const violations = reference<Violation>('/violations')
