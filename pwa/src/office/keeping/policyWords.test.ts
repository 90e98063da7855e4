import { expect, test } from 'vitest'

import { policyWords } from './policyWords'

test('a rule is told by kind, outcome and day', () => {
  expect(policyWords('any/penalised/2021-07-15').replace(/\s/g, '')).toBe(
    '各类证据，已处罚（2021年7月15日起适用）',
  )
})

test('a rule of another form is told by its word, or as it is', () => {
  expect(policyWords('open_case').replace(/\s/g, '')).toBe('案件未结，暂不确定')
  expect(policyWords('x-1')).toBe('x-1')
})
