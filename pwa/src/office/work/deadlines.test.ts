import { describe, expect, it } from 'vitest'
import type { Deadline } from '../wire'
import { leftText, pathOf, urgencyOf } from './deadlines'

const clock = (changes: Partial<Deadline>): Deadline => ({
  id: 'd',
  code: 'decide',
  subject: { kind: 'case', id: 'c1', number: null },
  basis: '',
  started_on: '2026-11-01',
  due_on: '2026-11-30',
  days: 90,
  unit: 'calendar',
  status: 'open',
  provisional: false,
  is_waiting_period: false,
  days_left: 10,
  ...changes,
})

describe('statutory clock', () => {
  it.each([
    [10, 'open'],
    [3, 'soon'],
    [0, 'soon'],
    [-1, 'overdue'],
  ])('with %i days left is %s', (days_left, urgency) => {
    expect(urgencyOf(clock({ days_left }))).toBe(urgency)
  })

  it('says how many days are left or over', () => {
    expect(leftText(clock({ days_left: 2 }))).toContain('2')
    expect(leftText(clock({ days_left: 0 }))).toBe('今天到期')
    expect(leftText(clock({ days_left: -4 }))).toContain('超期')
  })

  it('is never overdue when it is a time that must pass', () => {
    const over = clock({ is_waiting_period: true, days_left: -1 })

    expect(urgencyOf(over)).toBe('met')
    expect(leftText(over)).toBe('已届满')
  })

  it('leads to what it is about', () => {
    expect(pathOf(clock({}))).toBe('/cases/c1')
  })
})
