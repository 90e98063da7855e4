/** What the readers found in a file, in words; names without a word are shown as they are. */
import { momentText } from '../kit/time'
import { wordOf } from '../texts'

export interface FoundFact {
  label: string
  value: string
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T/
/** Told elsewhere on the page, or of use to machines only. */
const LEFT_OUT = new Set(['version', 'track_points'])
const MOST_IN_A_LIST = 6

/** The facts in the order they were found; nested ones under their parent's name. */
export function examinationFacts(found: Record<string, unknown> | null | undefined): FoundFact[] {
  return Object.entries(found ?? {})
    .filter(([name, value]) => !LEFT_OUT.has(name) && value !== null && value !== '')
    .map(([name, value]) => ({ label: wordOf('exhibits.found', name), value: sayFound(value) }))
}

function sayFound(value: unknown): string {
  if (Array.isArray(value)) {
    const shown = value.slice(0, MOST_IN_A_LIST).map(sayFound).join('；')
    return value.length > MOST_IN_A_LIST ? `${shown} … (${value.length})` : shown
  }
  if (typeof value === 'boolean') return wordOf('kit', value ? 'yes' : 'no')
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .filter(([, one]) => one !== null)
      .map(([name, one]) => `${wordOf('exhibits.found', name)} ${sayFound(one)}`)
      .join('，')
  }
  const text = String(value)
  return INSTANT.test(text) ? momentText(text, true) : text
}
