import { describe, expect, it } from 'vitest'

import { canonicalText, type Json } from './jcs'

describe('canonical JSON', () => {
  it('sorts keys, drops spaces and writes RFC 8785 escapes', () => {
    const value = { b: [1, true, null], a: '\u20ac$\u000f\nA\'B"\\"/', A: {} }

    expect(canonicalText(value)).toBe(
      '{"A":{},"a":"€$\\u000f\\nA\'B\\"\\\\\\"/","b":[1,true,null]}',
    )
  })

  it('keeps characters outside the basic plane whole', () => {
    expect(canonicalText({ name: '𠮷野' })).toBe('{"name":"𠮷野"}')
  })

  it('writes minus zero as zero', () => {
    expect(canonicalText([-0])).toBe('[0]')
  })

  it.each<[string, Json]>([
    ['a float', { lon: 118.1 }],
    ['an unsafe integer', [2 ** 53]],
    ['a key that is not ASCII', { 名: 1 }],
    ['half a character', ['\ud842']],
  ])('refuses %s', (_, value) => {
    expect(() => canonicalText(value)).toThrow(TypeError)
  })
})
