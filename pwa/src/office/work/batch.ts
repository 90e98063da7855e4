/** A batch: one step on several things, each on its own, so that nothing is ever half done. */
import type { Answer, Problem } from '@/api/client'
import { computed, ref, shallowRef, type ComputedRef, type Ref } from 'vue'

export interface BatchThing {
  id: string
  /** What the result list calls it. */
  label: string
  /** Where it is looked at. */
  page: string | null
  /** Where its step is taken. */
  path: string
  revision: number | null
}

/** `unsure`: no answer came; asking again with the same key does it once at most. */
export type Outcome = 'waiting' | 'running' | 'done' | 'refused' | 'unsure' | 'left'

export interface Entry extends BatchThing {
  key: string
  outcome: Outcome
  problem: Problem | null
}

export type SendStep = (
  path: string,
  options: { body: unknown; idempotencyKey: string; ifMatch?: string },
) => Promise<Answer<unknown>>

export interface Batch {
  entries: Readonly<Ref<readonly Entry[]>>
  /** The task it was started for. */
  task: Readonly<Ref<string>>
  running: Readonly<Ref<boolean>>
  settled: ComputedRef<number>
  count: (outcome: Outcome) => number
  start: (task: string, things: readonly BatchThing[], body: unknown) => Promise<void>
  /** Lets the step under way end and leaves the rest untouched. */
  stop: () => void
  /** Asks again for what had no answer and for what was left, with the keys of the first time. */
  resume: () => Promise<void>
  clear: () => void
}

export function makeBatch(send: SendStep, makeKey: () => string): Batch {
  const entries = shallowRef<readonly Entry[]>([])
  const task = ref('')
  const running = ref(false)
  let body: unknown = {}
  let isStopping = false

  function change(id: string, to: Partial<Entry>): void {
    entries.value = entries.value.map((one) => (one.id === id ? { ...one, ...to } : one))
  }

  async function take(one: Entry): Promise<void> {
    change(one.id, { outcome: 'running' })
    const answer = await send(one.path, {
      body,
      idempotencyKey: one.key,
      ...(one.revision === null ? {} : { ifMatch: `"${one.revision}"` }),
    })
    if (answer.ok) return change(one.id, { outcome: 'done', problem: null })
    const { problem } = answer
    const isKnown = problem.status >= 400 && problem.status < 500 && problem.status !== 401
    change(one.id, { outcome: isKnown ? 'refused' : 'unsure', problem })
    // Without a connection or a session the next would fare no better.
    if (!isKnown) isStopping = true
  }

  async function run(): Promise<void> {
    running.value = true
    isStopping = false
    for (const one of entries.value.filter((entry) => entry.outcome === 'waiting')) {
      if (isStopping) change(one.id, { outcome: 'left' })
      else await take(one)
    }
    running.value = false
  }

  async function start(
    name: string,
    things: readonly BatchThing[],
    wanted: unknown,
  ): Promise<void> {
    if (running.value) return
    task.value = name
    body = wanted
    entries.value = things.map((one) => ({
      ...one,
      key: makeKey(),
      outcome: 'waiting',
      problem: null,
    }))
    await run()
  }

  async function resume(): Promise<void> {
    if (running.value) return
    const isOpen = (one: Entry) => one.outcome === 'unsure' || one.outcome === 'left'
    entries.value = entries.value.map((one) =>
      isOpen(one) ? { ...one, outcome: 'waiting', problem: null } : one,
    )
    await run()
  }

  function clear(): void {
    if (!running.value) entries.value = []
  }

  return {
    entries,
    task,
    running,
    settled: computed(
      () => entries.value.filter((one) => !['waiting', 'running'].includes(one.outcome)).length,
    ),
    count: (outcome) => entries.value.filter((one) => one.outcome === outcome).length,
    start,
    stop: () => {
      isStopping = true
    },
    resume,
    clear,
  }
}
