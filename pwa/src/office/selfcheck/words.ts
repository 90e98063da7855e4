/** What an item's verdict rests on, in the language of the screen. */
import { reasonText, sayFacts } from '../kit/reasons'
import { wordOf } from '../texts'
import type { CheckItem, CheckReason } from '../wire-selfcheck'

/** The sentence under an item that is met or has nothing to look at. */
export function factText(item: CheckItem): string {
  const group = item.verdict === 'met' ? 'selfcheck.met' : 'selfcheck.not_yet'
  // A discussion that was not needed has no day.
  const code = item.code === 'discussion' && !item.facts['day'] ? 'no_discussion' : item.code
  return wordOf(group, code, wordOf(group, item.code, ''), sayFacts('case', item.facts))
}

/** Why an item is breached; the words of the guards where the check has none of its own. */
export function breachText(reason: CheckReason): string {
  const own = wordOf('selfcheck.reasons', reason.code, '', sayFacts('case', reason.facts))
  return own === '' ? reasonText('case', reason) : own
}

const PLACES: Record<string, string> = { inspection: '/inspections', measure: '/measures' }

/** Where an item is looked at or mended: its own page, or its part of the case's page. */
export function placeOf(item: CheckItem, caseId: string): string {
  const page = item.place ? PLACES[item.place.kind] : undefined
  return page && item.place ? `${page}/${item.place.id}` : `/cases/${caseId}#${item.section}`
}
