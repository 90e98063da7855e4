import { describe, expect, it } from 'vitest'
import { bodyOfDraft, freshDraft, withSite } from './draft'

const site = {
  id: 's1',
  name: '厦门某电镀有限公司',
  credit_code: '91350200MA00000000',
  legal_representative: '张三',
  address: '思明区某路 1 号',
  position: null,
  authority_id: 'a1',
  category: null,
}

describe('inspection draft', () => {
  it('sends blank fields as absent and times as UTC', () => {
    const draft = { ...freshDraft(null, ['o1']), started_at: '2026-11-22T14:05' }

    expect(bodyOfDraft(draft)).toMatchObject({
      site_id: null,
      started_at: '2026-11-22T06:05:00.000Z',
      ended_at: null,
      contact: null,
      party: { credit_code: null },
    })
  })

  it('takes the party from the chosen site and keeps a place already written', () => {
    const draft = { ...freshDraft('l1', []), place: '2 号排口' }

    const filled = withSite(draft, site)

    expect(filled.place).toBe('2 号排口')
    expect(filled.party).toEqual({
      kind: 'organisation',
      name: '厦门某电镀有限公司',
      credit_code: '91350200MA00000000',
      legal_representative: '张三',
    })
  })
})
