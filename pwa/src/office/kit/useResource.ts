/** One thing read from the API: loading, ready or failed, and read again without a flicker. */
import { api, type Answer, type Problem } from '@/api/client'
import { ref, shallowRef, watch, type Ref } from 'vue'

import { signedInAgain } from '../session'

export interface Resource<T> {
  data: Readonly<Ref<T | null>>
  problem: Readonly<Ref<Problem | null>>
  loading: Readonly<Ref<boolean>>
  reload: () => Promise<void>
  /** Shows what an action returned, without asking again. */
  show: (fresh: T) => void
}

/** Reads `path()` now and whenever it changes; null reads nothing. */
export function useResource<T>(
  path: () => string | null,
  read: (path: string) => Promise<Answer<T>> = (where) => api.get<T>(where),
): Resource<T> {
  const data = shallowRef<T | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const loading = ref(false)
  let question = 0

  async function reload(): Promise<void> {
    const where = path()
    if (where === null) return
    const mine = ++question
    loading.value = true
    const answer = await read(where)
    if (mine !== question) return
    loading.value = false
    problem.value = answer.ok ? null : answer.problem
    if (answer.ok) data.value = answer.data
  }

  function show(fresh: T): void {
    question += 1
    loading.value = false
    problem.value = null
    data.value = fresh
  }

  watch(
    path,
    () => {
      data.value = null
      void reload()
    },
    { immediate: true },
  )
  watch(signedInAgain, () => {
    if (problem.value) void reload()
  })
  return { data, problem, loading, reload, show }
}

/** Reads every page of a short list, such as the grids of a city. */
export async function readAll<T>(
  path: string,
  filters: Record<string, string> = {},
  most = 2000,
): Promise<Answer<T[]>> {
  const items: T[] = []
  let cursor: string | null = null
  for (;;) {
    const answer: Answer<{ items: T[]; next_cursor?: string | null; has_more?: boolean }> =
      await api.get(path, { query: { ...filters, limit: 200, cursor } })
    if (!answer.ok) return answer
    items.push(...answer.data.items)
    cursor = answer.data.has_more ? (answer.data.next_cursor ?? null) : null
    if (cursor === null || items.length >= most) return { ...answer, data: items }
  }
}
