import { describe, expect, it } from 'vitest'

import type { Answer, Problem } from '@/api/client'
import type { OperationRow } from '@/store/rows'
import { LossyServer } from '@/testing/lossyServer'
import { Phone } from '@/testing/phone'

import { runCycle } from './cycle'
import type { PushOperation, PushResult } from './transport'

const UNREADABLE: Problem = {
  code: 'invalid',
  status: 422,
  title: '',
  retry: 'never',
  errors: [{ pointer: '/operations/3/payload', code: 'invalid', text: '' }],
}

async function withBatchesRefused(phone: Phone, server: LossyServer, problem: Problem) {
  const poison = (await phone.db.operations.toArray())[2] as OperationRow
  const { push } = server.transport
  const line = phone.line(server)
  const transport = {
    ...line.transport,
    push: (
      device: string,
      operations: readonly PushOperation[],
    ): Promise<Answer<{ results: readonly PushResult[] }>> =>
      operations.some(({ id }) => id === poison.id)
        ? Promise.resolve({ ok: false, problem })
        : push(device, operations),
  }
  const answer = await runCycle({ ...line, transport }, new AbortController().signal)
  return { poison, answer }
}

describe('a batch that the server cannot read', () => {
  it('is halved until the bad operation is alone, and only that one is put aside', async () => {
    const phone = new Phone()
    const server = new LossyServer(phone.personId)
    await phone.report(4)

    const { poison } = await withBatchesRefused(phone, server, UNREADABLE)

    const rows = await phone.db.operations.toArray()
    const dead = rows.filter(({ state }) => state === 'dead')
    expect(dead.map(({ id }) => id)).toEqual([poison.id])
    expect(dead[0]?.problem?.code).toBe('invalid')
    expect(rows.filter(({ state }) => state === 'done')).toHaveLength(4)
  })

  it('for a reason of the whole phone puts nothing aside', async () => {
    const phone = new Phone()
    const server = new LossyServer(phone.personId)
    await phone.report(2)
    const errors = [{ pointer: '/device_id', code: 'device_unknown', text: '' }]

    await withBatchesRefused(phone, server, { ...UNREADABLE, errors })

    const states = (await phone.db.operations.toArray()).map(({ state }) => state)
    expect(new Set(states)).toEqual(new Set(['waiting']))
  })
})
