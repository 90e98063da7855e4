/** Custody chains: record by record, beside their proofs, whatever their length. */
import { hashLeaf, rootFromPath, sha256Of } from './digests'
import type { Log } from './notes'
import type { Package } from './package'
import {
  at,
  type Bytes,
  bytesOf,
  type Facts,
  hex,
  type Json,
  list,
  loadJson,
  Malformed,
  object,
  same,
  seconds,
  text,
  unbase64,
  utf8,
  whole,
} from './reading'
import { type Code, isMalformed, type Report } from './report'
import type { Timeline } from './timeline'

const EVENTS: Json[] = ['xunzheng.event/1', 'xunzheng.event/2']
export const CLOCK_TOLERANCE_S = 120
const CHAIN_CODES = ['E5', 'E1', 'E2', 'E3', 'E4', 'E6', 'E7', 'E10'] as const
type ChainCode = (typeof CHAIN_CODES)[number]
export const MOST_NAMED = 20
const BLANK = bytesOf('\n\n')

/** An event's place in the log and the path from there to the root. */
export interface Proof {
  leafIndex: number
  path: Bytes[]
}

export class Event {
  constructor(
    readonly facts: Facts,
    readonly hash: string,
    readonly seq: number,
    readonly leafIndex: number,
  ) {}

  get action() {
    return text(at(this.facts, 'action'))
  }

  get detail() {
    return object(at(this.facts, 'detail'))
  }

  get at() {
    return seconds(at(this.facts, 'at'))
  }
}

export interface Watcher {
  take(event: Event): void
}

type Source<T> = Iterable<T> | AsyncIterable<T>
const iterate = <T>(source: Source<T>) =>
  Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]()

const valueOf = <T>(step: IteratorResult<T, unknown>): T | null => (step.done ? null : step.value)

/** Checks one subject's chain; `wrong` holds, a code, the numbers of the records that fail. */
export class ChainCheck {
  readonly wrong = Object.fromEntries(CHAIN_CODES.map((code) => [code, []])) as unknown as Record<
    ChainCode,
    number[]
  >
  head = ''
  length = 0

  constructor(
    private readonly log: Log,
    private readonly timeline: Timeline,
    private readonly longestDelay: number,
  ) {}

  async run(subjectId: string, records: Source<Bytes>, proofs: Source<Proof>, watcher: Watcher) {
    const [record, proof] = [iterate(records), iterate(proofs)]
    try {
      for (;;) {
        const one = valueOf(await record.next())
        const beside = valueOf(await proof.next())
        if (!one && !beside) break
        this.length += 1
        if (!one || !beside) this.fail('E5')
        if (one) this.check(subjectId, one, beside, watcher)
      }
    } catch (error) {
      if (!isMalformed(error)) throw error
      this.length += 1
      this.fail('E5')
    }
    if (!this.length) this.fail('E5')
  }

  private fail(code: ChainCode) {
    if (this.wrong[code].length <= MOST_NAMED) this.wrong[code].push(this.length)
  }

  private check(subjectId: string, record: Bytes, proof: Proof | null, watcher: Watcher) {
    const before = this.head
    this.head = hex(sha256Of(record))
    const leaf = proof && this.isLogged(record, proof) ? proof.leafIndex : -1
    if (leaf < 0) this.fail('E4')
    try {
      const facts = object(loadJson(record))
      if (at(facts, 'seq') !== this.length) this.fail('E1')
      if (at(facts, 'prev') !== before) this.fail('E2')
      if (at(facts, 'subject_id') !== subjectId) this.fail('E3')
      object(at(facts, 'detail'))
      if (!EVENTS.includes(at(facts, 'v'))) this.fail('E5')
      const event = new Event(facts, this.head, this.length, leaf)
      this.checkTimes(event)
      watcher.take(event)
    } catch (error) {
      if (!isMalformed(error)) throw error
      this.fail('E5')
    }
  }

  private isLogged(record: Bytes, proof: Proof): boolean {
    const root = rootFromPath(hashLeaf(record), proof.leafIndex, this.log.size, proof.path)
    return root !== null && same(root, this.log.root)
  }

  private checkTimes(event: Event) {
    const moment = event.at
    if (event.leafIndex < 0) return
    const after = this.timeline.begunAfter(event.leafIndex)
    const before = this.timeline.loggedBefore(event.leafIndex)
    if (before === null) this.fail('E6')
    else if (before - moment > this.longestDelay) this.fail('E10')
    const isEarly = after !== null && moment < after - CLOCK_TOLERANCE_S
    if (isEarly || (before !== null && moment > before + CLOCK_TOLERANCE_S)) this.fail('E7')
  }
}

/** Read a proof file (c2sp.org/tlog-proof); one to another checkpoint leads nowhere. */
export function readTlogProof(content: Bytes, log: Log): Proof {
  const blank = content.findIndex(
    (octet, place) => octet === BLANK[0] && content[place + 1] === BLANK[1],
  )
  if (blank < 0) throw new Malformed('not a tlog-proof')
  const [first, ...rest] = utf8(content.slice(0, blank)).split('\n')
  const lines = rest[0]?.startsWith('extra ') ? rest.slice(1) : rest
  const index = /^index (0|[1-9]\d{0,15})$/.exec(lines[0] ?? '')?.[1]
  if (first !== 'c2sp.org/tlog-proof@v1' || index === undefined)
    throw new Malformed('not a tlog-proof')
  if (!same(content.slice(blank + 2), log.raw)) return { leafIndex: -1, path: [] }
  return { leafIndex: Number(index), path: lines.slice(1).map(unbase64) }
}

export const readJsonProof = (proof: Json): Proof => ({
  leafIndex: whole(at(proof, 'leaf_index')),
  path: list(at(proof, 'path')).map(unbase64),
})

/** The proofs of a folder's chain in order. */
export async function* proofsIn(held: Package, folder: string, log: Log): AsyncGenerator<Proof> {
  if (held.sizes.has(`${folder}proofs.jsonl`)) {
    for await (const line of held.lines(`${folder}proofs.jsonl`))
      yield readJsonProof(loadJson(line))
    return
  }
  for (let number = 1; held.sizes.has(`${folder}proofs/${number}.tlog-proof`); number++) {
    yield readTlogProof(await held.read(`${folder}proofs/${number}.tlog-proof`), log)
  }
}

/** Add a line for each check of a chain; without trusted roots none was stamped. */
export function tellChain(report: Report, label: string, check: ChainCheck, isStamped: boolean) {
  for (const code of isStamped ? CHAIN_CODES : CHAIN_CODES.slice(0, 5)) {
    const wrong = check.wrong[code]
    const more = wrong.length > MOST_NAMED ? ' …' : ''
    const note = wrong.length ? `seq ${wrong.slice(0, MOST_NAMED).join(', ')}${more}` : ''
    report.add(wrong.length ? 'FAIL' : 'PASS', code as Code, label, note)
  }
}
