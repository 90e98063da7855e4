import { afterEach, describe, expect, it } from 'vitest'
import { locale } from '@/messages/i18n'
import { dateText, daysUntil, instantOfInput, localInputOf, momentText, todayIso } from './time'

describe('time', () => {
  afterEach(() => {
    locale.value = 'zh-CN'
  })

  it('shows an instant in the time of the bureau, not of the browser', () => {
    expect(momentText('2026-11-22T16:05:09.000Z')).toBe('2026年11月23日 00:05')
    expect(momentText('2026-11-22T16:05:09.000Z', true)).toBe('2026年11月23日 00:05:09')
  })

  it('writes dates the way each language does', () => {
    expect(dateText('2026-01-05')).toBe('2026年1月5日')
    locale.value = 'en'
    expect(dateText('2026-01-05')).toBe('5 Jan 2026')
  })

  it('shows a dash where there is no time', () => {
    expect(momentText(null)).toBe('—')
    expect(momentText('soon')).toBe('—')
    expect(dateText(undefined)).toBe('—')
  })

  it('counts days from today in Asia/Shanghai', () => {
    const lateEvening = new Date('2026-11-22T17:00:00Z')

    expect(todayIso(lateEvening)).toBe('2026-11-23')
    expect(daysUntil('2026-11-25', lateEvening)).toBe(2)
    expect(daysUntil('2026-11-20', lateEvening)).toBe(-3)
  })

  it('takes a typed time as Asia/Shanghai and gives it back unchanged', () => {
    expect(instantOfInput('2026-11-22T14:05')).toBe('2026-11-22T06:05:00.000Z')
    expect(localInputOf('2026-11-22T06:05:00.000Z')).toBe('2026-11-22T14:05')
    expect(instantOfInput('')).toBeNull()
  })
})
