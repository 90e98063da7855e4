/** One exhibit: its record, signature, custody, times and file. */
import { CAPTURE_2, type Capture, capturedAt, isSignedFile, readCapture } from './captures'
import { ecdsaVerifies } from './certificates'
import { ChainCheck, CLOCK_TOLERANCE_S, MOST_NAMED, proofsIn, tellChain } from './chains'
import { Custody, derivativesIn } from './custody'
import { type DeviceKey, wasValid } from './devices'
import { sha256Of } from './digests'
import { Ending } from './heads'
import { ed25519Verifies } from './notes'
import type { Digests, Package } from './package'
import {
  at,
  type Facts,
  hex,
  loadJson,
  object,
  seconds,
  shown,
  text,
  unbase64,
  whole,
} from './reading'
import { type Code, isMalformed, type Report } from './report'
import type { Shared, Summary } from './shared'

const RECEIPT = 'xunzheng.receipt/1'
const SPKI_P256 = '3059301306072a8648ce3d020106082a8648ce3d03010703420004'
const NONE: Digests = { sha256: '', sm3: '', segments: [] }

export class ExhibitCheck {
  private readonly folder: string
  private receipt: Facts | null = null
  private facts: Facts | null = null
  private capture: Capture | null = null

  constructor(
    private readonly held: Package,
    private readonly shared: Shared,
    private readonly report: Report,
    private readonly id: string,
    private readonly label: string,
  ) {
    this.folder = `data/evidence/${id}/`
  }

  async run(digests: Map<string, Digests>): Promise<Summary> {
    const originals = [...digests.keys()].filter((name) =>
      name.startsWith(`${this.folder}original.`),
    )
    const [name = ''] = originals.length === 1 ? originals : []
    const original = digests.get(name) ?? NONE
    await this.readReceipt()
    const custody = await this.readChain(original, digests)
    this.checkReceipt(custody)
    await this.checkCapture(custody)
    this.checkFile(custody, original, this.held.sizes.get(name) ?? -1)
    this.checkDerivatives(custody)
    return this.summary(custody, original)
  }

  private tell(code: Code, holds: boolean, note = ''): boolean {
    this.report.add(holds ? 'PASS' : 'FAIL', code, this.label, holds ? '' : note)
    return holds
  }

  private async readReceipt() {
    try {
      const receipt = object(loadJson(await this.held.read(`${this.folder}receipt.json`)))
      const facts = loadJson(unbase64(at(receipt, 'statement')))
      this.receipt = receipt
      this.facts = object(facts)
    } catch (error) {
      if (!isMalformed(error)) throw error
      this.receipt = this.facts = null
    }
  }

  private async readChain(original: Digests, digests: Map<string, Digests>): Promise<Custody> {
    const { heads, log, timeline, trust, exportId } = this.shared
    const mapped = heads.heads.get(this.id) ?? []
    const receiptEvent = String(this.facts?.['event_hash'] ?? '')
    const files = derivativesIn(this.folder, digests)
    const ending = new Ending(exportId, mapped)
    const custody = new Custody(ending, receiptEvent, files, original.sha256)
    const check = new ChainCheck(log, timeline, trust.longestDelay)
    const records = this.held.sizes.has(`${this.folder}events.jsonl`)
      ? this.held.lines(`${this.folder}events.jsonl`)
      : []
    await check.run(this.id, records, proofsIn(this.held, this.folder, log), custody)
    tellChain(this.report, this.label, check, trust.roots.length > 0)
    ending.tell(this.report, this.label)
    return custody
  }

  private checkReceipt(custody: Custody) {
    const holds = () => {
      const statement = unbase64(at(this.receipt, 'statement'))
      const key = this.shared.trust.receiptKeys.get(text(at(this.receipt, 'key_id')))
      if (!key) return false
      const isSame = ['sha256', 'sm3', 'size'].every(
        (name) => at(this.facts, name) === at(custody.stored, name),
      )
      const isThis = at(this.facts, 'exhibit_id') === this.id && at(this.facts, 'v') === RECEIPT
      const isSigned = ed25519Verifies(key, unbase64(at(this.receipt, 'signature')), statement)
      return isSigned && isThis && isSame && custody.isReceiptHonoured
    }
    if (!this.report.expect('V0', this.label, holds)) this.receipt = this.facts = null
  }

