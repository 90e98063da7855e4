/** Devices' keys: enrolled, approved and ended, as the log tells. */
import type { Event, Watcher } from './chains'
import type { Ending } from './heads'
import { at, type Json, Malformed, seconds, text } from './reading'

/** What the log says of one key. */
export interface DeviceKey {
  publicKey: Json
  owner: Json
  leafIndex: number
  enrolledAt: number
  isApproved: boolean
  endedAt: number[]
}

/** The moments from which a key that ended may no longer be trusted. */
function endsIn({ at: moment, detail }: Event): number[] {
  const told = [detail['ended_at'], detail['lost_at']].filter(Boolean)
  return [moment, ...told.map(seconds)]
}

export class DeviceHistory implements Watcher {
  readonly keys = new Map<string, DeviceKey>()

  constructor(readonly ending: Ending) {}

  take(event: Event) {
    this.ending.take(event)
    const { action, detail } = event
    if (action === 'key_enrolled') {
      const told = detail['enrolled_at']
      this.keys.set(text(at(detail, 'key_id')), {
        publicKey: at(detail, 'public_key'),
        owner: at(detail, 'person_id'),
        leafIndex: event.leafIndex,
        enrolledAt: told ? seconds(told) : event.at,
        isApproved: false,
        endedAt: [],
      })
    } else if (action === 'key_approved') {
      const key = this.key(detail)
      const approver = at(detail, 'approved_by')
      const isOther = typeof approver === 'string' && approver !== '' && approver !== key.owner
      key.isApproved ||= isOther
    } else if (action === 'key_revoked' || action === 'key_retired') {
      this.key(detail).endedAt.push(...endsIn(event))
    }
  }

  private key(detail: Json): DeviceKey {
    const key = this.keys.get(text(at(detail, 'key_id')))
    if (!key) throw new Malformed('a key that was not enrolled')
    return key
  }
}

/**
 * Whether the key was this person's, approved by another, in the log before the capture came in,
 * and not ended when the device says it was used.
 */
export const wasValid = (key: DeviceKey, userId: string, moment: number, receivedLeaf: number) =>
  key.owner === userId &&
  key.isApproved &&
  key.leafIndex < receivedLeaf &&
  key.endedAt.every((end) => moment < end)
