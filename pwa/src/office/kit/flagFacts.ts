/** The figures behind a flag, so that a person can judge it. */
import { wordOf } from '../texts'
import type { Flag } from '../wire'
import { momentText } from './time'

const INSTANT = /^\d{4}-\d{2}-\d{2}T/

/** "相距 412 m", one for each fact the server gives; unknown names are shown as they came. */
export function flagFacts(flag: Flag): string[] {
  return Object.entries(flag.facts ?? {})
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => {
      const shown = sayFact(name, value)
      const template = wordOf('kit.flag_fact', name, '', { value: shown })
      return template === '' ? `${name}: ${shown}` : template
    })
}

function sayFact(name: string, value: unknown): string {
  if (typeof value === 'string') return INSTANT.test(value) ? momentText(value, true) : value
  if (typeof value !== 'number') return JSON.stringify(value)
  if (name.endsWith('_ms')) return (value / 1000).toFixed(1)
  return Number.isInteger(value) ? String(value) : value.toFixed(1)
}
