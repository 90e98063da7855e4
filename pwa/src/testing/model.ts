/** A phone with two tabs, its server and its owner, and what must hold whatever happens to them. */
import { newId } from '@/domain/ids'
import { sha256Hex } from '@/domain/sha256'
import { runCycle } from '@/outbox/cycle'
import { withLease } from '@/outbox/lease'
import { keepDraft, saveReport } from '@/outbox/record'
import { FieldDatabase } from '@/store/database'
import { bytesOf } from '@/store/media'

import { Chaos, dieAfterWrites, fillUp, type Fate } from './chaos'
import { LossyServer } from './lossyServer'
import { Phone, photo } from './phone'

export type Step =
  | { readonly do: 'save'; readonly photos: number; readonly dies: number | null }
  | { readonly do: 'save_when_full' }
  | {
      readonly do: 'round'
      readonly tab: 0 | 1
      readonly fates: Fate[]
      readonly dies: number | null
    }
  | { readonly do: 'both'; readonly fates: Fate[] }
  | { readonly do: 'verify' }
  | { readonly do: 'arrive' }
  | { readonly do: 'hold'; readonly isHeld: boolean }
  | { readonly do: 'days'; readonly days: number }
  | { readonly do: 'clock'; readonly hours: number }

interface Promised {
  readonly id: string
  readonly exhibits: readonly { readonly id: string; readonly sha256: string }[]
}

const DAY_MS = 86_400_000
const ROUNDS = 30

export class Model {
  readonly personId = newId()
  readonly server = new LossyServer(this.personId)
  private readonly chaos = new Chaos()
  private readonly transport = this.chaos.through(this.server.transport)
  private readonly tus = this.chaos.through(this.server.tus)
  private readonly promised: Promised[] = []
  private readonly open: FieldDatabase[] = []
  /** Tabs that live from step to step; a killed one is opened anew. */
  private readonly living = new Map<string, FieldDatabase>()
  private serverAt: number

  constructor(
    start: number,
    private readonly setPhoneClock: (at: number) => void,
  ) {
    this.serverAt = start
    this.server.now = () => new Date(this.serverAt)
    setPhoneClock(start)
  }

  /** Carries out one step and checks what must hold after it. */
  async take(step: Step): Promise<void> {
    await this.carryOut(step)
    await this.check()
  }

  private async carryOut(step: Step): Promise<void> {
    if (step.do === 'save') return this.save(step.photos, step.dies)
    if (step.do === 'save_when_full') return this.save(1, null, true)
    if (step.do === 'round') return this.round(step.tab, step.fates, step.dies)
    if (step.do === 'both') return this.both(step.fates)
    if (step.do === 'verify') return this.server.verifyAll()
    if (step.do === 'arrive') return this.chaos.arrive()
    if (step.do === 'hold') return this.hold(step.isHeld)
    if (step.do === 'days') this.serverAt += step.days * DAY_MS
    const jump = step.do === 'clock' ? step.hours * 3_600_000 : 0
    this.setPhoneClock(this.serverAt + jump)
  }

  private fresh(): FieldDatabase {
    const db = new FieldDatabase(this.personId)
    this.open.push(db)
    return db
  }

  private doomed(dies: number | null, isFull: boolean): FieldDatabase {
    const db = this.fresh()
    if (dies !== null) dieAfterWrites(db, dies)
    if (isFull) fillUp(db)
    return db
  }

  private phone(tab: string, dies: number | null = null, isFull = false): Phone {
    if (dies !== null || isFull) return new Phone(this.personId, this.doomed(dies, isFull))
    const known = this.living.get(tab)
    const db = known?.isOpen() ? known : this.fresh()
    this.living.set(tab, db)
    return new Phone(this.personId, db)
  }

  /** Only what the app has called saved is promised. */
  private async save(photos: number, dies: number | null, isFull = false): Promise<void> {
    const phone = this.phone('camera', dies, isFull)
    const draftId = newId()
    try {
      for (let n = 0; n < photos; n += 1) await phone.take(draftId, photo(`${n} of ${draftId}`))
      await keepDraft(phone.db, draftId, { category_code: 'dust', note: '扬尘' })
      const report = await saveReport(phone.db, draftId)
      const rows = await phone.db.exhibits.bulkGet([...report.exhibit_ids])
      const exhibits = rows.map((row) => ({ id: row?.id ?? '', sha256: row?.sha256 ?? '' }))
      if (exhibits.length !== photos) throw new Broken('saved without a photo', draftId)
      this.promised.push({ id: report.id, exhibits })
    } catch (error) {
      if (error instanceof Broken || (dies === null && !isFull)) throw error
      phone.db.close()
    }
  }

