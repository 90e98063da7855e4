import { describe, expect, it } from 'vitest'

import { linesOf } from './track'

const point = (seq: number) => ({ seq, at: '', lon: seq, lat: 0, accuracy_m: null })
const gap = (seq: number) => ({ seq, began_at: '', ended_at: '', reason: 'app_closed' })

describe('a track', () => {
  it('is one line while nothing interrupts it', () => {
    expect(linesOf({ points: [point(1), point(2)], gaps: [] })).toHaveLength(1)
  })

  it('is cut at every gap between two points', () => {
    const lines = linesOf({ points: [point(1), point(3), point(5)], gaps: [gap(2), gap(4)] })

    expect(lines.map((line) => line.length)).toEqual([1, 1, 1])
  })

  it('is not cut by a gap before its first or after its last point', () => {
    expect(linesOf({ points: [point(2), point(3)], gaps: [gap(1), gap(4)] })).toHaveLength(1)
  })
})
