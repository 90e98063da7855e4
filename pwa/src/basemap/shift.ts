/** From WGS-84, in which everything is kept, to the datum of the screen, and never back. */
import gcoord from 'gcoord'

import type { Datum } from '@/domain/basemap'

export type At = readonly [number, number]
export type ToScreen = (lon: number, lat: number) => [number, number]

const asItIs: ToScreen = (lon, lat) => [lon, lat]
const toGcj: ToScreen = (lon, lat) =>
  gcoord.transform<[number, number]>([lon, lat], gcoord.WGS84, gcoord.GCJ02) as [number, number]

/** How points of ours are put on a map of this datum. */
export function toScreenOf(datum: Datum | undefined): ToScreen {
  return datum === 'gcj02' ? toGcj : asItIs
}

type Nested = readonly (number | Nested)[]

/** Coordinates of any depth, as GeoJSON nests them. */
export function shifted(coordinates: unknown, toScreen: ToScreen): never {
  const list = coordinates as Nested
  const [lon, lat] = list
  const found =
    typeof lon === 'number' && typeof lat === 'number'
      ? toScreen(lon, lat)
      : list.map((part) => shifted(part, toScreen))
  return found as never
}
