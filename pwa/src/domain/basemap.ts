/** A base map of the authority: what is known of it, here and on the phone. */

/** In which datum its tiles are drawn; everything of ours is WGS-84 and shifted at the screen only. */
export type Datum = 'wgs84' | 'gcj02'

export interface Basemap {
  readonly id: string
  readonly name_zh: string
  readonly name_en: string
  /** Whose map it is and under which approval number 审图号; shown on every map that draws it. */
  readonly attribution: string
  readonly datum: Datum
  readonly sha256: string
  readonly size: number
  readonly layers: readonly string[]
  readonly put_at: string
  readonly state: 'in_force' | 'replaced' | 'withdrawn'
}

/** Why a download stands still until somebody does something. */
export type Standstill = 'person' | 'no_room' | 'needs_login' | 'gone' | 'damaged' | 'disk'

/** The base map of this phone: what is drawn, what is on its way, what may be had. */
export interface BasemapKept {
  /** Whole and compared with its digest: the one that is drawn. */
  readonly held: Basemap | null
  /** On its way, with how many bytes of it are on the disk for certain. */
  readonly wanted: Basemap | null
  readonly position: number
  readonly standstill: Standstill | null
  /** What the authority had at the last contact. */
  readonly offered: Basemap | null
  /** Files that nobody needs and that are not deleted yet. */
  readonly dropped: readonly string[]
}

export const NOTHING_KEPT: BasemapKept = {
  held: null,
  wanted: null,
  position: 0,
  standstill: null,
  offered: null,
  dropped: [],
}
