/** What was entered with a step, in words; ids and pictures say nothing in a time line. */
import { fieldTitle } from '../actions/titles'
import { t, wordOf } from '../texts'
import type { HistoryEntry } from '../wire'
import { yuanOfFen } from './money'
import { dateText, momentText } from './time'

export interface NamedFact {
  name: string
  label: string
  value: string
}

const UNREADABLE = /(^|_)ids?$|^signature$|_code$/

/** The facts a person can read, labelled as in the form they were entered in. */
export function historyFacts(kind: string, entry: HistoryEntry): NamedFact[] {
  return Object.entries(entry.input ?? {})
    .filter(([name]) => !UNREADABLE.test(name))
    .flatMap(([name, value]) =>
      isSayable(value)
        ? [{ name, label: fieldTitle(kind, entry.action, name), value: sayValue(name, value) }]
        : [],
    )
}

function isSayable(value: unknown): value is string | number | boolean {
  return typeof value === 'boolean' || typeof value === 'number' || isText(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/** One value as people read it: money in yuan, dates in words, options by name. */
export function sayValue(name: string, value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? t('kit.yes') : t('kit.no')
  if (typeof value === 'number') return name.endsWith('_fen') ? `¥${yuanOfFen(value)}` : `${value}`
  if (/^\d{4}-\d{2}-\d{2}T/.test(value)) return momentText(value)
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return dateText(value)
  return wordOf(`option.${name}`, value)
}