  private async tab(holder: string, fates: Fate[], dies: number | null = null): Promise<void> {
    const phone = this.phone(holder, dies)
    const line = { ...phone.line(this.server), transport: this.transport, tus: this.tus }
    this.chaos.fates = [...fates]
    this.chaos.kill = () => phone.db.close()
    const sender = { db: phone.db, holder, isForced: false }
    // A killed tab says nothing, whatever it was doing.
    await withLease(sender, async (lost) => void (await runCycle(line, lost))).catch((error) => {
      if (dies === null && phone.db.isOpen()) throw error
      phone.db.close()
    })
  }

  private round(tab: number, fates: Fate[], dies: number | null): Promise<void> {
    return this.tab(`tab ${tab}`, fates, dies)
  }

  private async both(fates: Fate[]): Promise<void> {
    await Promise.all([this.tab('tab 0', fates), this.tab('tab 1', fates)])
  }

  private hold(isHeld: boolean): void {
    for (const id of this.server.exhibits.keys()) {
      if (isHeld) this.server.held.add(id)
      else this.server.held.delete(id)
    }
  }

  /** 0 lost, 0 double, 0 false verified: at any moment. */
  async check(): Promise<void> {
    const { db } = this.phone('eyes')
    for (const exhibit of this.promised.flatMap(({ exhibits }) => exhibits)) {
      const row = await db.exhibits.get(exhibit.id)
      if (!row) throw new Broken('lost: the row', exhibit.id)
      const isProven = await this.hasProof(exhibit)
      if (row.is_receipt_good && !isProven) throw new Broken('false verified', exhibit.id)
      const bytes = await bytesOf(db, row)
      const isHere = bytes !== null && (await sha256Hex(bytes)) === exhibit.sha256
      if (!isHere && !(row.cleared_at !== null && isProven)) throw new Broken('lost', exhibit.id)
    }
    await this.checkDoubles(db)
  }

  private async hasProof({ id, sha256 }: Promised['exhibits'][number]): Promise<boolean> {
    const stored = this.server.exhibits.get(id)
    return stored?.state === 'verified' && (await sha256Hex(stored.bytes)) === sha256
  }

  private async checkDoubles(db: FieldDatabase): Promise<void> {
    const known = new Set(await db.exhibits.toCollection().primaryKeys())
    for (const id of this.server.exhibits.keys()) {
      if (!known.has(id)) throw new Broken('double: an exhibit nobody took', id)
    }
    const reports = new Set(await db.reports.toCollection().primaryKeys())
    for (const id of this.server.incidents.keys()) {
      if (!reports.has(id)) throw new Broken('double: a report nobody saved', id)
    }
    for (const [subject, ids] of this.server.operationIds) {
      if (ids.size > 1) throw new Broken('double: two operations for one thing', subject)
    }
  }

  /** The network is well, the worker works, the clock is right: now everything promised must arrive. */
  async settle(): Promise<void> {
    this.setPhoneClock(this.serverAt)
    this.hold(false)
    for (let round = 0; round < ROUNDS && !(await this.isSettled()); round += 1) {
      // A killed tab's lease has to end first where there are no locks.
      this.serverAt += 120_000
      this.setPhoneClock(this.serverAt)
      await this.tab('tab 0', [])
      await this.chaos.arrive()
      this.server.verifyAll()
    }
    await this.check()
    if (!(await this.isSettled())) throw new Broken('lost: never arrived', '')
  }

  private async isSettled(): Promise<boolean> {
    const { db } = this.phone('eyes')
    const rows = await db.exhibits.bulkGet(
      this.promised.flatMap(({ exhibits }) => exhibits.map(({ id }) => id)),
    )
    const isDone = (await db.operations.where('state').notEqual('done').count()) === 0
    const hasAll = this.promised.every(({ id }) => this.server.incidents.has(id))
    return isDone && hasAll && rows.every((row) => row?.is_receipt_good)
  }

  /** Frees the phone's disk. */
  async end(): Promise<void> {
    for (const db of this.open) db.close()
    await new FieldDatabase(this.personId).delete()
  }
}

/** A promise was broken. */
export class Broken extends Error {
  override readonly name = 'Broken'

  constructor(what: string, id: string) {
    super(`${what} ${id}`)
  }
}
