import { describe, expect, it } from 'vitest'

import {
  begin,
  finish,
  hear,
  LOST_MS,
  wait,
  type Entry,
  type Head,
  type Step,
  type Tick,
} from './track'

const START = Date.parse('2026-11-22T01:00:00Z')

/** A phone with two clocks that the test moves. */
class Clock {
  session = 'a'
  wall = START
  mono = 1000
  is_hidden = false

  get tick(): Tick {
    return {
      session: this.session,
      wall: this.wall,
      mono: this.mono,
      is_hidden: this.is_hidden,
    }
  }

  pass(ms: number): void {
    this.wall += ms
    this.mono += ms
  }
}

class Walk {
  readonly clock = new Clock()
  head: Head = begin(this.clock.tick)
  readonly entries: Entry[] = []

  take(step: Step): void {
    this.head = step.head
    this.entries.push(...step.entries)
  }

  fix(north_m = 0, accuracy_m = 5): void {
    const lat = 24.46 + north_m / 111_195
    this.take(
      hear(this.head, this.clock.tick, { lon: 118.1, lat, accuracy_m, at: this.clock.wall }),
    )
  }

  beat(denied = false): void {
    this.take(wait(this.head, this.clock.tick, denied))
  }

  get gaps() {
    return this.entries.filter((entry) => entry.kind === 'gap')
  }

  get points() {
    return this.entries.filter((entry) => entry.kind === 'point')
  }
}

describe('what is kept of the fixes', () => {
  it('is one for every 25 metres', () => {
    const walk = new Walk()
    for (let north = 0; north <= 100; north += 5) {
      walk.clock.pass(4000)
      walk.fix(north)
    }

    expect(walk.points).toHaveLength(5)
  })

  it('is one for every five minutes when the phone lies still', () => {
    const walk = new Walk()
    for (let n = 0; n <= 60; n += 1) {
      walk.clock.pass(10_000)
      walk.fix(0)
    }

    expect(walk.points).toHaveLength(3)
    expect(walk.gaps).toEqual([])
  })

  it('leaves out a jump that is smaller than the error of the fix', () => {
    const walk = new Walk()
    walk.fix(0)
    walk.clock.pass(4000)
    walk.fix(60, 90)

    expect(walk.points).toHaveLength(1)
  })
})

describe('what counts as a gap', () => {
  it('is a kill of the app, from the last that is on the disk to the next start', () => {
    const walk = new Walk()
    walk.fix(0)
    const last = walk.clock.wall
    walk.clock.pass(600_000)
    walk.clock.session = 'b'
    walk.clock.mono = 50
    walk.fix(300)

    expect(walk.gaps).toMatchObject([
      { reason: 'app_closed', began_at: last, ended_at: walk.clock.wall },
    ])
    expect(walk.points).toHaveLength(2)
  })

  it('is none when the page was only loaded anew', () => {
    const walk = new Walk()
    walk.fix(0)
    walk.clock.pass(5000)
    walk.clock.session = 'b'
    walk.clock.mono = 50
    walk.beat()

    expect(walk.gaps).toEqual([])
  })

  it('is a sleep of the page, also when its steady clock slept with it', () => {
    for (const steady of [true, false]) {
      const walk = new Walk()
      walk.fix(0)
      walk.clock.is_hidden = true
      walk.clock.wall += 400_000
      walk.clock.mono += steady ? 400_000 : 100
      walk.beat()

      expect(walk.gaps).toMatchObject([{ reason: 'in_background' }])
    }
  })

  it('is a clock that was set, and nothing afterwards is late or early by it', () => {
    for (const jump of [-3_600_000, 3_600_000]) {
      const walk = new Walk()
      walk.fix(0)
      walk.clock.pass(5000)
      walk.clock.wall += jump
      walk.fix(30)
      walk.clock.pass(8000)
      walk.beat()

      expect(walk.gaps).toMatchObject([{ reason: 'clock_changed' }])
      expect(walk.head.lost).toBeNull()
    }
  })

  it('is the time without a fix, from the last that was heard', () => {
    const walk = new Walk()
    walk.fix(0)
    const last = walk.clock.wall
    for (let n = 0; n < LOST_MS / 8000 + 2; n += 1) {
      walk.clock.pass(8000)
      walk.beat()
    }
    walk.fix(200)

    expect(walk.gaps).toMatchObject([{ reason: 'no_fix', began_at: last }])
  })

  it('is a permission taken away, and it ends with duty', () => {
    const walk = new Walk()
    walk.fix(0)
    walk.clock.pass(8000)
    walk.beat(true)
    walk.clock.pass(8000)
    walk.take(finish(walk.head, walk.clock.tick))

    expect(walk.gaps).toMatchObject([{ reason: 'denied', ended_at: walk.clock.wall }])
  })
})
