import { describe, expect, it } from 'vitest'

import { isSame, namedParts } from './savedFilters'

describe('saved filters', () => {
  it('keep only what is set', () => {
    expect(namedParts({ state: 'hearing', q: '' })).toEqual({ state: 'hearing' })
  })

  it('are the same in any order and differ by one value or one more', () => {
    expect(isSame({ a: '1', b: '2' }, { b: '2', a: '1' })).toBe(true)
    expect(isSame({ a: '1' }, { a: '2' })).toBe(false)
    expect(isSame({ a: '1' }, { a: '1', b: '2' })).toBe(false)
    expect(isSame({ a: '1', b: '2' }, { a: '1' })).toBe(false)
  })
})
