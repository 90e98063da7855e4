import { describe, expect, it } from 'vitest'

import type { Incident } from '@/domain/resources'
import { forgetConflicts, listConflicts } from '@/store/conflicts'
import { listLatest } from '@/store/reads'
import { LossyServer } from '@/testing/lossyServer'
import { Phone } from '@/testing/phone'

import { pullChanges } from './pull'
import type { PulledChange } from './transport'

const INCIDENT = {
  id: '019aa5c0-0000-7000-8000-000000000001',
  revision: 2,
  state: 'accepted',
  category_code: 'dust',
  note: '',
  occurred_at: '2026-11-22T06:05:00.000Z',
  reported_at: '2026-11-22T06:05:00.000Z',
  position: null,
  exhibits: [],
}

function setUp() {
  const phone = new Phone()
  const asked: (string | undefined)[] = []
  const reported_by = { id: phone.personId, full_name: '王秀英' }
  const change = (kind: string, resource: unknown, deleted = false): PulledChange => ({
    kind,
    id: INCIDENT.id,
    deleted,
    resource,
  })
  const pull = async (changes: PulledChange[], next_cursor: string, personId = phone.personId) => {
    const transport = {
      ...new LossyServer(phone.personId).transport,
      pull: async (cursor: string | undefined) => {
        asked.push(cursor)
        const data = { changes, next_cursor, has_more: false }
        return { ok: true as const, data, etag: null, status: 200 }
      },
    }
    return pullChanges(phone.db, transport, personId)
  }
  const incident = { ...INCIDENT, reported_by } as unknown as Incident
  return { phone, asked, change, pull, incident }
}

describe('pulling', () => {
  it('passes over a kind that only a newer app knows and goes on behind it', async () => {
    const { phone, asked, change, pull, incident } = setUp()

    await pull([change('comet', { tail: 'long' }), change('incident', incident)], 'c1')
    await pull([], 'c2')

    expect(await phone.db.reports.count()).toBe(1)
    expect(asked).toEqual([undefined, 'c1'])
  })

  it('starts again once the app has learnt a kind that it passed over before', async () => {
    const { phone, asked, pull } = setUp()
    await pull([], 'c1')
    await phone.db.keep('pulled_kinds', ['exhibit'])

    await pull([], 'c2')
    await pull([], 'c3')

    expect(asked).toEqual([undefined, undefined, 'c2'])
  })

  it('takes the newest of several tidings of one thing on a page', async () => {
    const { phone, change, pull, incident } = setUp()
    const newer = { ...incident, revision: 3, state: 'assigned' }

    await pull([change('incident', newer), change('incident', incident)], 'c1')

    expect((await phone.db.reports.get(incident.id))?.server?.revision).toBe(3)
    expect((await phone.db.grid_incidents.get(incident.id))?.state).toBe('assigned')
  })

  it('places what came in late where it happened', async () => {
    const { phone, change, pull, incident } = setUp()
    const earlier = { ...incident, id: 'earlier', occurred_at: '2026-11-21T06:05:00.000Z' }
    const late = { ...earlier, reported_at: '2026-11-23T06:05:00.000Z' }

    await pull([change('incident', incident), change('incident', late)], 'c1')

    const listed = (await listLatest(phone.db, 1)).map(({ report }) => report.id)
    expect(listed).toEqual([incident.id])
  })

  it('keeps count of the reports in conflict, and counts anew when the count was lost', async () => {
    const { phone, change, pull, incident } = setUp()
    const inConflict = async () => (await listConflicts(phone.db)).reports.map(({ id }) => id)
    await pull([change('incident', { ...incident, note_conflicts: [{}] })], 'c1')
    expect(await phone.db.setting('in_conflict')).toEqual([incident.id])
    expect(await inConflict()).toEqual([incident.id])

    await forgetConflicts(phone.db)
    expect(await inConflict()).toEqual([incident.id])

    await pull([change('incident', { ...incident, revision: 3, note_conflicts: [] })], 'c2')
    expect(await phone.db.setting('in_conflict')).toEqual([])
    expect(await inConflict()).toEqual([])
  })

  it('keeps what the phone recorded when the thing has left this person’s scope', async () => {
    const { phone, change, pull, incident } = setUp()
    await pull([change('incident', incident)], 'c1')

    await pull([change('incident', null, true)], 'c2')

    expect((await phone.db.reports.get(incident.id))?.server?.state).toBe('accepted')
  })

  it('lets old news overwrite nothing newer', async () => {
    const { phone, change, pull, incident } = setUp()
    await pull([change('incident', incident)], 'c1')

    await pull([change('incident', { ...incident, revision: 1, state: 'reported' })], 'c2')

    expect((await phone.db.reports.get(incident.id))?.server?.state).toBe('accepted')
  })
})

describe('pulling many pages', () => {
  /** Pages c1, c2, … of one change each; `told` says in which order things happened. */
  function feed(count: number) {
    const { phone, change, incident } = setUp()
    const told: string[] = []
    const transport = {
      ...new LossyServer(phone.personId).transport,
      pull: async (cursor: string | undefined, know: (next: string | null) => void) => {
        const page = cursor === undefined ? 1 : Number(cursor.slice(1)) + 1
        told.push(`asked ${page}`)
        know(page < count ? `c${page}` : null)
        const changes = [change('incident', { ...incident, revision: page })]
        const data = { changes, next_cursor: `c${page}`, has_more: page < count }
        return { ok: true as const, data, etag: null, status: 200 }
      },
    }
    phone.db.reports.hook('creating', () => void told.push('wrote'))
    phone.db.reports.hook('updating', () => void told.push('wrote'))
    return { phone, told, transport, pull: () => pullChanges(phone.db, transport, phone.personId) }
  }

  it('asks for each page once, and for the next one before it has written this one', async () => {
    const { phone, told, pull } = feed(3)

    expect(await pull()).toBeNull()

    expect(told).toEqual(['asked 1', 'asked 2', 'wrote', 'asked 3', 'wrote', 'wrote'])
    expect(await phone.db.setting('cursor')).toBe('c3')
  })

  it('goes on behind the last page it wrote, whatever it had asked for beyond', async () => {
    const { phone, told, transport, pull } = feed(3)
    const lost = { code: 'offline', status: 0, title: 'offline', retry: 'later' as const }
    const whole = transport.pull
    transport.pull = async (cursor, know) => {
      if (cursor === 'c1') return { ok: false as const, problem: lost } as never
      return whole(cursor, know)
    }

    expect(await pull()).toEqual(lost)
    expect(await phone.db.setting('cursor')).toBe('c1')
    transport.pull = whole
    await pull()

    expect(told).toEqual(['asked 1', 'wrote', 'asked 2', 'asked 3', 'wrote', 'wrote'])
  })

  it('leaves a page it asked for ahead when it is to start anew', async () => {
    const { phone, told, pull } = feed(2)
    phone.db.reports.hook('creating', (_key, _row, transaction) => {
      transaction.on('complete', () => void phone.db.settings.delete('pulled_kinds'))
    })

    await pull()

    expect(told.filter((one) => one.startsWith('asked')).slice(0, 3)).toEqual([
      'asked 1',
      'asked 2',
      'asked 1',
    ])
  })
})
