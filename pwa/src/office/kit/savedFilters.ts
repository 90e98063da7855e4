/** Filters under a name: what is set, and whether it is what was kept. */

export interface SavedFilter {
  readonly id: string
  readonly page: string
  readonly name: string
  readonly query: Readonly<Record<string, string>>
}

/** The filters that are set. */
export function namedParts(filters: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''))
}

/** Whether two sets of filters ask for the same, whatever their order. */
export function isSame(
  one: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): boolean {
  const keys = Object.keys(one)
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key])
}
