import gcoord from 'gcoord'
import { describe, expect, it } from 'vitest'

import type { Fix } from './place'
import { distanceOf, judgeFix, type LonLat } from './selftest'

const NOW = Date.parse('2026-11-22T06:05:00.000Z')
const GATE: LonLat = [118.0894, 24.4798]
const known = { lon: GATE[0], lat: GATE[1], radius_m: 15 }
const to = (crs: Parameters<typeof gcoord.transform>[2]) => (point: LonLat) =>
  gcoord.transform([point[0], point[1]], gcoord.WGS84, crs) as unknown as LonLat
const shifts = { gcj: to(gcoord.GCJ02), bd: to(gcoord.BD09) }

function fixAt([lon, lat]: LonLat, accuracy_m = 8, age_s = 3): Fix {
  const fix_at = new Date(NOW - age_s * 1000).toISOString()
  return { lon, lat, accuracy_m, altitude_m: null, fix_at }
}

function moved(point: LonLat, east: number, north: number): LonLat {
  const shrink = Math.cos((point[1] * Math.PI) / 180)
  return [point[0] + east / 111_320 / shrink, point[1] + north / 111_320]
}

const verdict = (fix: Fix) => judgeFix(fix, known, NOW, shifts).verdict

describe('the verdict', () => {
  it('is good within what the phone allows for', () => {
    expect(verdict(fixAt(moved(GATE, 12, -9)))).toBe('good')
  })

  it('is a datum error when the phone gives GCJ-02 for WGS-84', () => {
    expect(verdict(fixAt(moved(shifts.gcj(GATE), 6, -5)))).toBe('gcj02')
  })

  it('is a datum error when the point itself was entered in GCJ-02', () => {
    const entered = shifts.gcj(GATE)
    const point = { lon: entered[0], lat: entered[1], radius_m: 15 }

    expect(judgeFix(fixAt(GATE), point, NOW, shifts).verdict).toBe('gcj02')
  })

  it('is a datum error of the other kind when it is BD-09', () => {
    expect(verdict(fixAt(shifts.bd(GATE)))).toBe('bd09')
  })

  it('is no datum error at the same distance in another direction', () => {
    const shift = distanceOf(GATE, shifts.gcj(GATE))

    expect(verdict(fixAt(moved(GATE, -shift * 0.6, shift * 0.8)))).toBe('outlier')
  })

  it('is off, not shifted, some eighty metres away', () => {
    expect(verdict(fixAt(moved(GATE, 80, 0)))).toBe('off')
  })

  it('is not given for a fix that could not tell a shift from nothing', () => {
    expect(verdict(fixAt(shifts.gcj(GATE), 400))).toBe('imprecise')
  })

  it('is not given for a fix of some minutes ago', () => {
    expect(verdict(fixAt(shifts.gcj(GATE), 8, 180))).toBe('stale')
  })
})

it.each([
  [118.0514, 24.4223],
  [118.4098, 24.8353],
  [117.9083, 24.9056],
])('knows GCJ-02 from BD-09 all over the city, at %f, %f', (lon, lat) => {
  const point = { lon, lat, radius_m: 15 }
  const judge = (fix: Fix) => judgeFix(fix, point, NOW, shifts).verdict

  expect(judge(fixAt(shifts.gcj([lon, lat])))).toBe('gcj02')
  expect(judge(fixAt(shifts.bd([lon, lat])))).toBe('bd09')
  expect(judge(fixAt([lon, lat]))).toBe('good')
})

it('says how far and which way', () => {
  const found = judgeFix(fixAt(moved(GATE, 100, 0)), known, NOW, shifts)

  expect(found.distance_m).toBeCloseTo(100, 0)
  expect(found.bearing).toBeCloseTo(90, 0)
  expect(found.gcj_m).toBeGreaterThan(300)
})
