/** What an exhibit's chain tells, gathered while it is read. */
import type { Event, Watcher } from './chains'
import type { Ending } from './heads'
import type { Digests } from './package'
import { at, type Facts, list, object, text } from './reading'
import type { Code } from './report'

const MOST_KEPT = 1000

export class Custody implements Watcher {
  received: Event | null = null
  stored: Facts = {}
  isReceiptHonoured = false
  isDuplicateTold = false
  readonly cases = new Set<string>()
  /** Code, name, and what was found where it differs. */
  readonly derived: [Code, string, string][] = []
  readonly posing: string[] = []

  constructor(
    readonly ending: Ending,
    private readonly receiptEvent: string,
    private readonly files: Map<string, Digests>,
    private readonly original: string,
  ) {}

  take(event: Event) {
    this.ending.take(event)
    const { action } = event
    if (action === 'received') this.takeReceived(event)
    else if (action === 'stored') this.takeStored(event)
    else if (action === 'checked') this.takeChecked(event)
    else if (action === 'linked') this.takeLinked(event)
    else if (action === 'derived' || action === 'redacted') this.takeDerived(event)
  }

  /** The derivatives' files that no record of the chain speaks of. */
  unknownFiles(): string[] {
    return [...this.files.keys()].sort()
  }

  private takeReceived(event: Event) {
    if (!this.received) {
      this.received = event
      const caseId = event.facts['case_id']
      if (caseId) this.cases.add(text(caseId))
    }
    if (event.hash === this.receiptEvent) this.isReceiptHonoured = true
  }

  private takeStored(event: Event) {
    if (!Object.keys(this.stored).length) this.stored = object(at(event.facts, 'object'))
  }

  private takeChecked(event: Event) {
    const flags = list(event.detail['flags'] ?? [])
    if (flags.some((flag) => at(flag, 'code') === 'duplicate_bytes')) this.isDuplicateTold = true
  }

  private takeLinked({ detail }: Event) {
    if (at(detail, 'kind') === 'case' && this.cases.size < MOST_KEPT) {
      this.cases.add(text(at(detail, 'subject_id')))
    }
  }

  private takeDerived({ detail, seq }: Event) {
    if (at(detail, 'sha256') === this.original) this.posing.push(`seq ${seq}`)
    for (const [name, digests] of this.files) {
      if (!name.startsWith(`${seq}-`)) continue
      this.files.delete(name)
      const isSource = at(detail, 'source_sha256') === this.stored['sha256']
      const isCopy = at(detail, 'sha256') === digests.sha256
      this.derived.push(['V10', name, isSource ? '' : String(this.stored['sha256'])])
      this.derived.push(['V11', name, isCopy ? '' : digests.sha256])
    }
  }
}

/** The digests of a folder's derivatives by their names there. */
export function derivativesIn(folder: string, digests: Map<string, Digests>): Map<string, Digests> {
  const start = `${folder}derivatives/`
  const found = [...digests].filter(([name]) => name.startsWith(start))
  return new Map(found.map(([name, one]) => [name.slice(start.length), one]))
}
