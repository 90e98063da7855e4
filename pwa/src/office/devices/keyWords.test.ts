import { expect, test } from 'vitest'

import { keyWords } from './keyWords'

test('a key is read aloud by its first sixteen digits in fours', () => {
  expect(keyWords('a1b2c3d4e5f60718ffff')).toBe('a1b2 c3d4 e5f6 0718')
})

test('a key too short for groups is shown as it is', () => {
  expect(keyWords('a1b')).toBe('a1b')
})
