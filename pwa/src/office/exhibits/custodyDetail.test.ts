import { describe, expect, it } from 'vitest'
import { detailFacts } from './custodyDetail'

describe('detail of a custody event', () => {
  it('keeps what a person reads apart from what a machine checks', () => {
    const { plain, technical } = detailFacts({
      recipient: '厦门市思明区人民法院',
      sha256: 'ab',
      export_id: 'e1',
      note: '',
      flags: [],
    })

    expect(plain.map((fact) => fact.name)).toEqual(['recipient'])
    expect(technical.map((fact) => fact.name)).toEqual(['sha256', 'export_id'])
  })

  it('says flags and codes in words', () => {
    const { plain } = detailFacts({ kind: 'case', flags: [{ code: 'no_fix', facts: {} }] })

    expect(plain.map((fact) => fact.value)).toEqual(['案件', '没有定位'])
  })
})
