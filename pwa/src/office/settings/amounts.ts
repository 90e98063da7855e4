/** A number of the procedure in words, and what a person types turned into it. */
import { fenOfYuan, yuanOfFen } from '../kit/money'
import { t, wordOf } from '../texts'
import type { ParameterVersion } from '../wire-settings'

/** The number as a person reads it, such as “¥200,000.00（含本数）”. */
export function amountText(one: Pick<ParameterVersion, 'value' | 'unit' | 'bound'>): string {
  const amount =
    one.unit === 'fen'
      ? `¥${yuanOfFen(one.value)}`
      : wordOf('settings.amounts', one.unit, String(one.value), { n: one.value })
  return one.bound === null ? amount : t(`settings.bounds.${one.bound}`, { amount })
}

/** What was typed, in the number's unit (money is typed in yuan); null when it is no number. */
export function readAmount(text: string, unit: string): number | null {
  if (unit === 'fen') return fenOfYuan(text)
  return /^\d{1,6}$/.test(text.trim()) ? Number(text) : null
}

/** The number as a field shows it. */
export function writeAmount(value: number, unit: string): string {
  return unit === 'fen' ? yuanOfFen(value) : String(value)
}
