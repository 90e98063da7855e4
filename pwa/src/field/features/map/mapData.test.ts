import { expect, it } from 'vitest'

import type { TrackRow } from '@/store/dutyRows'

import { featuresOf, trackLines } from './mapData'

const at = (seq: number, lon: number): TrackRow =>
  ({
    kind: 'point',
    seq,
    lon,
    lat: 24,
    accuracy_m: 5,
    at: seq,
    patrol_id: 'p',
    batch: 0,
  }) as TrackRow
const gap = (seq: number): TrackRow =>
  ({
    kind: 'gap',
    seq,
    began_at: seq,
    ended_at: seq,
    reason: 'no_fix',
    patrol_id: 'p',
    batch: 0,
  }) as TrackRow

it('draws a gap as a gap and never as a walk', () => {
  const lines = trackLines([at(4, 118.3), at(1, 118), at(2, 118.1), gap(3), at(5, 118.4)])

  expect(
    lines.map(({ properties, geometry }) => [properties['is_gap'], geometry.coordinates]),
  ).toEqual([
    [
      false,
      [
        [118, 24],
        [118.1, 24],
      ],
    ],
    [
      true,
      [
        [118.1, 24],
        [118.3, 24],
      ],
    ],
    [
      false,
      [
        [118.3, 24],
        [118.4, 24],
      ],
    ],
  ])
})

it('shows an incident that is also a report of mine once', () => {
  const incident = { id: 'i', lon: 118, lat: 24 }
  const report = { report: { id: 'i', position: { lon: 118, lat: 24 } }, stage: 'verified' }

  const shown = featuresOf({
    grids: [],
    sites: [],
    track: [],
    colleagues: [],
    incidents: [incident as never],
    reports: [report as never],
  })

  expect(shown.incidents.features).toEqual([])
  expect(shown.reports.features).toHaveLength(1)
})
