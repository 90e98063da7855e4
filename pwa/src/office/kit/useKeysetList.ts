/** A list read page by page with a keyset cursor: no page is lost, none is shown twice. */
import type { Answer, Problem } from '@/api/client'
import { computed, ref, shallowRef, type Ref } from 'vue'

import type { Page } from '../wire'

export type ListState = 'loading' | 'ready' | 'more' | 'failed'

export interface KeysetList<T> {
  items: Readonly<Ref<readonly T[]>>
  state: Readonly<Ref<ListState>>
  problem: Readonly<Ref<Problem | null>>
  atEnd: Readonly<Ref<boolean>>
  /** Reads again from the start; what is shown stays until the answer is here when `quiet`. */
  reload: (quiet?: boolean) => Promise<void>
  /** Adds the next page; does nothing while one is on its way or when there is none. */
  loadMore: () => Promise<void>
}

export interface PageRequest {
  cursor: string | null
  limit: number
}

const PAGE = 50
const LARGEST = 200

/** Reads with `fetchPage`; an answer to an older question (filters changed since) is dropped. */
export function useKeysetList<T extends { id: string }>(
  fetchPage: (request: PageRequest) => Promise<Answer<Page<T>>>,
): KeysetList<T> {
  const items = shallowRef<readonly T[]>([])
  const state = ref<ListState>('loading')
  const problem = shallowRef<Problem | null>(null)
  const cursor = ref<string | null>(null)
  let question = 0

  async function ask(request: PageRequest, before: readonly T[]): Promise<void> {
    const mine = ++question
    const answer = await fetchPage(request)
    if (mine !== question) return
    if (!answer.ok) {
      problem.value = answer.problem
      state.value = 'failed'
      return
    }
    const known = new Set(before.map((item) => item.id))
    items.value = [...before, ...answer.data.items.filter((item) => !known.has(item.id))]
    cursor.value = answer.data.has_more ? answer.data.next_cursor : null
    problem.value = null
    state.value = 'ready'
  }

  async function reload(quiet = false): Promise<void> {
    const limit = quiet ? Math.min(Math.max(items.value.length, PAGE), LARGEST) : PAGE
    if (!quiet) {
      items.value = []
      cursor.value = null
      state.value = 'loading'
    }
    await ask({ cursor: null, limit }, [])
  }

  async function loadMore(): Promise<void> {
    if (state.value === 'loading' || state.value === 'more' || cursor.value === null) return
    state.value = 'more'
    await ask({ cursor: cursor.value, limit: PAGE }, items.value)
  }

  const atEnd = computed(() => state.value === 'ready' && cursor.value === null)
  return { items, state, problem, atEnd, reload, loadMore }
}
