/** A discretion table on the screen: which level a value belongs to, and what the table suggests. */
import type { InjectionKey, Ref } from 'vue'

export interface TableLevel {
  level: number
  title_zh: string
  title_en: string
  percent: number
  low: number | null
  high: number | null
  value: string | null
}

export interface TableFactor {
  code: string
  title_zh: string
  title_en: string
  kind: 'number' | 'choice'
  unit_zh: string
  unit_en: string
  minimum: number
  levels: TableLevel[]
}

export interface FactorChoice {
  factor: string
  value: number | string
  exhibit_ids: string[]
}

export interface NoPenaltyItem {
  id: string
  ground: string
  conditions: string
  proof: string
  basis: string
  doubt: string | null
}

export interface DiscretionContext {
  factors: TableFactor[]
  items: NoPenaltyItem[]
  fineMinFen: number
  fineMaxFen: number
  exhibits: { id: string; label: string }[]
}

/** What the case page lends its dialogs to weigh by. */
export const DISCRETION: InjectionKey<Readonly<Ref<DiscretionContext | null>>> =
  Symbol('discretion')

/** The level a value belongs to, if the table knows it. */
export function levelOf(
  factor: TableFactor,
  value: number | string | null,
): TableLevel | undefined {
  return factor.levels.find((level) =>
    typeof value === 'number'
      ? level.low !== null && level.low <= value && (level.high === null || value < level.high)
      : value !== null && level.value === value,
  )
}

/** The fine in fen that the shares lead to, cut down to whole yuan as the server does. */
export function suggestedFen(percents: readonly number[], minFen: number, maxFen: number): number {
  const share = percents.reduce((sum, one) => sum + one, 0)
  const exact = minFen * 100 + share * (maxFen - minFen)
  return Math.floor(exact / 10_000) * 100
}

/** Whether every factor has a value of the table and a proof. */
export function isWeighed(
  factors: readonly TableFactor[],
  choices: readonly FactorChoice[],
): boolean {
  return factors.every((factor) => {
    const choice = choices.find((one) => one.factor === factor.code)
    return choice !== undefined && levelOf(factor, choice.value) && choice.exhibit_ids.length > 0
  })
}
