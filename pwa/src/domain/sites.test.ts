import { expect, it } from 'vitest'

import { matches, pointOf, type Site } from './sites'

const site = {
  name: '厦门示范洗涤服务有限公司',
  credit_code: '91350200MADEM00017',
  address: '厦门市思明区示范路 8 号',
  category: '洗涤',
  position: { lon: 118.09, lat: 24.46 },
  facts: {},
} as unknown as Site

it.each(['洗涤', '示范 洗涤', '91350200madem', '９１３５０２００', '思明区示范路8号', ''])(
  'finds a site by %j',
  (typed) => {
    expect(matches(site, typed)).toBe(true)
  },
)

it('wants every word that was typed', () => {
  expect(matches(site, '示范 印刷')).toBe(false)
})

it('sends people to the gate where it is known', () => {
  const gate = { lon: 118.091, lat: 24.461 }

  expect(pointOf({ ...site, facts: { gate } })).toEqual(gate)
  expect(pointOf(site)).toEqual(site.position)
})
