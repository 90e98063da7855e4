/** The shape of a file's self-check, as the API describes it. */
export type Verdict = 'met' | 'defect' | 'not_yet'

export interface CheckReason {
  code: string
  text: string
  basis: string
  facts: Record<string, unknown>
}

export interface CheckItem {
  number: number
  code: string
  title_zh: string
  title_en: string
  verdict: Verdict
  facts: Record<string, unknown>
  reasons: CheckReason[]
  section: string
  place: { kind: string; id: string } | null
}

export interface SelfCheck {
  case_id: string
  number: string | null
  party_name: string
  state: string
  checked_at: string
  counts: Record<Verdict, number>
  items: CheckItem[]
}
