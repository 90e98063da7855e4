import { expect, test } from 'vitest'

import { bodyOf, isComplete, type ListDraft } from './evidenceList'

const draft: ListDraft = {
  exhibitIds: ['a'],
  extractorIds: ['chen', 'lin'],
  holder: '某厂',
  place: '车间',
  extractedAt: '2026-11-22T12:00',
  method: '拍摄',
  tool: '巡证',
  medium: '终端',
  noSeizure: ' ',
  video: '',
  opinion: 'none',
  refusal: '',
  holderSignature: '',
  witness: '',
  witnessSignature: 'data:image/png;base64,AAAA',
}

test('a list needs two extractors', () => {
  expect(isComplete(draft, '')).toBe(true)
  expect(isComplete({ ...draft, extractorIds: ['chen'] }, '')).toBe(false)
})

test('a refusal needs its reason', () => {
  expect(isComplete({ ...draft, opinion: 'refused' }, '')).toBe(false)
  expect(isComplete({ ...draft, opinion: 'refused', refusal: '不在场' }, '')).toBe(true)
})

test('the signature of a witness without a name is not sent', () => {
  expect(bodyOf(draft, '')).toMatchObject({ witness_name: null, witness_signature: null })
})

test('a list for a case names no exhibits and its time is an instant', () => {
  const body = bodyOf(draft, 'c')
  expect(body).toMatchObject({ case_id: 'c', extracted_at: '2026-11-22T04:00:00.000Z' })
  expect(body).not.toHaveProperty('exhibit_ids')
})
