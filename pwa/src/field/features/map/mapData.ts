/** What the map shows, as GeoJSON in WGS-84: nothing here needs a tile or a network. */
import type { Duty } from '@/domain/duty'
import type { Grid } from '@/domain/resources'
import { pointOf, type Site } from '@/domain/sites'
import type { ReportView } from '@/store/reads'
import type { TrackRow } from '@/store/dutyRows'
import type { GridIncidentRow } from '@/store/siteRows'

import { shifted, type ToScreen } from '@/basemap/shift'

import { boxAround, graticule, type Box } from './project'

export interface MapContents {
  readonly grids: readonly Grid[]
  readonly sites: readonly Site[]
  readonly reports: readonly ReportView[]
  readonly incidents: readonly GridIncidentRow[]
  readonly track: readonly TrackRow[]
  readonly colleagues: readonly Duty[]
}

type Position = [number, number]
export interface Feature {
  readonly type: 'Feature'
  readonly properties: Readonly<Record<string, string | number | boolean>>
  readonly geometry:
    | { readonly type: 'Point'; readonly coordinates: Position }
    | { readonly type: 'LineString'; readonly coordinates: Position[] }
    | { readonly type: 'Polygon'; readonly coordinates: Position[][] }
}
export interface Collection {
  readonly type: 'FeatureCollection'
  readonly features: Feature[]
}

function collection(features: Feature[]): Collection {
  return { type: 'FeatureCollection', features }
}

function point(lon: number, lat: number, properties: Feature['properties']): Feature {
  return { type: 'Feature', properties, geometry: { type: 'Point', coordinates: [lon, lat] } }
}

function line(coordinates: Position[], properties: Feature['properties'] = {}): Feature {
  return { type: 'Feature', properties, geometry: { type: 'LineString', coordinates } }
}

/** The walked pieces, and the gaps between them as lines of their own: a gap is never drawn as a walk. */
export function trackLines(track: readonly TrackRow[]): Feature[] {
  const found: Feature[] = []
  let piece: Position[] = []
  let isGap = false
  const close = () => {
    if (piece.length > 1) found.push(line(piece, { is_gap: false }))
  }
  for (const entry of [...track].sort((a, b) => a.seq - b.seq)) {
    if (entry.kind === 'gap') {
      isGap = true
      continue
    }
    const here: Position = [entry.lon, entry.lat]
    const last = piece[piece.length - 1]
    if (isGap && last) {
      close()
      found.push(line([last, here], { is_gap: true }))
      piece = []
    }
    isGap = false
    piece.push(here)
  }
  close()
  return found
}

function lines(box: Box): Feature[] {
  const { west, south, east, north } = box
  return [
    ...graticule(west, east).map((lon) =>
      line([
        [lon, south],
        [lon, north],
      ]),
    ),
    ...graticule(south, north).map((lat) =>
      line([
        [west, lat],
        [east, lat],
      ]),
    ),
  ]
}

/** The box around everything that the person looks after; null when there is nothing yet. */
export function boxOf({ grids, sites, reports }: MapContents): Box | null {
  return boxAround([
    ...grids.flatMap((grid) => grid.polygon.coordinates[0] ?? []),
    ...sites.flatMap(({ position }) => (position ? [[position.lon, position.lat] as const] : [])),
    ...reports.flatMap(({ report: { position } }) =>
      position ? [[position.lon, position.lat] as const] : [],
    ),
  ])
}

export const SOURCES = ['graticule', 'grids', 'track', 'incidents', 'sites', 'reports'] as const

/** Every source of the map by name. */
export function featuresOf(contents: MapContents): Record<(typeof SOURCES)[number], Collection> {
  const box = boxOf(contents)
  const own = new Set(contents.reports.map(({ report }) => report.id))
  return {
    graticule: collection(box ? lines(box) : []),
    grids: collection(
      contents.grids.map((grid) => ({
        type: 'Feature',
        properties: { id: grid.id },
        geometry: {
          type: 'Polygon',
          coordinates: grid.polygon.coordinates.map((ring) => ring.map(([x, y]) => [x, y])),
        },
      })),
    ),
    track: collection(trackLines(contents.track)),
    incidents: collection(
      contents.incidents.flatMap(({ id, lon, lat }) =>
        lon === null || lat === null || own.has(id) ? [] : [point(lon, lat, { id })],
      ),
    ),
    sites: collection(
      contents.sites.flatMap((site) => {
        const place = pointOf(site)
        return place ? [point(place.lon, place.lat, { id: site.id })] : []
      }),
    ),
    reports: collection(
      contents.reports.flatMap(({ report, stage }) =>
        report.position
          ? [point(report.position.lon, report.position.lat, { id: report.id, stage })]
          : [],
      ),
    ),
  }
}

/** The same features where this map draws them. */
export function onScreen(collection: Collection, toScreen: ToScreen): Collection {
  return {
    ...collection,
    features: collection.features.map((feature) => ({
      ...feature,
      geometry: {
        ...feature.geometry,
        coordinates: shifted(feature.geometry.coordinates, toScreen),
      },
    })),
  }
}
