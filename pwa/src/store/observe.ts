import { liveQuery } from 'dexie'

/** Runs `query` now and again whenever a table it read changes, in this tab or another; returns how to stop. */
export function observe<T>(
  query: () => Promise<T>,
  next: (value: T) => void,
  fail: (error: unknown) => void,
): () => void {
  const subscription = liveQuery(query).subscribe({ next, error: fail })
  return () => subscription.unsubscribe()
}