  private async checkCapture(custody: Custody) {
    let capture: Capture
    try {
      capture = readCapture(await this.held.read(`${this.folder}capture.dsse.json`))
    } catch (error) {
      if (!isMalformed(error)) throw error
      this.report.add('FAIL', 'V1', this.label, error.message.slice(0, 80))
      return
    }
    this.capture = capture
    const { received } = custody
    const leaf = received?.leafIndex ?? -1
    this.report.expect('V1', this.label, () => {
      const wanted = received?.detail['record_sha256']
      return wanted === hex(sha256Of(capture.payload)) && capture.facts['capture_id'] === this.id
    })
    const key = this.shared.keys.get(capture.keyId)
    if (this.tell('V2', key !== undefined) && key) this.checkKey(capture, key, leaf)
    this.report.expect('V8', this.label, () => {
      const signed = capture.facts['v'] === CAPTURE_2 ? at(capture.facts, 'case_id') : null
      const told = [signed, custody.ending.exported['case_id'] ?? null].filter(
        (one) => one !== null,
      )
      return told.every((one) => custody.cases.has(text(one)))
    })
    this.report.expect('V9', this.label, () => this.beginsInThisLog(capture))
    this.checkWindow(capture, leaf)
  }

  private checkKey(capture: Capture, key: DeviceKey, receivedLeaf: number) {
    this.report.expect('V3', this.label, () => {
      const spki = unbase64(key.publicKey)
      const isNamed = hex(sha256Of(spki)) === capture.keyId
      const isP256 = spki.length === 91 && hex(spki).startsWith(SPKI_P256)
      return (
        isNamed &&
        isP256 &&
        ecdsaVerifies(spki.slice(26), capture.signature, sha256Of(capture.signed))
      )
    })
    const userId = String(capture.facts['user_id'])
    this.report.expect('V4', this.label, () =>
      wasValid(key, userId, capturedAt(capture), receivedLeaf),
    )
    try {
      // Sealed offline by a key that was enrolled at the next contact: told, not judged.
      if (capturedAt(capture) < key.enrolledAt) this.report.add('INFO', 'V4', this.label)
    } catch (error) {
      if (!isMalformed(error)) throw error
    }
  }

  private beginsInThisLog(capture: Capture): boolean {
    const known = at(capture.facts, 'not_before')
    if (known === null) return true
    const { log } = this.shared
    const isOurs = (object(known)['origin'] ?? log.note.origin) === log.note.origin
    return isOurs && log.continues(whole(at(known, 'tree_size')), unbase64(at(known, 'root')))
  }

  private checkWindow(capture: Capture, receivedLeaf: number) {
    const bounds: (number | null)[] = [null, null]
    const holds = () => {
      bounds[0] = this.earliest(capture)
      bounds[1] = this.latest(receivedLeaf)
      const [moment, [begins, end]] = [capturedAt(capture), bounds]
      const isLateEnough = begins == null || moment >= begins - CLOCK_TOLERANCE_S
      return isLateEnough && end != null && moment <= end + CLOCK_TOLERANCE_S
    }
    this.report.expect('T1', this.label, holds, String(capture.facts['captured_at']))
    const parts = bounds.map((bound) => (bound === null ? '?' : shown(bound)))
    this.report.add('INFO', 'T1', this.label, parts.join(' … '))
  }

  private earliest(capture: Capture): number | null {
    const known = at(capture.facts, 'not_before')
    if (known === null || !this.beginsInThisLog(capture)) return null
    return this.shared.timeline.begunAfter(whole(at(known, 'tree_size')))
  }

  private latest(receivedLeaf: number): number | null {
    const stamped = receivedLeaf >= 0 ? this.shared.timeline.loggedBefore(receivedLeaf) : null
    const issued = this.receipt ? seconds(at(this.facts, 'issued_at')) : null
    const ends = [stamped, issued].filter((moment): moment is number => moment !== null)
    return ends.length ? Math.min(...ends) : null
  }

  private checkFile({ stored }: Custody, original: Digests, size: number) {
    const note = `SHA-256 ${original.sha256}`
    this.report.expect(
      'V5',
      this.label,
      () => {
        return (
          this.capture !== null && isSignedFile(at(this.capture.facts, 'media'), original, size)
        )
      },
      note,
    )
    this.tell('V6', stored['sha256'] === original.sha256 && stored['size'] === size, note)
    this.tell('V7', stored['sm3'] === original.sm3, `SM3 ${original.sm3}`)
  }

  private checkDerivatives(custody: Custody) {
    for (const [code, name, found] of custody.derived) this.tell(code, !found, `${name} ${found}`)
    const posing = [...custody.posing, ...custody.unknownFiles()]
    this.tell('V12', !posing.length, posing.slice(0, MOST_NAMED).join(', '))
  }

  private summary({ ending: { exported }, isDuplicateTold }: Custody, original: Digests): Summary {
    const facts: Facts = this.capture?.facts ?? {}
    const seq = facts['seq']
    return {
      id: this.id,
      sha256: original.sha256,
      device: String(facts['device_key_id']),
      seq: typeof seq === 'number' ? seq : -1,
      prev: String(facts['prev']),
      recordSha256: hex(sha256Of(this.capture?.payload ?? new Uint8Array(0))),
      isDuplicateTold,
      exhibitsSha256: String(exported['exhibits_sha256']),
      caseId: String(exported['case_id'] ?? ''),
    }
  }
}
