/** One thing's words as somebody corrects them on this phone: what waits, what was refused, what to settle. */
import { computed } from 'vue'

import type { Choice, Contents, EditConflict } from '@/domain/edits'
import { listOwnEdits, saveEdit, settleConflict, type EditedKind } from '@/outbox/edits'

import { useEngine } from '../../engine'
import { useLive, valueOf } from '../../useLive'

const NONE = { unsent: [], settling: [], refused: [] }

/** Watches and takes this phone's own corrections of one thing until the component goes. */
export function useEdits(kind: EditedKind, id: () => string) {
  const { db, pump } = useEngine()
  const { live } = useLive(() => listOwnEdits(db, kind, id()))
  const own = computed(() => valueOf(live.value, NONE))
  const isSettling = (branchId: string) =>
    own.value.settling.some((one) => one.branch_id === branchId)

  /** Keeps a correction of what the person saw; false when nothing was changed. */
  async function save(seen: { version: number; contents: Contents }, after: Contents) {
    const isKept = await saveEdit(db, kind, id(), seen, after)
    pump.wake()
    return isKept
  }

  async function settle(conflict: EditConflict, choices: Record<string, Choice>) {
    await settleConflict(db, kind, id(), conflict, choices)
    pump.wake()
  }

  return { own, isSettling, save, settle }
}
