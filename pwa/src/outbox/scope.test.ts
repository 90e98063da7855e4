import { describe, expect, it } from 'vitest'

import type { Site } from '@/domain/sites'
import { LossyServer } from '@/testing/lossyServer'
import { Phone } from '@/testing/phone'

import { runCycle } from './cycle'

function siteRow(id: string, grid_id: string) {
  return { ...({ id, revision: 1, name: id } as unknown as Site), grid_id }
}

async function setUp() {
  const phone = new Phone()
  const server = new LossyServer(phone.personId)
  const asked: (string | undefined)[] = []
  server.transport.pull = async (cursor) => {
    asked.push(cursor)
    const data = { changes: [], next_cursor: `c${asked.length}`, has_more: false }
    return { ok: true, data, etag: null, status: 200 }
  }
  const cycle = () => runCycle(phone.line(server), new AbortController().signal)
  await cycle()
  await phone.db.sites.bulkPut([siteRow('mill', 'yundang'), siteRow('dock', 'dongdu')])
  return { phone, server, asked, cycle }
}

describe('a person’s scope', () => {
  it('stays, and so does the place up to which changes were taken over', async () => {
    const { phone, asked, cycle } = await setUp()

    await cycle()

    expect(asked).toEqual([undefined, 'c1'])
    expect(await phone.db.sites.count()).toBe(2)
  })

  it('changes with the grids: all is asked for anew, and files of other grids leave', async () => {
    const { phone, server, asked, cycle } = await setUp()
    const lists = () => server.calls.filter((call) => call === 'grids').length
    server.grids = ['dongdu']

    await cycle()
    await cycle()

    expect(asked).toEqual([undefined, undefined, 'c2'])
    expect((await phone.db.sites.toArray()).map(({ id }) => id)).toEqual(['dock'])
    expect(lists()).toBe(2)
  })

  it('may change while reports wait, and none is lost', async () => {
    const { phone, server, cycle } = await setUp()
    const report = await phone.report()
    server.grids = []

    await cycle()

    expect(server.incidents.has(report.id)).toBe(true)
    expect(await phone.db.sites.count()).toBe(2)
  })
})
