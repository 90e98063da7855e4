/** Whether a device's chain has caught up with what was decided about it. */
import type { Device } from '../wire-devices'
import type { CustodyEvent } from '../wire-evidence'

/** What the chain must tell of the device as it is now. */
function newestFact(device: Device): string {
  if (device.state === 'revoked') return 'key_revoked'
  if (device.state === 'retired') return 'key_retired'
  return device.approval === 'second_person' ? 'key_approved' : 'key_enrolled'
}

export function toldBy(device: Device | null, events: readonly Pick<CustodyEvent, 'action'>[]) {
  return device !== null && events.some((event) => event.action === newestFact(device))
}
