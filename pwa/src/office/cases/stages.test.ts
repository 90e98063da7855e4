import { describe, expect, it } from 'vitest'
import type { Deadline, HistoryEntry } from '../wire'
import { byFact, nextDeadline, stagesOf } from './stages'

const step = (seq: number, to_state: string, at: string): HistoryEntry => ({
  seq,
  at,
  action: 'x',
  from_state: null,
  to_state,
  actor: null,
})

const stages = ['filing', 'investigating', 'case_review', 'archived'].map((state) => ({
  state,
  phase_zh: state,
  phase_en: state,
}))

describe('case stages', () => {
  it('tells what is done, what is now and what is ahead', () => {
    const found = stagesOf({ state: 'case_review', history: [], stages })

    expect(found.map((stage) => stage.status)).toEqual(['done', 'done', 'now', 'ahead'])
  })

  it('shows when a stage was entered last, after a return as well', () => {
    const history = [
      step(1, 'investigating', '2026-11-01T00:00:00.000Z'),
      step(2, 'case_review', '2026-11-02T00:00:00.000Z'),
      step(3, 'investigating', '2026-11-03T00:00:00.000Z'),
    ]

    const found = stagesOf({ state: 'investigating', history, stages })

    expect(found[1]?.since).toBe('2026-11-03T00:00:00.000Z')
  })

  it('has nothing under way once the case is archived', () => {
    const found = stagesOf({ state: 'archived', history: [], stages })

    expect(new Set(found.map((stage) => stage.status))).toEqual(new Set(['done']))
  })

  it('names the open clock that runs out first', () => {
    const deadlines = [
      { code: 'late', status: 'open', due_on: '2027-02-01' },
      { code: 'met', status: 'met', due_on: '2026-01-01' },
      { code: 'first', status: 'open', due_on: '2026-12-01' },
    ] as Deadline[]

    expect(nextDeadline(deadlines)?.code).toBe('first')
    expect(nextDeadline([])).toBeNull()
  })

  it('arranges exhibits by the fact they prove', () => {
    const exhibits = [
      { id: 1, fact_to_prove: '排放黑水' },
      { id: 2, fact_to_prove: '排口位置' },
      { id: 3, fact_to_prove: '排放黑水' },
    ]

    expect(byFact(exhibits).map(([fact, group]) => [fact, group.map((one) => one.id)])).toEqual([
      ['排放黑水', [1, 3]],
      ['排口位置', [2]],
    ])
  })
})
