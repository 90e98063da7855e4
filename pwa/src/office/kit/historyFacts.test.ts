import { expect, test } from 'vitest'

import { learnTitles } from '../actions/titles'
import type { HistoryEntry } from '../wire'
import { historyFacts } from './historyFacts'

const entry = (action: string, input: Record<string, unknown>) =>
  ({ seq: 1, action, input }) as unknown as HistoryEntry

test('a chosen option is told by the name the step gave it', () => {
  learnTitles('case', [
    {
      name: 'suspend',
      allowed: false,
      blocked_by: [],
      will_produce: [],
      danger: false,
      basis: null,
      form: {
        properties: {
          ground: { title: '中止情形', enum: ['force_majeure'], 'x-enum-zh': ['不可抗力'] },
        },
      },
    },
  ])

  expect(historyFacts('case', entry('suspend', { ground: 'force_majeure' }))).toEqual([
    { name: 'ground', label: '中止情形', value: '不可抗力' },
  ])
})

test('an id says nothing to a person', () => {
  const host = '01a203e4-1896-7591-9407-58e4ce0398a6'
  expect(historyFacts('case', entry('serve', { host }))).toEqual([])
})

test('whom a hand-over goes to is not called by the words for service of documents', () => {
  const [fact] = historyFacts('handover', entry('create', { recipient: '法院' }))
  expect(fact?.label).toBe('接收单位')
})
