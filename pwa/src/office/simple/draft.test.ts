import { describe, expect, it } from 'vitest'

import { bodyOf, freshDraft, isWhole } from './draft'

const whole = {
  ...freshDraft(),
  name: ' 宏达 ',
  place: '湖滨',
  facts: '黑水',
  violation_name: '违规排污',
  violated_provision: '《法典》第一条',
  penalty_basis: '《法典》第二条',
}

describe('an on-the-spot penalty', () => {
  it('needs what the document prints', () => {
    expect(isWhole(freshDraft())).toBe(false)
    expect(isWhole(whole)).toBe(true)
    expect(isWhole({ ...whole, least: 'x' })).toBe(false)
  })

  it('sends money in fen and no blanks', () => {
    const body = bodyOf({ ...whole, least: '200' }, ['a', 'b'], [])
    expect(body).toMatchObject({ fine_min_fen: 20000, party: { name: '宏达', credit_code: null } })
  })
})
