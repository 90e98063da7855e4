import type { Answer } from '@/api/client'
import { describe, expect, it } from 'vitest'

import { useCommand } from './useCommand'

const done = { ok: true, data: { done: true }, etag: null, status: 200 }
const offline = {
  ok: false,
  problem: { code: 'offline', status: 0, title: 'offline', retry: 'later' },
}

/** A command over a server that answers as told and remembers what it was sent. */
function commandOver(...answers: unknown[]) {
  const sent: { key: string; ifMatch: string | undefined }[] = []
  const command = useCommand<{ done: boolean }>((_path, options) => {
    sent.push({ key: options.idempotencyKey, ifMatch: options.ifMatch })
    return Promise.resolve((answers.shift() ?? done) as Answer<never>)
  })
  return { command, sent }
}

describe('command', () => {
  it('sends one request for a double click', async () => {
    const { command, sent } = commandOver()

    await Promise.all([command.run('/a', {}, 1), command.run('/a', {}, 1)])

    expect(sent).toHaveLength(1)
  })

  it('repeats the same wish with the same key after the network failed', async () => {
    const { command, sent } = commandOver(offline, done)

    expect(await command.run('/a', { note: 'x' }, 1)).toBeNull()
    expect(command.problem.value?.code).toBe('offline')
    expect(await command.run('/a', { note: 'x' }, 1)).toEqual({ done: true })

    expect(sent[1]?.key).toBe(sent[0]?.key)
    expect(command.problem.value).toBeNull()
  })

  it('takes a new key when the values or the revision changed', async () => {
    const { command, sent } = commandOver(offline, offline, done)

    await command.run('/a', { note: 'x' }, 1)
    await command.run('/a', { note: 'y' }, 1)
    await command.run('/a', { note: 'y' }, 2)

    expect(new Set(sent.map((request) => request.key)).size).toBe(3)
    expect(sent[2]?.ifMatch).toBe('"2"')
  })
})
