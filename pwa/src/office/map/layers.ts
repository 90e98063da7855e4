/** What the GL map draws: grids, sites and incidents over a quiet graticule, with no tiles at all. */
import { BASE, baseLayers, GLYPHS } from '@/basemap/style'
import { shifted, toScreenOf, type ToScreen } from '@/basemap/shift'
import type { Basemap } from '@/domain/basemap'
import { locale } from '@/messages/i18n'
import type { Feature, FeatureCollection } from 'geojson'
import type { GeoJSONSource, Map as GlMap, StyleSpecification } from 'maplibre-gl'

import type { Grid } from '../kit/reference'
import type { Tone } from '../kit/states'
import type { Site } from '../wire'
import { ticks } from './geometry'
import { SHAPES, SITE_SHAPE, token, toneOf } from './symbols'
import type { IncidentPoint } from './useIncidentPoints'

export interface MapData {
  grids: readonly Grid[]
  sites: readonly Site[]
  incidents: readonly IncidentPoint[]
  selected: string | null
}

/** An archive, and its address for the map. */
export interface Base {
  map: Basemap
  address: string
}

const ICON_PX = 48
const ICON_RATIO = 3
const GRATICULE_STEP = 0.05
const AROUND = { west: 117.5, south: 24, east: 119, north: 25.2 }
const empty: FeatureCollection = { type: 'FeatureCollection', features: [] }
const SOURCES = ['graticule', 'grids', 'sites', 'incidents'] as const

function collection(features: Feature[]): FeatureCollection {
  return { type: 'FeatureCollection', features }
}

function graticule(): FeatureCollection {
  const line = (coordinates: number[][]): Feature => ({
    type: 'Feature',
    properties: {},
    geometry: { type: 'LineString', coordinates },
  })
  const { west, south, east, north } = AROUND
  return collection([
    ...ticks(west, east, GRATICULE_STEP).map((lon) =>
      line([
        [lon, south],
        [lon, north],
      ]),
    ),
    ...ticks(south, north, GRATICULE_STEP).map((lat) =>
      line([
        [west, lat],
        [east, lat],
      ]),
    ),
  ])
}

/** The style of the present theme; read again when the theme changes. */
export function styleOf(base: Base | null): StyleSpecification {
  const source = { type: 'geojson' as const, data: empty }
  return {
    version: 8,
    glyphs: GLYPHS,
    sources: {
      ...(base ? { [BASE]: { type: 'vector' as const, url: base.address } } : {}),
      graticule: { type: 'geojson', data: graticule() },
      grids: source,
      sites: source,
      incidents: source,
    },
    layers: [
      { id: 'paper', type: 'background', paint: { 'background-color': token('--paper-2') } },
      ...(base ? baseLayers(base.map, { token, locale: locale.value }) : []),
      {
        id: 'graticule',
        type: 'line',
        source: 'graticule',
        layout: { visibility: base ? 'none' : 'visible' },
        paint: { 'line-color': token('--line'), 'line-width': 0.6 },
      },
      {
        id: 'grids-fill',
        type: 'fill',
        source: 'grids',
        paint: { 'fill-color': token('--accent'), 'fill-opacity': 0.06 },
      },
      {
        id: 'grids',
        type: 'line',
        source: 'grids',
        paint: { 'line-color': token('--line-strong'), 'line-width': 1 },
      },
      {
        id: 'sites',
        type: 'symbol',
        source: 'sites',
        layout: { 'icon-image': 'site', 'icon-allow-overlap': true },
      },
      {
        id: 'incidents',
        type: 'symbol',
        source: 'incidents',
        layout: {
          'icon-image': ['get', 'icon'],
          'icon-allow-overlap': true,
          'icon-size': ['case', ['get', 'selected'], 1.6, 1],
          'symbol-sort-key': ['case', ['get', 'selected'], 1, 0],
        },
      },
    ],
  }
}

function draw(shape: string, fill: string, edge: string): ImageData | null {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = ICON_PX
  const context = canvas.getContext('2d')
  if (!context) return null
  context.scale(ICON_PX / 28, ICON_PX / 28)
  context.translate(2, 2)
  const path = new Path2D(shape)
  context.fillStyle = fill
  context.fill(path)
  context.strokeStyle = edge
  context.lineWidth = 2
  context.stroke(path)
  return context.getImageData(0, 0, ICON_PX, ICON_PX)
}

/** Draws the symbols of the present theme; called after each style. */
export function addSymbols(map: GlMap): void {
  const edge = token('--paper')
  const add = (name: string, image: ImageData | null) => {
    if (image && !map.hasImage(name)) map.addImage(name, image, { pixelRatio: ICON_RATIO })
  }
  for (const tone of Object.keys(SHAPES) as Tone[]) {
    add(tone, draw(SHAPES[tone], token(`--state-${tone}`), edge))
  }
  add('site', draw(SITE_SHAPE, token('--ink-2'), edge))
}

function pointFeature(lon: number, lat: number, properties: Record<string, unknown>): Feature {
  return { type: 'Feature', properties, geometry: { type: 'Point', coordinates: [lon, lat] } }
}

/** Puts the data of the page on the map; nothing happens before the style is there. */
export function showData(map: GlMap, data: MapData, base: Base | null): void {
  const toScreen = toScreenOf(base?.map.datum)
  const shown: Record<(typeof SOURCES)[number], FeatureCollection | null> = {
    graticule: null,
    grids: collection(
      data.grids.map((grid) => ({ type: 'Feature', properties: {}, geometry: grid.polygon })),
    ),
    sites: collection(
      data.sites.flatMap((site) =>
        site.position ? [pointFeature(site.position.lon, site.position.lat, { id: site.id })] : [],
      ),
    ),
    incidents: collection(
      data.incidents.map((one) =>
        pointFeature(one.lon, one.lat, {
          id: one.id,
          icon: toneOf(one.state),
          selected: one.id === data.selected,
        }),
      ),
    ),
  }
  for (const name of SOURCES) {
    const features = shown[name]
    if (features) map.getSource<GeoJSONSource>(name)?.setData(onScreen(features, toScreen))
  }
}

function onScreen(collection: FeatureCollection, toScreen: ToScreen): FeatureCollection {
  const features = collection.features.map((feature) => {
    const { geometry } = feature
    if (geometry.type === 'GeometryCollection') return feature
    return {
      ...feature,
      geometry: { ...geometry, coordinates: shifted(geometry.coordinates, toScreen) },
    }
  })
  return { ...collection, features }
}
