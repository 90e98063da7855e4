/** The whole audit: bag, log, stamps, devices, exhibits, and what holds between exhibits. */
import { checkFile, checkPresence, checkRest, readManifests } from './bag'
import { ChainCheck, readJsonProof, tellChain } from './chains'
import { DeviceHistory, type DeviceKey } from './devices'
import { sha256Of } from './digests'
import { ExhibitCheck } from './exhibits'
import { Ending, exportIdOf, Heads, HEADS, readHeads } from './heads'
import { CHECKPOINT, isCosignedBy, isSignedBy, Log, readLog, type Trust } from './notes'
import type { Digests, Package } from './package'
import { at, bytesOf, hex, type Json, list, loadJson, text, unbase64, whole } from './reading'
import { type Finding, isMalformed, Report } from './report'
import type { Shared, Summary } from './shared'
import { readTimeline, Timeline } from './timeline'

const DEVICES = 'data/keys/devices.json'
const STRUCTURE = ['E1', 'E2', 'E3', 'E4', 'E5'] as const

/** What was seen of this log before. */
export interface Seen {
  size: Json
  root: Json
}

export type Progress = (done: number, total: number) => void | Promise<void>

export class Audit {
  log = new Log()
  private readonly report = new Report()
  private readonly names = new Map<string, string>()

  constructor(
    private readonly held: Package,
    private readonly trust: Trust,
    private readonly seen: Seen | null,
  ) {}

  async run(progress: Progress): Promise<Finding[]> {
    const bag = new Report()
    await this.readNames()
    const manifests = await readManifests(this.held, bag)
    checkPresence(this.held, manifests, bag)
    await checkRest(this.held, manifests, bag)
    await this.checkLog()
    const timeline = await this.checkStamps()
    const heads = await this.checkHeads()
    const exportId = await this.exportId()
    const keys = await this.checkDevices(timeline, heads, exportId)
    const shared: Shared = { trust: this.trust, log: this.log, timeline, keys, heads, exportId }
    const folders = [...this.held.folders].sort(([a], [b]) => compare(a, b))
    const summaries: Summary[] = []
    for (const [index, [id, files]] of folders.entries()) {
      await progress(index, folders.length)
      const digests = new Map<string, Digests>()
      for (const name of files) {
        const found = await this.held.digests(name)
        digests.set(name, found)
        checkFile(bag, manifests, name, found, this.label(id))
      }
      const check = new ExhibitCheck(this.held, shared, this.report, id, this.label(id))
      summaries.push(await check.run(digests))
    }
    if (!bag.findings.some(({ code }) => code === 'B2')) bag.add('PASS', 'B2')
    this.checkTogether(summaries, heads)
    this.report.add('INFO', 'N0')
    return [...bag.findings, ...this.report.findings]
  }

  private label(id: string) {
    const name = this.names.get(id)
    return name ? `${name} (${id})` : `(${id})`
  }

  private async readNames() {
    try {
      for (const item of list(at(loadJson(await this.held.read('data/report.json')), 'exhibits'))) {
        this.names.set(text(at(item, 'id')), String(at(item, 'file_name')).slice(0, 200))
      }
    } catch (error) {
      if (!isMalformed(error)) throw error
      this.names.clear()
    }
  }

  private async exportId(): Promise<string> {
    try {
      return await exportIdOf(this.held)
    } catch (error) {
      if (!isMalformed(error)) throw error
      return ''
    }
  }

  private async checkLog() {
    const { report, trust, seen } = this
    try {
      this.log = await readLog(this.held)
    } catch (error) {
      if (!isMalformed(error)) throw error
      report.add('FAIL', 'L1', CHECKPOINT, error.message)
    }
    const { note } = this.log
    if (note.size) report.expect('L1', CHECKPOINT, () => isSignedBy(note, trust.log))
    if (trust.witnesses.length) {
      const isConfirmed = trust.witnesses.some((key) => isCosignedBy(note, key))
      report.add(isConfirmed ? 'PASS' : 'FAIL', 'L2', CHECKPOINT)
    } else {
      report.add('INFO', 'L2')
    }
    if (seen) {
      const continues = () => this.log.continues(whole(seen.size), unbase64(seen.root))
      report.expect('L3', CHECKPOINT, continues, `${String(seen.size)} → ${note.size}`)
    } else {
      report.add('INFO', 'L3')
    }
  }

  private async checkStamps(): Promise<Timeline> {
    const { report, trust } = this
    if (!trust.roots.length) {
      report.add('INFO', 'A0')
      return new Timeline([])
    }
    const timeline = await readTimeline(this.held, this.log, trust, ({ name, failed, note }) => {
      if (failed !== 'A1') report.add('PASS', 'A1', name)
      report.add(failed ? 'FAIL' : 'PASS', failed || 'A2', name, note)
    })
    report.add(timeline.isEmpty ? 'FAIL' : 'PASS', 'A0')
    return timeline
  }

