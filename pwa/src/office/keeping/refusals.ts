/** Why an exhibit may not be disposed of, in words. */
import type { Problem } from '@/api/client'

import { listOf, wordOf } from '../texts'

interface Refused {
  exhibit_id: string
  reasons: string[]
}

/** One code or several, separated by commas, as a proposal notes them. */
export function refusalWords(codes: string | readonly string[]): string {
  const each = typeof codes === 'string' ? codes.split(',') : codes
  return listOf(each.map((code) => wordOf('keeping.refusals', code)))
}

/** The names of exhibits by their ids. */
export function namesIn<T extends { file_name: string }>(
  items: readonly T[],
  idOf: (item: T) => string,
): Record<string, string> {
  return Object.fromEntries(items.map((item) => [idOf(item), item.file_name]))
}

/** What a refused proposal says of each exhibit. */
export function refusedIn(
  problem: Problem | null,
  names: Readonly<Record<string, string>> = {},
): { id: string; name: string; words: string }[] {
  const found = (problem?.code === 'disposal_refused' ? problem['exhibits'] : []) as Refused[]
  return found.map(({ exhibit_id: id, reasons }) => ({
    id,
    name: names[id] ?? id,
    words: refusalWords(reasons),
  }))
}
