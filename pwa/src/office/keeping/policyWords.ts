/** The rule by which an exhibit is kept, in words: the API names it "photo/penalised/2021-07-15". */
import { dateText } from '../kit/time'
import { t, wordOf } from '../texts'

export function policyWords(policy: string | null | undefined): string {
  const [kind, outcome, validFrom] = (policy ?? '').split('/')
  if (!kind || !outcome || !validFrom) return wordOf('keeping.policies', policy ?? '')
  return t('keeping.policy_words', {
    kind: wordOf('exhibits.kinds', kind),
    outcome: wordOf('keeping.outcomes', outcome),
    date: dateText(validFrom),
  })
}
