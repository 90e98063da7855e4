import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import { expect, it } from 'vitest'

import type { FormDefinition } from '@/domain/forms'
import { Phone } from '@/testing/phone'

import { beginForm, submitForm } from './forms'
import { keepDraft } from './record'

const file = resolve(__dirname, '../../../backend/forms/definitions/site_check.1.json')
const definition = JSON.parse(readFileSync(file, 'utf8')) as FormDefinition
const subject = { kind: 'site', id: 's', name: '示范洗涤' } as const
const person = { id: 'p', full_name: '王秀英' }
const begin = (phone: Phone) =>
  beginForm(phone.db, definition, subject, { site: { facts: { outfalls: 2 } } })

it('goes on with the draft that is there', async () => {
  const phone = new Phone()

  expect(await begin(phone)).toBe(await begin(phone))
  expect(await phone.db.drafts.count()).toBe(1)
})

it('keeps the form as it was begun, whatever is published later', async () => {
  const phone = new Phone()
  const id = await begin(phone)

  expect((await phone.db.drafts.get(id))?.form?.definition).toEqual(definition)
  expect((await phone.db.drafts.get(id))?.answers).toEqual({ outfalls: 2 })
})

it('is handed in with its photos before it, and is one form after two taps', async () => {
  const phone = new Phone()
  const id = await begin(phone)
  const photo = await phone.take(id)
  await keepDraft(phone.db, id, { answers: { state: 'running', outfall_state: 'yes' } })

  const first = await submitForm(phone.db, id, person)
  const again = await submitForm(phone.db, id, person)

  expect(again).toEqual(first)
  expect(first.answers).toMatchObject({ state: 'running', photos: [photo.id] })
  const operations = await phone.db.operations.orderBy('order').toArray()
  expect(operations.map((one) => one.name)).toEqual(['exhibit.register', 'form.submit'])
  expect(await phone.db.drafts.count()).toBe(0)
})

it('sends only what the server knows of', async () => {
  const phone = new Phone()
  const id = await begin(phone)
  await keepDraft(phone.db, id, { answers: { state: 'running', outfall_state: 'yes', note: ' ' } })

  await submitForm(phone.db, id, person)

  const [operation] = await phone.db.operations.toArray()
  expect(Object.keys(operation?.payload as object).sort()).toEqual([
    'answered_at',
    'answers',
    'form_key',
    'form_version',
    'subject_id',
    'subject_kind',
  ])
  expect((operation?.payload as { answers: object }).answers).toEqual({
    state: 'running',
    outfall_state: 'yes',
  })
})
