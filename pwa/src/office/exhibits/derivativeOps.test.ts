import { expect, test } from 'vitest'

import { isDrawn, millisecondsOf, opsFor, regionBetween } from './derivativeOps'

test('a rectangle is the same whichever corner it was drawn from, and stays in the picture', () => {
  expect(regionBetween([0.8, 0.9], [-0.2, 0.4])).toEqual({ x: 0, y: 0.4, width: 0.8, height: 0.5 })
})

test('a mere click is no rectangle', () => {
  expect(isDrawn(regionBetween([0.5, 0.5], [0.501, 0.501]))).toBe(false)
})

test('times are read with and without hours', () => {
  expect(['1:02:03.5', '02:03', '0:07'].map(millisecondsOf)).toEqual([3_723_500, 123_000, 7000])
})

test('what is no time is refused', () => {
  expect(['', '12', '1:75', 'abc'].map(millisecondsOf)).toEqual([null, null, null, null])
})

test('a table can be neither redacted nor clipped', () => {
  expect(opsFor({ kind: 'file' })).toEqual([])
})
