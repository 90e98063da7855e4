import { expect, it } from 'vitest'

import { changesOf, nextEdit, overlaid, proposal, type OfflineEdit } from './edits'

const AT = '2026-11-22T06:05:00.000Z'
let made = 0
const ids = () => ({ edit: `e${(made += 1)}`, branch: `b${made}` })

it('counts on within the branch while nothing is acknowledged', () => {
  const first = nextEdit({ note: '甲' }, 4, [], ids(), AT)
  const second = nextEdit({ note: '乙' }, 4, [first], ids(), AT)

  expect([first.base_version, first.trunk_version]).toEqual([4, 4])
  expect([second.base_version, second.trunk_version]).toEqual([5, 4])
  expect(second.branch_id).toBe(first.branch_id)
})

it('stays on its trunk although the server has moved on', () => {
  const first = nextEdit({ note: '甲' }, 4, [], ids(), AT)

  expect(nextEdit({ note: '乙' }, 9, [first], ids(), AT).trunk_version).toBe(4)
})

it('shows the last word of each field', () => {
  const unsent = ['甲', '乙'].reduce<OfflineEdit[]>(
    (edits, note) => [...edits, nextEdit({ note }, 1, edits, ids(), AT)],
    [],
  )

  expect(overlaid({ note: '', gate: '西' }, unsent)).toEqual({ note: '乙', gate: '西' })
})

it('sends only the fields that changed', () => {
  expect(changesOf({ a: '1', b: '2' }, { a: '1', b: '3', c: '' })).toEqual({ b: '3' })
})

it('proposes nothing where both sides wrote', () => {
  const side = { base: '', mine: 'm', theirs: 't' }

  expect(
    proposal([
      { ...side, name: 'a', is_clash: true },
      { ...side, name: 'b', is_clash: false },
    ]),
  ).toEqual({ b: 'mine' })
})
