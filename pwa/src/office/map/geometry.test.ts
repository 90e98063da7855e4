import { describe, expect, it } from 'vitest'
import { boundsOf, latitudeOf, northing, project, stepOf, ticks, viewOf } from './geometry'

describe('plain map', () => {
  it('comes back to the latitude it started from', () => {
    expect(latitudeOf(northing(24.4647))).toBeCloseTo(24.4647, 9)
  })

  it('shows every corner of the bounds inside the picture', () => {
    const bounds = { west: 118.05, south: 24.42, east: 118.2, north: 24.5 }
    const view = viewOf(bounds, 800, 400)

    for (const corner of [
      [118.05, 24.42],
      [118.2, 24.5],
    ] as const) {
      const [x, y] = project(view, 800, 400, corner)
      expect(x).toBeGreaterThanOrEqual(0)
      expect(x).toBeLessThanOrEqual(800)
      expect(y).toBeGreaterThanOrEqual(0)
      expect(y).toBeLessThanOrEqual(400)
    }
  })

  it('puts north up and east right', () => {
    const view = { lon: 118, lat: 24, scale: 1000 }

    const [x, y] = project(view, 100, 100, [118.01, 24.01])

    expect(x).toBeGreaterThan(50)
    expect(y).toBeLessThan(50)
  })

  it('does not zoom in without end on a single point', () => {
    const bounds = boundsOf([[118.1, 24.5]])

    expect(bounds && viewOf(bounds, 400, 400).scale).toBeCloseTo(18000)
  })

  it('has no bounds for nothing', () => {
    expect(boundsOf([])).toBeNull()
  })

  it('draws round degrees, at most eight across', () => {
    expect(stepOf(0.15)).toBe(0.02)
    expect(ticks(118.051, 118.1, 0.02)).toEqual([118.06, 118.08, 118.1])
  })
})
