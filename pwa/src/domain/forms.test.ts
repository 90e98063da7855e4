import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import { describe, expect, it } from 'vitest'

import { cleaned, faultsOf, hiddenFields, type Answers, type FormDefinition } from './forms'
import { photosOf, prefilled } from './prefill'

const root = resolve(__dirname, '../../..')
const read = (path: string): unknown => JSON.parse(readFileSync(resolve(root, path), 'utf8'))
/** The very files that the server judges by. */
const form = (name: string) => read(`backend/forms/definitions/${name}.json`) as FormDefinition
const { cases } = read('pwa/src/testing/vectors/forms.json') as {
  cases: { name: string; form: string; answers: Answers; faults: string[]; hidden: string[] }[]
}

describe('answers are judged as the server judges them', () => {
  it.each(cases)('$name', ({ form: name, answers, faults }) => {
    expect([...faultsOf(form(name).schema, answers).keys()].sort()).toEqual(faults)
  })
})

describe('only what is asked is shown', () => {
  it.each(cases)('$name', ({ form: name, answers, hidden }) => {
    expect(hiddenFields(form(name).schema, answers)).toEqual(hidden)
  })
})

it('drops the answers that are not asked any more, and those that hung on them', () => {
  const answers = { flow: 'dry', colour: 'other', colour_note: '绿', smell: '', outfall_code: ' ' }

  expect(cleaned(form('report.outfall.1').schema, answers)).toEqual({ flow: 'dry' })
})

it('never hands in what the server would refuse as not asked', () => {
  for (const { form: name, answers } of cases) {
    const { schema } = form(name)
    const codes = [...faultsOf(schema, cleaned(schema, answers)).values()]
    expect(codes).not.toContain('not_asked')
  }
})

it('starts with what is known and never with what does not fit', () => {
  const { schema } = form('site_check.1')
  const site = { facts: { outfalls: 3 }, notes: { contact_name: '李工' } }

  expect(prefilled(schema, { site, now: '2026-11-22T06:05:00.000Z' })).toEqual({
    outfalls: 3,
    contact_name: '李工',
    smell_at: '2026-11-22T06:05:00.000Z',
  })
  expect(prefilled(schema, { site: { facts: { outfalls: '三' } } })).toEqual({})
})

it('names the photos that go with the form', () => {
  expect(photosOf(form('site_check.1').schema, { photos: ['a', 'b'] })).toEqual(['a', 'b'])
})
