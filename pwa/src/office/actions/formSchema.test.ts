import { describe, expect, it } from 'vitest'
import { bodyOf, faultsOf, fieldsOf, initialValues } from './formSchema'

const SCHEMA = {
  type: 'object',
  properties: {
    fine_fen: { type: 'integer', minimum: 100, maximum: 5000000 },
    reasons: { type: 'string', maxLength: 2000 },
    mode: {
      type: 'string',
      title: '方式',
      'x-title-en': 'Manner',
      enum: ['direct', 'post'],
      'x-enum-zh': ['直接送达', '邮寄送达'],
      'x-enum-en': ['In person', 'By post'],
    },
    served_on: { type: 'string', format: 'date' },
    at: { type: ['string', 'null'], format: 'date-time' },
    adopted: { type: 'boolean' },
    officer_ids: {
      type: 'array',
      minItems: 2,
      items: { type: 'string', format: 'uuid', 'x-picker': 'officer' },
    },
    exhibit_id: { type: 'string', format: 'uuid', 'x-picker': 'exhibit' },
    signature: { type: 'string', format: 'signature' },
    note: { type: 'string' },
  },
  required: ['fine_fen', 'reasons', 'officer_ids'],
}

describe('form schema', () => {
  const fields = fieldsOf(SCHEMA)

  it('gives every property the control it needs, in the order of the server', () => {
    expect(fields.map((field) => [field.name, field.kind])).toEqual([
      ['fine_fen', 'money'],
      ['reasons', 'multiline'],
      ['mode', 'choice'],
      ['served_on', 'date'],
      ['at', 'date-time'],
      ['adopted', 'boolean'],
      ['officer_ids', 'officers'],
      ['exhibit_id', 'exhibit'],
      ['signature', 'signature'],
      ['note', 'text'],
    ])
  })

  it('keeps the titles of fields and choices in both languages', () => {
    const mode = fields.find((field) => field.name === 'mode')

    expect(mode?.title).toEqual({ zh: '方式', en: 'Manner' })
    expect(mode?.options[1]).toEqual({ value: 'post', zh: '邮寄送达', en: 'By post' })
  })

  it('asks for the fields in the order the procedure gives', () => {
    const properties = { amount_fen: {}, paid_on: {}, reference: {} }

    const ordered = fieldsOf({ properties, 'x-order': ['paid_on', 'reference', 'amount_fen'] })

    expect(ordered.map((field) => field.name)).toEqual(['paid_on', 'reference', 'amount_fen'])
  })

  it('has no fields for an action without a form', () => {
    expect(fieldsOf({})).toEqual([])
    expect(fieldsOf(null)).toEqual([])
  })

  it('names every field that keeps the form from being sent', () => {
    const values = { ...initialValues(fields), fine_fen: '0.50', officer_ids: ['a'] }

    expect(faultsOf(fields, values)).toEqual({
      fine_fen: 'too_small',
      reasons: 'required',
      officer_ids: 'too_few',
    })
  })

  it('sends fen, UTC and no blank optional field', () => {
    const values = {
      ...initialValues(fields),
      fine_fen: '29,000',
      reasons: ' 超标排放 ',
      at: '2026-11-22T14:05',
      officer_ids: ['a', 'b'],
    }

    expect(bodyOf(fields, values)).toEqual({
      fine_fen: 2900000,
      reasons: '超标排放',
      at: '2026-11-22T06:05:00.000Z',
      adopted: false,
      officer_ids: ['a', 'b'],
    })
  })

  it('starts a money field with its default in yuan', () => {
    const [field] = fieldsOf({ properties: { fine_fen: { type: 'integer', default: 2900000 } } })

    expect(field?.initial).toBe('29,000.00')
  })
})
