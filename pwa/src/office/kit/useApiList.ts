/** A keyset list of one API path under the filters of the page. */
import { api } from '@/api/client'
import { onActivated, watch } from 'vue'

import { signedInAgain } from '../session'
import type { Page } from '../wire'
import { useKeysetList, type KeysetList } from './useKeysetList'

/** Reads `path` now, again when a filter changes, and quietly when the page is come back to. */
export function useApiList<T extends { id: string }>(
  path: string,
  query: () => Record<string, string>,
): KeysetList<T> {
  const list = useKeysetList<T>(({ cursor, limit }) =>
    api.get<Page<T>>(path, { query: { ...query(), limit, cursor } }),
  )
  watch(
    () => JSON.stringify(query()),
    () => void list.reload(),
    { immediate: true },
  )
  watch(signedInAgain, () => void list.reload(list.items.value.length > 0))
  let shownBefore = false
  onActivated(() => {
    if (shownBefore && list.state.value !== 'loading') void list.reload(true)
    shownBefore = true
  })
  return list
}
