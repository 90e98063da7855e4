import { expect, test } from 'vitest'

import { examinationFacts } from './examinationFacts'

test('times are told as moments and long lists are cut with their number', () => {
  const found = examinationFacts({ taken_at: '2026-11-22T06:00:00Z', list: [1, 2, 3, 4, 5, 6, 7] })

  expect(found[0]?.value).toContain('2026')
  expect(found[1]?.value).toMatch(/\(7\)$/)
})

test('what is told elsewhere or empty is left out', () => {
  expect(examinationFacts({ version: 1, track_points: [[1, 2]], codec: null })).toEqual([])
})

test('nothing found yet is no fact', () => {
  expect(examinationFacts(null)).toEqual([])
})
