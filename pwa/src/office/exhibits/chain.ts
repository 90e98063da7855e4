/** Whether each link of a chain joins the one before it, seen again by the page itself. */
import type { CustodyEvent } from '../wire-evidence'

export interface ChainLink {
  event: CustodyEvent
  joint: 'first' | 'joined' | 'broken'
}

/** The links in time order, each with how it joins; only the very first may have no predecessor. */
export function linksOf(events: readonly CustodyEvent[]): ChainLink[] {
  const ordered = [...events].sort((a, b) => a.seq - b.seq)
  return ordered.map((event, index) => ({
    event,
    joint: jointOf(event, ordered[index - 1]),
  }))
}

function jointOf(event: CustodyEvent, before: CustodyEvent | undefined): ChainLink['joint'] {
  if (before)
    return event.prev === before.hash && event.seq === before.seq + 1 ? 'joined' : 'broken'
  return event.seq === 1 || event.seq === 0 ? 'first' : 'broken'
}
