/** How a base map looks, in the colours of the present theme. Knows the layers of Protomaps and of OpenMapTiles. */
import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl'

import type { Basemap } from '@/domain/basemap'

export const BASE = 'base'
export const GLYPHS = 'glyphs://{fontstack}/{range}'

export interface Look {
  /** The present value of a token. */
  readonly token: (name: string) => string
  readonly locale: 'zh-CN' | 'en'
}

type Draw = (layer: string, look: Look) => LayerSpecification

/** What sort a thing is: Protomaps says `kind`, OpenMapTiles `class`. */
const KIND: ExpressionSpecification = ['coalesce', ['get', 'kind'], ['get', 'class'], '']
const RANK: ExpressionSpecification = [
  'coalesce', ['get', 'kind_detail'], ['get', 'class'], ['get', 'kind'], '',
] // prettier-ignore
const GREEN = [
  'forest', 'wood', 'grass', 'grassland', 'park', 'garden', 'meadow', 'scrub', 'farmland', 'wetland',
  'nature_reserve', 'national_park', 'cemetery', 'golf_course', 'recreation_ground',
] // prettier-ignore
const GREAT_ROADS = ['highway', 'motorway', 'trunk']
const ROADS = ['major_road', 'medium_road', 'primary', 'secondary', 'tertiary']
const NO_ROADS = ['rail', 'ferry', 'transit', 'aeroway']

const isOneOf = (kinds: readonly string[]): FilterSpecification => [
  'in', KIND, ['literal', [...kinds]],
] // prettier-ignore

function nameIn(locale: Look['locale']): ExpressionSpecification {
  const own = locale === 'en' ? ['name:en', 'name_en', 'name:latin'] : ['name:zh', 'name:zh-Hans']
  const names = [...own, 'name'].map((key): ExpressionSpecification => ['get', key])
  return ['coalesce', ...names, ''] as ExpressionSpecification
}

function area(colour: string, filter?: FilterSpecification, minzoom = 0): Draw {
  return (layer, { token }) => ({
    id: `${BASE}-${layer}`,
    type: 'fill',
    source: BASE,
    'source-layer': layer,
    minzoom,
    filter: filter ?? ['==', ['geometry-type'], 'Polygon'],
    paint: { 'fill-color': token(colour), 'fill-antialias': minzoom === 0 },
  })
}

function line(colour: string, width: number, dash?: number[], filter?: FilterSpecification): Draw {
  return (layer, { token }) => ({
    id: `${BASE}-${layer}-line`,
    type: 'line',
    source: BASE,
    'source-layer': layer,
    filter: filter ?? ['==', ['geometry-type'], 'LineString'],
    paint: {
      'line-color': token(colour),
      'line-width': width,
      ...(dash ? { 'line-dasharray': dash } : {}),
    },
  })
}

/** Roads by rank, drawn twice: an edge, and what lies in it. */
function road(part: 'edge' | 'inside'): Draw {
  const more = part === 'edge' ? 1.5 : 0
  const width = (great: number, road: number, lane: number): ExpressionSpecification => [
    'case',
    isOneOf(GREAT_ROADS) as ExpressionSpecification, great + more,
    ['any', isOneOf(ROADS), ['in', RANK, ['literal', ROADS]]] as ExpressionSpecification, road + more,
    lane + more,
  ] // prettier-ignore
  return (layer, { token }) => ({
    id: `${BASE}-${layer}-${part}`,
    type: 'line',
    source: BASE,
    'source-layer': layer,
    filter: [
      'all',
      ['==', ['geometry-type'], 'LineString'],
      ['!', isOneOf(NO_ROADS)],
    ] as FilterSpecification,
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: {
      'line-color': token(part === 'edge' ? '--line-strong' : '--paper'),
      'line-opacity': part === 'edge' ? 0.5 : 1,
      'line-width': [
        'interpolate', ['exponential', 1.5], ['zoom'],
        9, width(1.5, 0.8, 0.2),
        13, width(4, 2.5, 1),
        17, width(16, 12, 7),
      ], // prettier-ignore
    },
  })
}

function label(size: number, minzoom: number, along: 'point' | 'line', colour = '--ink-2'): Draw {
  return (layer, { token, locale }) => ({
    id: `${BASE}-${layer}-name`,
    type: 'symbol',
    source: BASE,
    'source-layer': layer,
    minzoom,
    layout: {
      'text-field': nameIn(locale),
      'text-font': ['sans-serif'],
      'text-size': size,
      'text-max-width': 8,
      'symbol-placement': along,
    },
    paint: {
      'text-color': token(colour),
      'text-halo-color': token('--paper'),
      'text-halo-width': 1.5,
    },
  })
}

const WATER = '--state-uploading-soft'
/** From the ground up. A layer that an archive has not is not asked for. */
const PLAN: readonly (readonly [readonly string[], Draw])[] = [
  [['landcover', 'landuse', 'park', 'natural'], area('--state-verified-soft', isOneOf(GREEN))],
  [['water'], area(WATER)],
  [['water', 'waterway', 'physical_line'], line(WATER, 1.5)],
  [['buildings', 'building'], area('--paper-3', undefined, 13)],
  [['boundaries', 'boundary'], line('--line-strong', 1, [3, 2])],
  [['roads', 'transportation'], road('edge')],
  [['roads', 'transportation'], road('inside')],
  [['roads', 'transportation'], line('--line-strong', 1, [4, 2], isOneOf(['rail', 'transit']))],
  [['water', 'water_name', 'physical_point'], label(12, 9, 'point', '--state-uploading')],
  [['roads', 'transportation_name'], label(11, 13, 'line')],
  [['pois', 'poi'], label(11, 15, 'point')],
  [['places', 'place'], label(13, 5, 'point', '--ink')],
]

/** The layers of a base map, to be drawn below everything of ours. */
export function baseLayers(map: Basemap, look: Look): LayerSpecification[] {
  return PLAN.flatMap(([names, draw]) =>
    names.filter((name) => map.layers.includes(name)).map((name) => draw(name, look)),
  )
}
