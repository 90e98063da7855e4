import { expect, it } from 'vitest'

import { boxAround, fit, graticule, scaleBar } from './project'

const box = { west: 118.08, south: 24.47, east: 118.1, north: 24.49 }

it('keeps north up and east right', () => {
  const view = fit(box, 360, 480)

  expect(view.y(24.49)).toBeLessThan(view.y(24.47))
  expect(view.x(118.08)).toBeLessThan(view.x(118.1))
})

it('draws lengths true: a hundredth of a degree north is 1,113 m', () => {
  const view = fit(box, 360, 480)
  const units = view.y(24.47) - view.y(24.48)

  expect(units * view.metresPerUnit).toBeCloseTo(1113.2, 0)
})

it('has a round scale no longer than a third of the map', () => {
  const { metres, units } = scaleBar(fit(box, 360, 480))

  expect([100, 200, 500]).toContain(metres)
  expect(units).toBeLessThanOrEqual(120)
})

it('gives a single point some ground around it', () => {
  const around = boxAround([[118, 24]])

  expect((around?.east ?? 0) - (around?.west ?? 0)).toBeCloseTo(0.0024)
  expect(boxAround([])).toBeNull()
})

it('draws at most nine lines', () => {
  expect(graticule(118.08, 118.1).length).toBeLessThanOrEqual(9)
})
