/** Filters live in the address, so that back, reload and a copied link show the same list. */
import { computed, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

export interface QueryFilters<N extends string> {
  filters: ComputedRef<Record<N, string>>
  set: (name: N, value: string) => void
  clear: () => void
  /** Puts these in place of all there are. */
  apply: (query: Readonly<Record<string, string>>) => void
  active: ComputedRef<boolean>
}

/** The named query parameters of this page as strings, empty when absent. */
export function useQueryFilters<N extends string>(names: readonly N[]): QueryFilters<N> {
  const route = useRoute()
  const router = useRouter()
  const home = route.name
  let last = Object.fromEntries(names.map((name) => [name, ''])) as Record<N, string>

  const filters = computed(() => {
    // A list kept alive behind a detail page must not read that page's query.
    if (route.name !== home) return last
    const found = names.map((name) => [name, String(route.query[name] ?? '')])
    last = Object.fromEntries(found) as Record<N, string>
    return last
  })

  function write(changes: Partial<Record<N, string>>): void {
    const all: Record<string, string> = { ...filters.value, ...changes }
    const query = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''))
    void router.replace({ query })
  }

  return {
    filters,
    set: (name, value) => write({ [name]: value } as Partial<Record<N, string>>),
    clear: () => write(Object.fromEntries(names.map((name) => [name, ''])) as Record<N, string>),
    apply: (query) =>
      write(
        Object.fromEntries(names.map((name) => [name, query[name] ?? ''])) as Record<N, string>,
      ),
    active: computed(() => names.some((name) => filters.value[name] !== '')),
  }
}
