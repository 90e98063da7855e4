/** What the time stamps over checkpoints prove about the time of each leaf. */
import { isSignedBy, type Log, readNote, type Trust } from './notes'
import type { Package } from './package'
import { type Bytes, unbase64, utf8 } from './reading'
import { isMalformed } from './report'
import { checkStamp } from './stamps'

const ANCHORS = 'data/log/anchors/'
const PEM = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g

/** A tree of `size` leaves existed at `moment`. */
export type Stamp = [size: number, moment: number]

export class Timeline {
  constructor(private readonly stamps: readonly Stamp[]) {}

  get isEmpty() {
    return !this.stamps.length
  }

  /** When a tree of at most this size is proven to have stood: what came on top is younger. */
  begunAfter(size: number): number | null {
    const moments = this.stamps.filter(([held]) => held <= size).map(([, moment]) => moment)
    return moments.length ? Math.max(...moments) : null
  }

  /** The earliest proven moment at which the log held the leaf. */
  loggedBefore(leafIndex: number): number | null {
    const moments = this.stamps.filter(([held]) => held > leafIndex).map(([, moment]) => moment)
    return moments.length ? Math.min(...moments) : null
  }
}

export interface AnchorResult {
  name: string
  failed: '' | 'A1' | 'A2'
  note: string
}

export async function readTimeline(
  held: Package,
  log: Log,
  trust: Trust,
  tell: (result: AnchorResult) => void,
): Promise<Timeline> {
  const others = await certificatesIn(held)
  const stamps: Stamp[] = []
  for (const name of [...held.sizes.keys()].sort()) {
    const size = /^data\/log\/anchors\/(\d+)\.[^/]+\.tsr$/.exec(name)?.[1]
    if (!size) continue
    try {
      const content = await held.read(`${ANCHORS}${size}.note`)
      const moment = checkStamp(await held.read(name), content, trust.roots, others)
      const known = sizeInHistory(content, log, trust)
      tell({ name, failed: known ? '' : 'A2', note: '' })
      if (known) stamps.push([known, moment])
    } catch (error) {
      if (!isMalformed(error)) throw error
      tell({ name, failed: 'A1', note: error.message })
    }
  }
  return new Timeline(stamps)
}

function sizeInHistory(content: Bytes, log: Log, trust: Trust): number {
  try {
    const note = readNote(content)
    return isSignedBy(note, trust.log) && log.continues(note.size, note.root) ? note.size : 0
  } catch (error) {
    if (!isMalformed(error)) throw error
    return 0
  }
}

async function certificatesIn(held: Package): Promise<Bytes[]> {
  const found: Bytes[] = []
  for (const name of [...held.sizes.keys()].sort()) {
    if (!name.startsWith('data/tsa/') || !name.endsWith('.pem')) continue
    try {
      for (const [, body] of utf8(await held.read(name)).matchAll(PEM)) {
        found.push(unbase64((body ?? '').replace(/\s/g, '')))
      }
    } catch (error) {
      if (!isMalformed(error)) throw error
    }
  }
  return found
}
