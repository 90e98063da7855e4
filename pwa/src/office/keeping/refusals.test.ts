import { expect, test } from 'vitest'

import { namesIn, refusalWords, refusedIn } from './refusals'

const refused = {
  code: 'disposal_refused',
  status: 409,
  title: '',
  retry: 'never',
  exhibits: [{ exhibit_id: 'a', reasons: ['on_hold', 'in_open_case'] }],
} as const

test('every reason of a refused exhibit is told in words beside its name', () => {
  const names = namesIn([{ id: 'a', file_name: 'IMG_1.jpg' }], (one) => one.id)

  expect(refusedIn(refused, names)).toEqual([
    { id: 'a', name: 'IMG_1.jpg', words: '已被依法留存、属于未办结的案件' },
  ])
})

test('codes noted with commas are told in words', () => {
  expect(refusalWords('retention_not_ended,store_lock_not_ended')).not.toMatch(/[a-z]/)
})

test('another problem refuses no exhibit', () => {
  expect(refusedIn({ ...refused, code: 'forbidden' })).toEqual([])
})
