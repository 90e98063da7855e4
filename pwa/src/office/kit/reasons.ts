/** Why a step is refused, with its facts the way people write them. */
import { guardText } from '@/messages/i18n'

import { listOf, wordOf } from '../texts'
import { yuanOfFen } from './money'
import { dateText } from './time'

interface Reason {
  code: string
  text: string
  facts?: Readonly<Record<string, unknown>>
}

const DATE = /^\d{4}-\d{2}-\d{2}$/

/** The reason in the language of the screen; the server's words where we have none of our own. */
export function reasonText(kind: string, reason: Reason): string {
  return guardText({ ...reason, facts: sayFacts(kind, reason.facts ?? {}) })
}

/** Facts the way people write them: amounts in yuan, days as dates, states by their names. */
export function sayFacts(
  kind: string,
  facts: Readonly<Record<string, unknown>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, sayFact(kind, name, value)]),
  )
}

function sayFact(kind: string, name: string, value: unknown): string {
  if (Array.isArray(value)) return listOf(value.map((one) => sayFact(kind, name, one)))
  if (typeof value === 'number') return name.endsWith('_fen') ? yuanOfFen(value) : String(value)
  const text = String(value)
  if (name === 'state' || name === 'needed') return wordOf(`kit.states.${kind}`, text)
  return DATE.test(text) ? dateText(text) : text
}
