/** A question to the tables that answers again whenever they change. */
import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'

import { observe } from '@/store/observe'

export type Live<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly value: T }
  | { readonly status: 'failed'; readonly error: unknown }

export interface LiveQuery<T> {
  readonly live: ShallowRef<Live<T>>
  /** Asks again; an answer that is there stays until the new one comes. */
  readonly retry: () => void
}

/** Watches `query` until the component goes. */
export function useLive<T>(query: () => Promise<T>): LiveQuery<T> {
  const live: ShallowRef<Live<T>> = shallowRef({ status: 'loading' })
  let stop: (() => void) | undefined
  const retry = () => {
    stop?.()
    if (live.value.status === 'failed') live.value = { status: 'loading' }
    stop = observe(
      query,
      (value) => (live.value = { status: 'ready', value }),
      (error) => (live.value = { status: 'failed', error }),
    )
  }
  retry()
  onScopeDispose(() => stop?.())
  return { live, retry }
}

/** The value when it is there, else the fallback. */
export function valueOf<T>(live: Live<T>, otherwise: T): T {
  return live.status === 'ready' ? live.value : otherwise
}
