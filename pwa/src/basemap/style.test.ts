import { createRequire } from 'node:module'

import { describe, expect, it } from 'vitest'

import { mapOf } from '@/testing/mapPhone'

import { shifted, toScreenOf } from './shift'
import { BASE, baseLayers, GLYPHS } from './style'

const { validateStyleMin } = createRequire(import.meta.url)('@maplibre/maplibre-gl-style-spec') as {
  validateStyleMin: (style: unknown) => { message: string }[]
}

const PROTOMAPS = ['earth', 'landcover', 'landuse', 'water', 'buildings', 'roads', 'boundaries', 'places', 'pois'] // prettier-ignore
const OPENMAPTILES = ['water', 'waterway', 'landcover', 'landuse', 'park', 'building', 'transportation', 'transportation_name', 'boundary', 'place', 'water_name', 'poi'] // prettier-ignore
const layersOf = (layers: readonly string[]) =>
  baseLayers({ ...mapOf(new Uint8Array(1)), layers }, { token: () => '#123456', locale: 'zh-CN' })

describe.each([
  ['Protomaps', PROTOMAPS],
  ['OpenMapTiles', OPENMAPTILES],
  ['an archive with one layer', ['water']],
  ['an archive of unknown layers', ['contours']],
])('the style over %s', (_, names) => {
  const layers = layersOf(names)

  it('is one that the library takes, and asks for no layer that is not there', () => {
    const style = {
      version: 8,
      glyphs: GLYPHS,
      sources: { [BASE]: { type: 'vector', url: 'pmtiles://x' } },
      layers,
    }

    expect(validateStyleMin(style).map(({ message }) => message)).toEqual([])
    const asked = layers.map((layer) => ('source-layer' in layer ? layer['source-layer'] : null))
    expect(asked.filter((name) => !names.includes(String(name)))).toEqual([])
    expect(new Set(layers.map(({ id }) => id)).size).toBe(layers.length)
  })
})

it('draws land, water, roads, buildings and names of both schemes', () => {
  for (const names of [PROTOMAPS, OPENMAPTILES]) {
    expect(new Set(layersOf(names).map(({ type }) => type))).toEqual(
      new Set(['fill', 'line', 'symbol']),
    )
  }
})

it('moves our points only where the tiles are drawn in GCJ-02', () => {
  const point = [118.0894, 24.4798] as const
  const [lon, lat] = toScreenOf('gcj02')(...point)
  const metres = Math.hypot((lon - point[0]) * 101_300, (lat - point[1]) * 111_320)

  expect(toScreenOf('wgs84')(...point)).toEqual(point)
  expect(metres).toBeGreaterThan(300)
  expect(metres).toBeLessThan(1200)
  expect(shifted([[[...point]]], toScreenOf('gcj02'))).toEqual([[[lon, lat]]])
})
