/** Random schedules of everything that goes wrong with an outbox; the seed repeats a run. */
import fc from 'fast-check'
import { vi } from 'vitest'

import type { Fate } from './chaos'
import { Model, type Step } from './model'

const SEED = Number(import.meta.env['VITE_SCHEDULE_SEED'] ?? 20261122)
export const SCHEDULES = Number(import.meta.env['VITE_SCHEDULES'] ?? 1000)
export const START = Date.parse('2026-11-22T07:00:00Z')

/** Good answers up to a fault: a fault in every second call would end each round at its first steps. */
const fault = fc
  .tuple(
    fc.nat(9),
    fc.constantFrom<Fate>('down', 'drop', 'twice', 'late', 'killed', 'killed_before'),
  )
  .map(([after, fate]) => [...Array<Fate>(after).fill('ok'), fate])
const fates = fc.array(fault, { maxLength: 3, size: 'max' }).map((faults) => faults.flat())
const dies = fc.option(fc.nat(12), { freq: 3 })
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('save' as const), photos: fc.constantFrom(1, 2), dies }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'save_when_full' }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('round' as const),
      tab: fc.constantFrom(0 as const, 1 as const),
      fates,
      dies,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('both' as const), fates }) },
  { weight: 2, arbitrary: fc.constantFrom<Step>({ do: 'verify' }, { do: 'arrive' }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('hold' as const), isHeld: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('days' as const), days: fc.constantFrom(1, 8) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('clock' as const),
      hours: fc.constantFrom(-9000, -30, 30, 9000),
    }),
  },
)

/** Half of the phones know the server already, so that faults meet records rather than the enrolment. */
const schedule = fc.record({
  isKnown: fc.boolean(),
  steps: fc.array(step, { minLength: 2, maxLength: 8, size: 'max' }),
})

async function live({ isKnown, steps }: { isKnown: boolean; steps: Step[] }): Promise<void> {
  const model = new Model(START, (at) => vi.setSystemTime(at))
  try {
    if (isKnown) await model.take({ do: 'round', tab: 0, fates: [], dies: null })
    await model.take({ do: 'save', photos: 1, dies: null })
    for (const one of steps) await model.take(one)
    await model.settle()
  } finally {
    await model.end()
  }
}

/** Lives through this shard's share of the schedules and says how many kept every promise. */
export async function liveThrough(shard: number, shards: number): Promise<number> {
  let lived = 0
  await fc.assert(
    fc.asyncProperty(schedule, async (one) => {
      await live(one)
      lived += 1
    }),
    { seed: SEED + shard, numRuns: SCHEDULES / shards },
  )
  // eslint-disable-next-line no-console -- the seed has to be seen
  console.info(`${lived} schedules of seed ${SEED + shard}: 0 lost, 0 double, 0 false verified`)
  return lived
}
