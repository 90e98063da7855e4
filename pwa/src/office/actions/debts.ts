/** What a party owes, as the case page lends it to the dialogs that ask which decision is meant. */
import type { InjectionKey, Ref } from 'vue'

export interface Debt {
  /** Of a daily penalty; null for the case's own decision. */
  decision_id: string | null
  measure_id: string | null
  kind: string
  number: string
  decided_on: string | null
  served_on: string | null
  due_on: string | null
  fine_fen: number
  surcharge_fen: number
  owed_fen: number
  paid_fen: number
  left_fen: number
  is_published: boolean
  execution: {
    deferral?: { kind: string; pay_by: string }
    surcharge?: { amount_fen: number; up_to: string }
    court?: { applied_on: string; name: string; result?: string }
  }
}

export const DEBTS: InjectionKey<Readonly<Ref<readonly Debt[]>>> = Symbol('debts')
