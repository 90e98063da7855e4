import { describe, expect, it } from 'vitest'

import { emptyItem, itemsForWire } from './items'

const PUMP = { name: ' 提升泵 ', quantity: '1 台', condition: '锈蚀', kept_at: '车间' }

describe('the list of things', () => {
  it('sends what is whole, trimmed, with blanks as nothing', () => {
    expect(itemsForWire([{ ...emptyItem(), ...PUMP }])).toEqual([
      {
        name: '提升泵',
        specification: null,
        quantity: '1 台',
        condition: '锈蚀',
        kept_at: '车间',
        keeper: null,
        exhibit_ids: [],
      },
    ])
  })

  it.each(['name', 'quantity', 'condition', 'kept_at'])('leaves out a row without %s', (field) => {
    expect(itemsForWire([{ ...emptyItem(), ...PUMP, [field]: ' ' }])).toEqual([])
  })
})
