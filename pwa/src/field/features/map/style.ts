/** The style of the map in the colours of the present theme. Its tiles and letters are this phone's; it needs none. */
import type { StyleSpecification } from 'maplibre-gl'

import { BASE, baseLayers, GLYPHS } from '@/basemap/style'
import type { Basemap } from '@/domain/basemap'
import { locale } from '@/messages/i18n'

import { SOURCES } from './mapData'

const EMPTY = { type: 'FeatureCollection' as const, features: [] }

/** The present value of a token, for drawings that cannot read CSS. */
function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}

function circle(source: string, colour: string, radius: number) {
  return {
    id: source,
    type: 'circle' as const,
    source,
    paint: {
      'circle-color': colour,
      'circle-radius': radius,
      'circle-stroke-color': token('--paper'),
      'circle-stroke-width': 2,
    },
  }
}

/** An archive on this phone, and its address for the map. */
export interface Base {
  readonly map: Basemap
  readonly address: string
}

/** Over the base map, where there is one; the graticule is for where there is none. */
export function styleOf(base: Base | null): StyleSpecification {
  const line = (source: string, colour: string, width: number) => ({
    id: source,
    type: 'line' as const,
    source,
    paint: { 'line-color': colour, 'line-width': width },
  })
  return {
    version: 8,
    glyphs: GLYPHS,
    sources: {
      ...Object.fromEntries(SOURCES.map((name) => [name, { type: 'geojson', data: EMPTY }])),
      ...(base ? { [BASE]: { type: 'vector', url: base.address } } : {}),
    },
    layers: [
      { id: 'paper', type: 'background', paint: { 'background-color': token('--paper-2') } },
      ...(base ? baseLayers(base.map, { token, locale: locale.value }) : []),
      {
        id: 'grids-fill',
        type: 'fill',
        source: 'grids',
        paint: { 'fill-color': token('--accent'), 'fill-opacity': 0.08 },
      },
      ...(base ? [] : [line('graticule', token('--line'), 0.8)]),
      line('grids', token('--accent'), 2),
      { ...line('track', token('--state-uploading'), 4), filter: ['!', ['get', 'is_gap']] },
      {
        id: 'gaps',
        type: 'line',
        source: 'track',
        filter: ['get', 'is_gap'],
        paint: {
          'line-color': token('--state-needs-you'),
          'line-width': 2,
          'line-dasharray': [2, 2],
        },
      },
      circle('incidents', token('--line-strong'), 6),
      circle('sites', token('--ink'), 7),
      circle('reports', token('--state-received'), 9),
    ],
  }
}
