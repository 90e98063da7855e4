/** How the phone stands to the server, from the pump's last round and the browser's hint. */
import { computed, type ComputedRef } from 'vue'

import type { SyncPhase, SyncStatus } from '@/store/rows'

import { snapshot, useEngine } from './engine'
import { useLive, valueOf } from './useLive'
import { useOnline } from './useOnline'

export interface SyncView {
  readonly status: ComputedRef<SyncStatus | undefined>
  readonly phase: ComputedRef<SyncPhase>
}

export function useSyncPhase(): SyncView {
  const { db } = useEngine()
  const { live } = useLive(() => db.setting('sync'))
  const isOnline = useOnline()
  const status = computed(() => valueOf(live.value, undefined))
  const phase = computed<SyncPhase>(() => {
    if (snapshot.value?.is_expired) return 'needs_login'
    return isOnline.value ? (status.value?.phase ?? 'idle') : 'offline'
  })
  return { status, phase }
}
