import { expect, test } from 'vitest'

import type { LogStatus } from '../wire-log'
import { healthOf } from './health'

const NOW = new Date('2026-11-22T06:00:00Z')
const LOG: LogStatus = {
  origin: 'xunzheng.example/log',
  tree_size: 10,
  queued: 0,
  oldest_queued_at: null,
  checkpoint: null,
  witness: { name: 'w', tree_size: 10, cosigned_at: null, problem: null },
  anchors: [],
  authorities: [{ name: 'a', last_gen_time: null, problem: null }],
  heads: null,
  max_anchor_delay_s: 3600,
}

test('a log that keeps up is well', () => {
  expect(healthOf({ ...LOG, oldest_queued_at: '2026-11-22T05:59:30Z' }, NOW)).toBe('well')
})

test('an event that waits longer than promised means the log is behind', () => {
  expect(healthOf({ ...LOG, oldest_queued_at: '2026-11-22T05:58:00Z' }, NOW)).toBe('behind')
})

test('an authority that does not stamp is a trouble of its own', () => {
  const authorities = [{ name: 'a', last_gen_time: null, problem: 'timeout' }]
  expect(healthOf({ ...LOG, authorities }, NOW)).toBe('unwitnessed')
})

test('so is a witness that does not sign', () => {
  const witness = { name: 'w', tree_size: 3, cosigned_at: null, problem: '409' }
  expect(healthOf({ ...LOG, witness }, NOW)).toBe('unwitnessed')
})
