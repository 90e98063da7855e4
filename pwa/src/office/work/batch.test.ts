import { describe, expect, it } from 'vitest'

import type { Answer } from '@/api/client'

import { makeBatch, type BatchThing, type SendStep } from './batch'

const thing = (id: string): BatchThing => ({
  id,
  label: id,
  page: null,
  path: `/cases/${id}/actions/archive`,
  revision: 3,
})
const things = ['a', 'b', 'c'].map(thing)
const ok: Answer<unknown> = { ok: true, data: {}, etag: null, status: 200 }
const problem = (status: number): Answer<unknown> => ({
  ok: false,
  problem: { code: 'x', status, title: 'x', retry: 'never' },
})

/** A server that answers what it is told and remembers what it was asked. */
function server(answers: Record<string, Answer<unknown>[]>) {
  const asked: { id: string; key: string; ifMatch: string | undefined; body: unknown }[] = []
  const send: SendStep = (path, options) => {
    const id = path.split('/')[2] ?? ''
    asked.push({ id, key: options.idempotencyKey, ifMatch: options.ifMatch, body: options.body })
    return Promise.resolve(answers[id]?.shift() ?? ok)
  }
  let made = 0
  return { asked, batch: makeBatch(send, () => `key-${++made}`) }
}

const outcomes = (batch: ReturnType<typeof makeBatch>) =>
  batch.entries.value.map((one) => one.outcome)

describe('a batch', () => {
  it('takes each step once, with its own key and revision', async () => {
    const { asked, batch } = server({})
    await batch.start('archive', things, { note: 'x' })
    expect(asked.map((one) => one.id)).toEqual(['a', 'b', 'c'])
    expect(new Set(asked.map((one) => one.key)).size).toBe(3)
    expect(asked[0]).toMatchObject({ ifMatch: '"3"', body: { note: 'x' } })
    expect(outcomes(batch)).toEqual(['done', 'done', 'done'])
  })

  it('goes on after a refusal and keeps its reasons', async () => {
    const { batch } = server({ b: [problem(409)] })
    await batch.start('archive', things, {})
    expect(outcomes(batch)).toEqual(['done', 'refused', 'done'])
    expect(batch.entries.value[1]?.problem?.status).toBe(409)
  })

  it('stops where no answer comes, and asks again with the same key', async () => {
    const { asked, batch } = server({ b: [problem(0)] })
    await batch.start('archive', things, {})
    expect(outcomes(batch)).toEqual(['done', 'unsure', 'left'])
    await batch.resume()
    expect(outcomes(batch)).toEqual(['done', 'done', 'done'])
    const keys = asked.filter((one) => one.id === 'b').map((one) => one.key)
    expect(keys).toEqual([keys[0], keys[0]])
    expect(asked.filter((one) => one.id === 'a')).toHaveLength(1)
  })

  it('leaves the rest untouched when it is stopped', async () => {
    const { asked, batch } = server({})
    const started = batch.start('archive', things, {})
    batch.stop()
    await started
    expect(asked.map((one) => one.id)).toEqual(['a'])
    expect(outcomes(batch)).toEqual(['done', 'left', 'left'])
  })

  it('is not started twice', async () => {
    const { asked, batch } = server({})
    await Promise.all([batch.start('archive', things, {}), batch.start('archive', things, {})])
    expect(asked).toHaveLength(3)
  })
})
