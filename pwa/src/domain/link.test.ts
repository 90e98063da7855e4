import { describe, expect, it } from 'vitest'

import { LinkSpeed, SMALLEST_PIECE } from './link'
import { SEGMENT_BYTES } from './segments'

describe('the size of a piece', () => {
  it('grows on a fast link up to a segment', () => {
    const speed = new LinkSpeed()
    for (let n = 0; n < 4; n += 1) speed.carried(SEGMENT_BYTES, 1000)

    expect(speed.piece).toBe(SEGMENT_BYTES)
  })

  it('shrinks when pieces are cut, down to a quarter of a mebibyte', () => {
    const speed = new LinkSpeed()
    for (let n = 0; n < 9; n += 1) speed.cut(speed.piece)

    expect(speed.piece).toBe(SMALLEST_PIECE)
  })

  it('is measured by what takes time, not by small requests', () => {
    const speed = new LinkSpeed()
    speed.carried(2000, 5)

    expect(speed.piece).toBe(new LinkSpeed().piece)
  })

  it('never crosses the boundary of a segment nor the end', () => {
    const speed = new LinkSpeed()
    for (let n = 0; n < 4; n += 1) speed.carried(SEGMENT_BYTES, 1000)
    const size = 2 * SEGMENT_BYTES + 5

    expect(speed.endOf(0, size)).toBe(SEGMENT_BYTES)
    expect(speed.endOf(SEGMENT_BYTES - 3, size)).toBe(SEGMENT_BYTES)
    expect(speed.endOf(2 * SEGMENT_BYTES, size)).toBe(size)
  })
})

describe('one request for a photo', () => {
  it('is tried while nothing speaks against it', () => {
    expect(new LinkSpeed().carriesAtOnce(SEGMENT_BYTES)).toBe(true)
    expect(new LinkSpeed().carriesAtOnce(SEGMENT_BYTES + 1)).toBe(false)
  })

  it('is not tried on a link that would take too long', () => {
    const speed = new LinkSpeed()
    speed.carried(1_000_000, 20_000)

    expect(speed.carriesAtOnce(900_000)).toBe(true)
    expect(speed.carriesAtOnce(3_000_000)).toBe(false)
  })
})
