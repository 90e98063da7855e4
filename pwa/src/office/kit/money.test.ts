import { describe, expect, it } from 'vitest'
import { fenOfYuan, yuanOfFen } from './money'

describe('money', () => {
  it.each([
    [0, '0.00'],
    [5, '0.05'],
    [2900000, '29,000.00'],
    [123456789, '1,234,567.89'],
    [-150, '-1.50'],
  ])('shows %i fen as %s yuan', (fen, yuan) => {
    expect(yuanOfFen(fen)).toBe(yuan)
  })

  it.each([
    ['29000', 2900000],
    ['29,000.00', 2900000],
    ['¥1.1', 110],
    ['0.29', 29],
  ])('reads %s yuan as %i fen exactly', (text, fen) => {
    expect(fenOfYuan(text)).toBe(fen)
  })

  it.each(['', '1.234', '-5', 'two', '1e3'])('refuses %j, which is no amount', (text) => {
    expect(fenOfYuan(text)).toBeNull()
  })
})
