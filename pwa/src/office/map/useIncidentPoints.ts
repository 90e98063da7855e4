/** Incidents as points, read once for the whole area and again when the state filter changes. */
import { api, type Problem } from '@/api/client'
import { onActivated, shallowRef, watch } from 'vue'

export interface IncidentPoint {
  id: string
  number: string
  category_code: string
  state: string
  lon: number
  lat: number
}

interface Collection {
  features: {
    geometry: { coordinates: [number, number] }
    properties: { id: string; number: string; category_code: string; state: string }
  }[]
}

/** The most points the API gives at once. */
export const MOST_POINTS = 2000
/** All of Xiamen with its waters, so that the map can be moved without asking again. */
const CITY = '117.6,24.1,118.7,25.1'

/** The points of the state asked for; all states when it is empty. */
export function useIncidentPoints(state: () => string) {
  const points = shallowRef<IncidentPoint[]>([])
  const problem = shallowRef<Problem | null>(null)
  let question = 0

  async function read(): Promise<void> {
    const mine = ++question
    const query = { bbox: CITY, state: state() }
    const answer = await api.get<Collection>('/incidents/map', { query })
    if (mine !== question) return
    problem.value = answer.ok ? null : answer.problem
    if (answer.ok) points.value = answer.data.features.map(pointOf)
  }

  watch(state, () => void read(), { immediate: true })
  onActivated(() => void read())
  return { points, problem, reload: read }
}

function pointOf(feature: Collection['features'][number]): IncidentPoint {
  const [lon, lat] = feature.geometry.coordinates
  return { ...feature.properties, lon, lat }
}
