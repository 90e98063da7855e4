/** One shape a state, drawn alike on the map, on the plain map and in the legend: never colour alone. */
import { lookOf, type Tone } from '../kit/states'

/** Outlines in a 24 × 24 box. */
export const SHAPES: Record<Tone, string> = {
  'needs-you': 'M12 2 L23 21 L1 21 Z',
  uploading: 'M12 2 A10 10 0 1 1 11.99 2 Z',
  received: 'M12 1 L23 12 L12 23 L1 12 Z',
  verified: 'M3 3 H21 V21 H3 Z',
  refused: 'M8 2 H16 L22 8 V16 L16 22 H8 L2 16 V8 Z',
  saved: 'M12 3 A9 9 0 1 1 11.99 3 Z',
}

export const SITE_SHAPE = 'M3 22 V11 L9 7 V11 L15 7 V11 L21 7 V22 Z'

/** The tone that colours an incident of this state. */
export function toneOf(state: string): Tone {
  return lookOf('incident', state).tone
}

/** The present value of a token, such as `--accent`, for drawings that cannot read CSS. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}
