import { describe, expect, it } from 'vitest'

import type { Delegation } from '../wire-duties'
import { actingFor } from './behalf'

const given = {
  delegate_id: 'qian',
  principal_name: '周正',
  standing: 'in_force',
  permissions: ['case.decide', 'lead.decide'],
} as unknown as Delegation

describe('work done for somebody else', () => {
  it('is that of every permission delegated to the person', () => {
    const found = actingFor([given], 'qian')
    expect([...found]).toEqual([
      ['case.decide', '周正'],
      ['lead.decide', '周正'],
    ])
  })

  it('is nobody else’s, and not before or after its days', () => {
    expect(actingFor([given], 'sun').size).toBe(0)
    expect(actingFor([{ ...given, standing: 'coming' }], 'qian').size).toBe(0)
    expect(actingFor([{ ...given, standing: 'withdrawn' }], 'qian').size).toBe(0)
  })
})
