import { describe, expect, it } from 'vitest'

import { headingOf, rollOf } from './orientation'

describe('the pose of a phone held upright', () => {
  it('looks north when its back faces north, and turns clockwise', () => {
    expect(headingOf(0, 90, 0)).toBeCloseTo(0, 6)
    expect(headingOf(270, 90, 0)).toBeCloseTo(90, 6)
    expect(headingOf(180, 90, 0)).toBeCloseTo(180, 6)
    expect(headingOf(90, 80, 0)).toBeCloseTo(270, 6)
  })

  it('has no heading while it looks at the ground', () => {
    expect(headingOf(10, 0, 0)).toBeNull()
  })

  it('is level when upright and leans with its right side down', () => {
    expect(rollOf(90, 0)).toBeCloseTo(0, 6)
    expect(rollOf(60, 30)).toBeGreaterThan(5)
    expect(rollOf(60, -30)).toBeLessThan(-5)
    expect(rollOf(0, 0)).toBeNull()
  })
})
