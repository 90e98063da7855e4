/** Every kind of thing that the phone takes over from the server: one line and one file each. */
import type { Applier } from './applier'
import { exhibits } from './exhibit'
import { incidents } from './incident'

export const APPLIERS = {
  exhibit: exhibits,
  incident: incidents,
} satisfies Record<string, Applier>

export type AppliedKind = keyof typeof APPLIERS

/** The applier of a kind, or undefined when only a newer app knows it. */
export function applierOf(kind: string): Applier | undefined {
  return Object.entries(APPLIERS).find(([name]) => name === kind)?.[1]
}
