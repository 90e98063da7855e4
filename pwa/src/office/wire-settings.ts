/** The shapes of parameters and open questions, as the API describes them. */
export interface Confirmation {
  answer: string
  source: string
  confirmed_by_name: string
  confirmed_at: string
}

export interface ParameterVersion {
  id: string
  key: string
  value: number
  unit: string
  bound: 'inclusive' | 'exclusive' | null
  basis: string
  doubt: string | null
  valid_from: string
  valid_to: string | null
  state: 'proposed' | 'in_force' | 'rejected'
  is_national: boolean
  is_own: boolean
  reason: string | null
  proposed_by_id: string | null
  proposed_by_name: string | null
  decided_by_name: string | null
  confirmation: Confirmation | null
}

export interface Parameter {
  key: string
  group: string
  title_zh: string
  title_en: string
  unit: string
  units: string[]
  has_bound: boolean
  minimum: number
  current_id: string | null
  versions: ParameterVersion[]
}

export interface OpenQuestion {
  code: string
  text_zh: string
  text_en: string
  keys: string[]
  confirmation: Confirmation | null
}
