/** The figures behind a flag, so that a person can judge it. */
import { listOf, wordOf } from '../texts'
import type { Flag } from '../wire'
import { distanceText, spanText } from './measures'
import { momentText } from './time'

const INSTANT = /^\d{4}-\d{2}-\d{2}T/

/** "相距 412 m", one for each fact the server gives; unknown names are shown as they came. */
export function flagFacts(flag: Flag): string[] {
  return Object.entries(flag.facts ?? {})
    .filter(([name, value]) => value !== null && value !== '' && name !== 'exhibit_ids')
    .map(([name, value]) => {
      const shown = sayFact(name, value)
      const template = wordOf('kit.flag_fact', name, '', { value: shown })
      return template === '' ? `${name}: ${shown}` : template
    })
}

/** Other exhibits a flag speaks of. */
export function flagExhibits(flag: Flag): string[] {
  const ids = flag.facts['exhibit_ids']
  return Array.isArray(ids) ? ids.map(String) : []
}

function sayFact(name: string, value: unknown): string {
  if (Array.isArray(value)) return listOf(value.map((one) => sayFact(name, one)))
  if (typeof value === 'string') return INSTANT.test(value) ? momentText(value, true) : value
  return typeof value === 'number' ? sayNumber(name, value) : JSON.stringify(value)
}

function sayNumber(name: string, value: number): string {
  if (name.endsWith('_m')) return distanceText(value)
  if (name.endsWith('_s') || name === 'seconds') return spanText(value)
  return String(value)
}
