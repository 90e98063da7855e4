import { expect, test } from 'vitest'

import type { Device } from '../wire-devices'
import { toldBy } from './chain'

const device = (facts: Partial<Device>) => facts as Device
const events = (...actions: string[]) => actions.map((action) => ({ action }))

test('an approval is waited for although the enrolment is in the chain', () => {
  const approved = device({ state: 'active', approval: 'second_person' })

  expect(toldBy(approved, events('key_enrolled'))).toBe(false)
  expect(toldBy(approved, events('key_enrolled', 'key_approved'))).toBe(true)
})

test('a device of before approvals has nothing more to wait for', () => {
  const old = device({ state: 'active', approval: 'before_approval_existed' })

  expect(toldBy(old, events('key_enrolled'))).toBe(true)
})

test('a revoked device is told by its revocation', () => {
  const lost = device({ state: 'revoked', approval: 'second_person' })

  expect(toldBy(lost, events('key_enrolled', 'key_approved'))).toBe(false)
})
