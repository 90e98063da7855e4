import { describe, expect, it } from 'vitest'

import { isWeighed, levelOf, suggestedFen, type TableFactor } from './discretion'

const level = (n: number, percent: number, low: number, high: number | null) => ({
  level: n,
  title_zh: '',
  title_en: '',
  percent,
  low,
  high,
  value: null,
})
const repeat: TableFactor = {
  code: 'repeat',
  title_zh: '',
  title_en: '',
  kind: 'number',
  unit_zh: '次',
  unit_en: 'times',
  minimum: 1,
  levels: [level(1, 0, 1, 2), level(2, 5, 2, null)],
}

describe('a discretion table on the screen', () => {
  it('suggests what the worked example says', () => {
    expect(suggestedFen([5, 0], 2_000_000, 20_000_000)).toBe(2_900_000)
  })

  it('cuts down to whole yuan', () => {
    expect(suggestedFen([1], 100, 1_099)).toBe(100)
  })

  it('finds the one level of a number', () => {
    expect([0, 1, 2, 9].map((value) => levelOf(repeat, value)?.level)).toEqual([undefined, 1, 2, 2])
  })

  it('is whole only when each factor has a value and a proof', () => {
    const choice = { factor: 'repeat', value: 2, exhibit_ids: ['one'] }

    expect(isWeighed([repeat], [])).toBe(false)
    expect(isWeighed([repeat], [{ ...choice, exhibit_ids: [] }])).toBe(false)
    expect(isWeighed([repeat], [{ ...choice, value: 0 }])).toBe(false)
    expect(isWeighed([repeat], [choice])).toBe(true)
  })
})
