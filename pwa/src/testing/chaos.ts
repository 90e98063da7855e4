/** What a network, a phone and its owner can do to an outbox, as a schedule that can be repeated. */
import type { Answer, Problem } from '@/api/client'
import type { FieldDatabase } from '@/store/database'

/** What becomes of one request. `late`: it arrives after others that were sent later. */
export type Fate = 'ok' | 'down' | 'drop' | 'twice' | 'late' | 'killed' | 'killed_before'

const OFFLINE: Problem = { code: 'offline', status: 0, title: 'offline', retry: 'later' }
const LOST = { ok: false as const, problem: OFFLINE }

type Call = (...given: never[]) => Promise<Answer<unknown>>

/** A line on which each request meets the next fate of the schedule. */
export class Chaos {
  fates: Fate[] = []
  /** Ends the tab that has the line: nothing it does afterwards counts. */
  kill: () => void = () => undefined
  private readonly late: (() => Promise<unknown>)[] = []

  /** Requests that were held up arrive now. */
  async arrive(): Promise<void> {
    for (const request of this.late.splice(0)) await request().catch(() => undefined)
  }

  /** The same server behind this line. */
  through<T extends object>(server: T): T {
    const meet = (call: Call, given: never[]) => this.meet(() => call.apply(server, given))
    return new Proxy(server, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name)
        if (typeof member !== 'function') return member
        return (...given: never[]) => meet(member as Call, given)
      },
    })
  }

  private async meet(call: () => Promise<Answer<unknown>>): Promise<Answer<unknown>> {
    const fate = this.fates.shift() ?? 'ok'
    const sent = ['down', 'late', 'killed_before'].includes(fate) ? LOST : await call()
    if (fate === 'twice') return call()
    if (fate === 'late') this.late.push(call)
    else await this.arrive()
    if (fate.startsWith('killed')) this.kill()
    return fate === 'ok' ? sent : LOST
  }
}

/** Lets so many writes through, then closes the tables for good as a kill would. */
export function dieAfterWrites(db: FieldDatabase, writes: number): void {
  let left = writes
  db.use({
    stack: 'dbcore',
    name: 'death',
    create: (core) => ({
      ...core,
      table: (name) => {
        const table = core.table(name)
        return {
          ...table,
          mutate: (request) => {
            left -= 1
            if (left >= 0) return table.mutate(request)
            return Promise.reject(new Error('killed'))
          },
        }
      },
    }),
  })
}

/** Refuses every write of bytes, as a full disk does. */
export function fillUp(db: FieldDatabase): void {
  db.use({
    stack: 'dbcore',
    name: 'full',
    create: (core) => ({
      ...core,
      table: (name) => {
        const table = core.table(name)
        if (name !== 'blobs') return table
        const full = () => Promise.reject(new DOMException('no room', 'QuotaExceededError'))
        return { ...table, mutate: full }
      },
    }),
  })
}