  private async checkHeads(): Promise<Heads> {
    const heads = new Heads()
    let wrong: string[]
    try {
      wrong = await readHeads(this.held, this.log, heads)
    } catch (error) {
      if (!isMalformed(error)) throw error
      wrong = [error.message]
    }
    this.report.add(wrong.length ? 'FAIL' : 'PASS', 'E9', HEADS, wrong.slice(0, 20).join(', '))
    return heads
  }

  private async checkDevices(
    timeline: Timeline,
    heads: Heads,
    exportId: string,
  ): Promise<Map<string, DeviceKey>> {
    const keys = new Map<string, DeviceKey>()
    try {
      for (const device of list(at(loadJson(await this.held.read(DEVICES)), 'devices'))) {
        const id = String(at(device, 'device_id'))
        // The export stands on this chain too, so that an end of the key before it shows.
        const history = new DeviceHistory(new Ending(exportId, heads.heads.get(id) ?? []))
        if (await this.isDeviceSound(id, device, timeline, history)) {
          for (const [keyId, key] of history.keys) keys.set(keyId, key)
        }
      }
    } catch (error) {
      if (!isMalformed(error)) throw error
      this.report.add('FAIL', 'V2', DEVICES, error.message)
    }
    return keys
  }

  private async isDeviceSound(
    id: string,
    device: Json,
    timeline: Timeline,
    history: DeviceHistory,
  ): Promise<boolean> {
    const check = new ChainCheck(this.log, timeline, this.trust.longestDelay)
    const records = lazily(list(at(device, 'events')), unbase64)
    await check.run(id, records, lazily(list(at(device, 'proofs')), readJsonProof), history)
    tellChain(this.report, `device ${id}`, check, this.trust.roots.length > 0)
    history.ending.tell(this.report, `device ${id}`)
    return !STRUCTURE.some((code) => check.wrong[code].length)
  }

  private checkTogether(exhibits: Summary[], heads: Heads) {
    const ids = exhibits.map(({ id }) => id).sort()
    const wanted = hex(sha256Of(bytesOf(ids.join('\n'))))
    const cases = new Set(exhibits.map(({ caseId }) => caseId))
    const held = new Set(ids)
    const missing = [...cases]
      .filter(Boolean)
      .flatMap((one) => heads.mustHold(one))
      .filter((id) => !held.has(id))
    const isTold = exhibits.length > 0 && exhibits.every((one) => one.exhibitsSha256 === wanted)
    const holds = isTold && cases.size === 1 && !missing.length
    this.report.add(
      holds ? 'PASS' : 'FAIL',
      'C1',
      '',
      [...new Set(missing)].sort().slice(0, 20).join(', '),
    )
    this.checkDuplicates(exhibits)
    this.checkCounters(exhibits)
  }

  private checkDuplicates(exhibits: Summary[]) {
    const counts = new Map<string, number>()
    for (const { sha256 } of exhibits) if (sha256) counts.set(sha256, (counts.get(sha256) ?? 0) + 1)
    const twice = exhibits.filter(({ sha256 }) => (counts.get(sha256) ?? 0) > 1)
    const told = new Set(twice.filter((one) => one.isDuplicateTold).map(({ sha256 }) => sha256))
    // A person has seen it in the system and the record says so: it is told, not judged.
    for (const { id, sha256 } of twice) {
      this.report.add(told.has(sha256) ? 'INFO' : 'FAIL', 'D1', this.label(id), sha256)
    }
    if (!twice.length) this.report.add('PASS', 'D1')
  }

  private checkCounters(exhibits: Summary[]) {
    const ordered = [...exhibits].sort(
      (a, b) => compare(a.device, b.device) || a.seq - b.seq || compare(a.id, b.id),
    )
    const failed = new Set<string>()
    ordered.slice(1).forEach((one, index) => {
      const before = ordered[index]
      if (before?.device !== one.device) return
      const note = `${before.seq} → ${one.seq}`
      const code = one.seq === before.seq ? 'D2' : one.seq - before.seq > 1 ? 'D3' : 'D4'
      if (code === 'D3') this.report.add('INFO', 'D3', this.label(one.id), note)
      if (code === 'D3' || (code === 'D4' && one.prev === before.recordSha256)) return
      this.report.add('FAIL', code, this.label(one.id), note)
      failed.add(code)
    })
    for (const code of ['D2', 'D4'] as const) if (!failed.has(code)) this.report.add('PASS', code)
  }
}

/** Convert one by one, so that a broken item ends the chain there and not before. */
function* lazily<T>(items: Json[], read: (item: Json) => T): Generator<T> {
  for (const item of items) yield read(item)
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
