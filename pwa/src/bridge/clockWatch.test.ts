import { describe, expect, it } from 'vitest'

import { jumpBetween } from './clockWatch'

describe('a clock that is moved', () => {
  const at = (wall: number, mono: number) => ({ wall, mono })

  it('is noticed in both directions', () => {
    expect(jumpBetween(at(0, 0), at(86_400_000 + 5000, 5000), false)).toBe(86_400_000)
    expect(jumpBetween(at(0, 0), at(-3_600_000 + 5000, 5000), false)).toBe(-3_600_000)
  })

  it('is not confused with a slow step or a sleeping phone', () => {
    expect(jumpBetween(at(0, 0), at(5500, 5000), false)).toBe(0)
    expect(jumpBetween(at(0, 0), at(600_000, 1000), true)).toBe(0)
    expect(jumpBetween(at(0, 0), at(-600_000, 1000), true)).toBe(-601_000)
  })
})
