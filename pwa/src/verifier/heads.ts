/** The daily head map: how long each chain was, and what a case held, at an earlier day. */
import { type Event, MOST_NAMED } from './chains'
import { hashLeaf, rootFromPath, Tree } from './digests'
import type { Log } from './notes'
import type { Package } from './package'
import {
  at,
  type Facts,
  hex,
  type Json,
  list,
  loadJson,
  Malformed,
  object,
  same,
  text,
  unbase64,
  utf8,
  whole,
} from './reading'
import type { Report } from './report'

export const HEADS = 'data/log/heads.json'
const MAP_FORMAT = 'xunzheng.heads/1'

/** A chain as it was on the day of a map: its length and last record. */
export interface Head {
  seq: number
  hash: Json
}

/** How a chain ends: with all that the daily maps show of it, and the record of this export. */
export class Ending {
  exported: Facts = {}
  private readonly heads: Map<number, Json>
  private readonly hasTwoHeads: boolean
  private readonly isMapped: boolean

  constructor(
    private readonly exportId: string,
    heads: readonly Head[],
  ) {
    this.heads = new Map(heads.map((head) => [head.seq, head.hash]))
    this.hasTwoHeads = heads.some((head) => this.heads.get(head.seq) !== head.hash)
    this.isMapped = heads.length > 0
  }

  take({ seq, hash, action, detail }: Event) {
    if (this.heads.get(seq) === hash) this.heads.delete(seq)
    if (action === 'exported' && at(detail, 'export_id') === this.exportId) this.exported = detail
  }

  /** Add a line: what is left of the maps' heads are records that are not here. */
  tell(report: Report, label: string) {
    const hidden = [...this.heads.keys()].sort((a, b) => a - b)
    const isWhole = !hidden.length && !this.hasTwoHeads && Object.keys(this.exported).length > 0
    const note = isWhole ? '' : `seq ${hidden.slice(0, MOST_NAMED).join(', ')}`
    report.add(isWhole ? 'PASS' : 'FAIL', 'E8', label, note)
    if (!this.isMapped) report.add('INFO', 'E8', label)
  }
}

export class Heads {
  readonly heads = new Map<string, Head[]>()
  private readonly cases = new Map<string, Set<string>>()
  private readonly left = new Map<string, Map<string, number>>()
  private readonly mapped = new Map<string, number>()

  /** The exhibits that a map shows in the case and no later record takes out. */
  mustHold(caseId: string): string[] {
    return [...(this.cases.get(caseId) ?? [])].filter(
      (id) => (this.left.get(id)?.get(caseId) ?? -1) < (this.mapped.get(`${caseId} ${id}`) ?? -1),
    )
  }

  /** Take in an entry of a map; tell whether it is proven. */
  take(entry: Json, log: Log): boolean {
    const event = logged(entry, log)
    if (event?.['action'] !== 'daily_heads') return false
    const detail = at(event, 'detail')
    const leaf = unbase64(at(entry, 'leaf'))
    const path = list(at(entry, 'map_path')).map(unbase64)
    const [index, count] = [whole(at(entry, 'index')), whole(at(entry, 'count'))]
    const root = rootFromPath(hashLeaf(leaf), index, count, path)
    const isInMap = at(detail, 'format') === MAP_FORMAT && at(detail, 'count') === count
    if (!isInMap || !root || hex(root) !== at(detail, 'root')) return false
    const facts = loadJson(leaf)
    if (!at(facts, 'case_id')) {
      this.add(facts)
      return true
    }
    return this.takeCase(entry, object(facts))
  }

  private takeCase(entry: Json, facts: Facts): boolean {
    const items = list(at(entry, 'items')).map(unbase64)
    const tree = new Tree()
    for (const item of items) tree.add(item)
    if (tree.size !== at(facts, 'items') || hex(tree.root()) !== at(facts, 'items_root'))
      return false
    const caseId = text(at(facts, 'case_id'))
    const leafIndex = whole(at(entry, 'leaf_index'))
    for (const item of items) {
      const read = loadJson(item)
      this.add(read)
      const id = text(at(read, 'subject_id'))
      this.cases.set(caseId, (this.cases.get(caseId) ?? new Set()).add(id))
      const place = `${caseId} ${id}`
      this.mapped.set(place, Math.max(leafIndex, this.mapped.get(place) ?? -1))
    }
    return true
  }

  private add(item: Json) {
    const id = text(at(item, 'subject_id'))
    const head = { seq: whole(at(item, 'seq')), hash: at(item, 'head') }
    this.heads.set(id, [...(this.heads.get(id) ?? []), head])
  }

  /** Take in the record by which an exhibit left its cases; tell whether it is proven. */
  takeLeaving(entry: Json, log: Log): boolean {
    const event = logged(entry, log)
    const action = event?.['action']
    if (!event || (action !== 'unlinked' && action !== 'disposed')) return false
    const id = text(at(event, 'subject_id'))
    let cases = [...this.cases.keys()]
    if (action === 'unlinked') {
      const detail = at(event, 'detail')
      if (at(detail, 'kind') !== 'case') return false
      cases = [text(at(detail, 'subject_id'))]
    }
    const left = this.left.get(id) ?? new Map<string, number>()
    this.left.set(id, left)
    const leafIndex = whole(at(entry, 'leaf_index'))
    for (const caseId of cases) left.set(caseId, Math.max(leafIndex, left.get(caseId) ?? -1))
    return true
  }
}

function logged(entry: Json, log: Log): Facts | null {
  const record = unbase64(at(entry, 'event'))
  const path = list(at(entry, 'path')).map(unbase64)
  const root = rootFromPath(hashLeaf(record), whole(at(entry, 'leaf_index')), log.size, path)
  const facts = object(loadJson(record))
  return root && same(root, log.root) ? facts : null
}

/** Take in the package's entries; return those that are not proven, by number. */
export async function readHeads(held: Package, log: Log, heads: Heads): Promise<string[]> {
  const content = loadJson(await held.read(HEADS))
  const wrong: string[] = []
  list(at(content, 'heads')).forEach((entry, index) => {
    if (!heads.take(entry, log)) wrong.push(String(index + 1))
  })
  list(at(content, 'left')).forEach((entry, index) => {
    if (!heads.takeLeaving(entry, log)) wrong.push(`left ${index + 1}`)
  })
  return wrong
}

/** The id of the export the package is of. */
export async function exportIdOf(held: Package): Promise<string> {
  const found = /^External-Identifier: (\S+)$/m.exec(utf8(await held.read('bag-info.txt')))?.[1]
  if (!found) throw new Malformed('no External-Identifier')
  return found
}
