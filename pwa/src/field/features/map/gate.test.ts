import { afterEach, beforeEach, expect, it } from 'vitest'

import { FieldDatabase } from '@/store/database'
import type { SyncPhase } from '@/store/rows'

import { gateOf } from './gate'

let db: FieldDatabase
let ending: AbortController

const say = (phase: SyncPhase) =>
  db.keep('sync', { phase, last_sync_at: null, next_try_at: null, problem: null })
const soon = () => new Promise((done) => setTimeout(done, 50))

beforeEach(() => {
  db = new FieldDatabase(`gate-${Math.random()}`)
  ending = new AbortController()
})
afterEach(async () => {
  ending.abort()
  await db.delete()
})

it('lets nothing pass while evidence is sent, and what waits as soon as that is over', async () => {
  await say('sending')
  let hasPassed = false
  const passing = gateOf(db, ending.signal)().then((cut) => {
    hasPassed = true
    return cut
  })
  await soon()
  expect(hasPassed).toBe(false)

  await say('idle')
  expect((await passing).aborted).toBe(false)
})

it('cuts off what passed when evidence is sent again, and opens anew afterwards', async () => {
  await say('offline')
  const pass = gateOf(db, ending.signal)
  const cut = await pass()
  await say('sending')
  await soon()
  expect(cut.aborted).toBe(true)

  await say('idle')
  expect((await pass()).aborted).toBe(false)
})

it('holds nobody back once it is over', async () => {
  await say('sending')
  const passing = gateOf(db, ending.signal)()
  ending.abort()

  expect((await passing).aborted).toBe(true)
})
