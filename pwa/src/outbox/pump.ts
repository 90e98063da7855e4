/** Decides when a round with the server is due, and that only one tab runs it. */
import type { Problem } from '@/api/client'
import { backoff } from '@/domain/backoff'
import { newId } from '@/domain/ids'
import { storedProblem } from '@/store/problems'
import type { SyncPhase, SyncStatus } from '@/store/rows'

import { runCycle, type Line } from './cycle'
import { hasUnproven } from './deliver'
import { withLease } from './lease'

/** The part of the Web Locks API that is used: run alone, or not at all. */
export interface Locks {
  request(
    name: string,
    options: { ifAvailable: true },
    run: (lock: unknown) => Promise<void>,
  ): Promise<void>
}

const IDLE_MS = 120_000
const OTHER_TAB_MS = 15_000
const PROOF_MS = 2_000
const PROOF_LONGEST_MS = 30_000

function phaseOf(problem: Problem | null): SyncPhase {
  if (problem === null) return 'idle'
  if (problem.retry === 'after_login') return 'needs_login'
  return problem.code === 'offline' ? 'offline' : 'problem'
}

export class Pump {
  private timer: ReturnType<typeof setTimeout> | undefined
  private readonly holder = newId()
  private stopping = new AbortController()
  private running: Promise<void> | undefined
  private isWanted = false
  private failures = 0
  private proofChecks = 0

  constructor(
    private readonly line: Line,
    private readonly locks: Locks | undefined,
  ) {}

  /** Begins at once, and again whenever the network or the screen comes back. */
  start(): void {
    if (typeof window !== 'undefined') {
      window.addEventListener('online', this.wake)
      window.addEventListener('offline', this.wake)
      document.addEventListener('visibilitychange', this.wakeIfVisible)
    }
    this.wake()
  }

  /** Ends after the request in flight; nothing is lost by stopping anywhere. */
  async stop(): Promise<void> {
    if (typeof window !== 'undefined') {
      window.removeEventListener('online', this.wake)
      window.removeEventListener('offline', this.wake)
      document.removeEventListener('visibilitychange', this.wakeIfVisible)
    }
    clearTimeout(this.timer)
    this.stopping.abort()
    await this.running
  }

  /** Something was saved, somebody signed in or asked: go now, with patience renewed. */
  readonly wake = (): void => {
    this.failures = 0
    this.proofChecks = 0
    void this.run()
  }

  /** Runs a round now unless one runs already; then another follows it. */
  async run(): Promise<void> {
    this.isWanted = true
    this.running ??= this.loop().finally(() => {
      this.running = undefined
    })
    return this.running
  }

  private readonly wakeIfVisible = (): void => {
    if (document.visibilityState === 'visible') this.wake()
  }

  private async loop(): Promise<void> {
    while (this.isWanted && !this.stopping.signal.aborted) {
      this.isWanted = false
      clearTimeout(this.timer)
      await this.alone()
    }
  }

  private async alone(): Promise<void> {
    if (!this.locks) return this.leased(false)
    const name = `xunzheng-outbox-${this.line.personId}`
    await this.locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock === null) this.again(OTHER_TAB_MS)
      else await this.leased(true)
    })
  }

  private async leased(isForced: boolean): Promise<void> {
    const sender = { db: this.line.db, holder: this.holder, isForced }
    const mayStop = (lost: AbortSignal) => {
      const either = new AbortController()
      for (const signal of [lost, this.stopping.signal]) {
        signal.addEventListener('abort', () => either.abort())
      }
      if (this.stopping.signal.aborted) either.abort()
      return either.signal
    }
    if (!(await withLease(sender, (lost) => this.round(mayStop(lost))))) this.again(OTHER_TAB_MS)
  }

  private async round(signal: AbortSignal): Promise<void> {
    const before = await this.line.db.setting('sync')
    await this.tell(before, 'sending', null, null)
    const problem = await this.attempt(signal)
    const wait = await this.waitAfter(problem)
    const phase = phaseOf(problem)
    const next = wait === null ? null : new Date(Date.now() + wait).toISOString()
    if (!this.stopping.signal.aborted) await this.tell(before, phase, problem, next)
    if (wait !== null) this.again(wait)
  }

  private async attempt(signal: AbortSignal): Promise<Problem | null> {
    try {
      return await runCycle(this.line, signal)
    } catch (error) {
      // A fault of this program or of the phone's storage: say so, keep everything, try again later.
      console.error(error)
      return { code: 'sync_failed', status: 0, title: String(error), retry: 'later' }
    }
  }

  private async waitAfter(problem: Problem | null): Promise<number | null> {
    if (problem === null) {
      this.failures = 0
      if (!(await hasUnproven(this.line.db))) return IDLE_MS
      this.proofChecks += 1
      return Math.min(PROOF_LONGEST_MS, PROOF_MS * 1.3 ** (this.proofChecks - 1))
    }
    if (problem.retry === 'after_login') return null
    this.failures += 1
    return backoff(this.failures - 1)
  }

  private async tell(
    before: SyncStatus | undefined,
    phase: SyncPhase,
    problem: Problem | null,
    next_try_at: string | null,
  ): Promise<void> {
    const isDone = phase === 'idle'
    await this.line.db.keep('sync', {
      phase,
      last_sync_at: isDone ? new Date().toISOString() : (before?.last_sync_at ?? null),
      next_try_at,
      problem: problem === null ? null : storedProblem(problem),
    })
  }

  private again(wait: number): void {
    clearTimeout(this.timer)
    if (!this.stopping.signal.aborted) this.timer = setTimeout(() => void this.run(), wait)
  }
}
