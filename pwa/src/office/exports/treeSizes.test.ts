import { expect, test } from 'vitest'

import { treeSizesOf } from './treeSizes'

test('sizes are read however they are separated, once each and in order', () => {
  expect(treeSizesOf(' 4031，1200、 4031 ')).toEqual([1200, 4031])
})

test('nothing typed is no size', () => {
  expect(treeSizesOf(' ')).toEqual([])
})

test('what is no size is refused', () => {
  expect(['12a', '0', '-3', '1.5'].map(treeSizesOf)).toEqual([null, null, null, null])
})
