/** What was entered with a step, in words; ids and pictures say nothing in a time line. */
import { choiceTitle, fieldTitle } from '../actions/titles'
import { t } from '../texts'
import type { HistoryEntry } from '../wire'
import { yuanOfFen } from './money'
import { dateText, momentText } from './time'

export interface NamedFact {
  name: string
  label: string
  value: string
}

const UNREADABLE = /(^|_)ids?$|^signature$|_code$/

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The facts a person can read, labelled as in the form they were entered in. */
export function historyFacts(kind: string, entry: HistoryEntry): NamedFact[] {
  return Object.entries(entry.input ?? {})
    .filter(([name]) => !UNREADABLE.test(name))
    .flatMap(([name, value]) =>
      isSayable(value) ? [sayFact(kind, entry.action, name, value)] : [],
    )
}

function sayFact(
  kind: string,
  action: string,
  name: string,
  value: string | number | boolean,
): NamedFact {
  const choice = (one: string) => choiceTitle(kind, action, name, one)
  return { name, label: fieldTitle(kind, action, name), value: sayValue(name, value, choice) }
}

function isSayable(value: unknown): value is string | number | boolean {
  return typeof value === 'boolean' || typeof value === 'number' || isText(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && !ID.test(value)
}

/** One value as people read it: money in yuan, dates in words, options by name. */
function sayValue(
  name: string,
  value: string | number | boolean,
  choice: (value: string) => string,
): string {
  if (typeof value === 'boolean') return value ? t('kit.yes') : t('kit.no')
  if (typeof value === 'number') return name.endsWith('_fen') ? `¥${yuanOfFen(value)}` : `${value}`
  if (/^\d{4}-\d{2}-\d{2}T/.test(value)) return momentText(value)
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return dateText(value)
  return choice(value)
}
