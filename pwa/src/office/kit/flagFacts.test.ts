import { describe, expect, it } from 'vitest'
import { flagExhibits, flagFacts } from './flagFacts'

const facts = (values: Record<string, unknown>) => flagFacts({ code: 'x', facts: values })

describe('facts of a flag', () => {
  it('speaks of distance and time in a unit a person uses', () => {
    expect(facts({ distance_m: 412.3 })[0]).toMatch(/412\s米/)
    expect(facts({ distance_m: 9387537 })[0]).toMatch(/9387.5\s公里/)
    expect(facts({ difference_s: -7200 })[0]).toMatch(/2\s小时/)
    expect(facts({ difference_s: 40 })[0]).toMatch(/40\s秒/)
  })

  it('shows a fact it does not know as it came', () => {
    expect(facts({ new_fact: 3 })).toEqual(['new_fact: 3'])
  })

  it('leaves out what is empty and keeps other exhibits for links', () => {
    const flag = { code: 'duplicate_bytes', facts: { count: 1, reason: null, exhibit_ids: ['a'] } }

    expect(flagFacts(flag)).toHaveLength(1)
    expect(flagExhibits(flag)).toEqual(['a'])
  })
})
