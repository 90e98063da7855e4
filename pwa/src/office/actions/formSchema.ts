/** Turns the form schema of an action into fields, and typed values into a request body. */

import { fenOfYuan, yuanOfFen } from '../kit/money'
import { instantOfInput } from '../kit/time'
import type { FactorChoice } from './discretion'

export interface FormProperty {
  type?: string | string[]
  title?: string
  'x-title-en'?: string
  format?: string
  enum?: (string | null)[]
  'x-enum-zh'?: string[]
  'x-enum-en'?: string[]
  'x-picker'?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  items?: FormProperty
  default?: unknown
}

export interface FormSchema {
  type?: string
  properties?: Record<string, FormProperty>
  required?: string[]
  /** The names of the fields in the order they are asked for. */
  'x-order'?: string[]
}

export type FieldKind =
  | 'text'
  | 'multiline'
  | 'money'
  | 'integer'
  | 'boolean'
  | 'date'
  | 'date-time'
  | 'choice'
  | 'officer'
  | 'officers'
  | 'person'
  | 'people'
  | 'exhibit'
  | 'exhibits'
  | 'device'
  | 'signature'
  | 'factors'
  | 'no_penalty_item'
  | 'decision'

export interface Option {
  value: string
  zh: string
  en: string
}

export interface FormField {
  name: string
  kind: FieldKind
  required: boolean
  title: { zh: string; en: string }
  options: Option[]
  minimum: number | null
  maximum: number | null
  maxLength: number | null
  minItems: number
  initial: FieldValue
}

export type FieldValue = string | number | boolean | string[] | FactorChoice[] | null
export type FormValues = Record<string, FieldValue>

const LONG_TEXT = 200
const LISTS: ReadonlySet<FieldKind> = new Set(['officers', 'people', 'exhibits', 'factors'])

/** The fields of a form in the order the server lists them. */
export function fieldsOf(schema: FormSchema | null | undefined): FormField[] {
  const required = new Set(schema?.required ?? [])
  return inOrder(schema).map(([name, property]) => {
    const kind = kindOf(name, property)
    return {
      name,
      kind,
      required: required.has(name),
      title: { zh: property.title ?? '', en: property['x-title-en'] ?? '' },
      options: optionsOf(property),
      minimum: property.minimum ?? null,
      maximum: property.maximum ?? null,
      maxLength: property.maxLength ?? null,
      minItems: property.minItems ?? 0,
      initial: initialOf(kind, property.default),
    }
  })
}

function inOrder(schema: FormSchema | null | undefined): [string, FormProperty][] {
  const rank = new Map((schema?.['x-order'] ?? []).map((name, index) => [name, index]))
  const rankOf = (name: string) => rank.get(name) ?? rank.size
  return Object.entries(schema?.properties ?? {}).sort(([a], [b]) => rankOf(a) - rankOf(b))
}

/** The choices of a field, with their names. */
export function optionsOf(property: FormProperty): Option[] {
  return (property.enum ?? []).flatMap((value, index) => {
    if (value === null) return []
    const zh = property['x-enum-zh']?.[index] ?? ''
    return [{ value, zh, en: property['x-enum-en']?.[index] ?? '' }]
  })
}

function kindOf(name: string, property: FormProperty): FieldKind {
  const type = mainType(property)
  const picked = pickerOf(property)
  if (picked) return picked
  if (property.format === 'factors') return 'factors'
  if (property.enum) return 'choice'
  if (type === 'boolean') return 'boolean'
  if (type === 'integer' || type === 'number') {
    return name.endsWith('_fen') || property.format === 'money' ? 'money' : 'integer'
  }
  return textKind(property)
}

/** What chooses one thing, and what chooses several, by the picker's name. */
const PICKERS: Readonly<Record<string, readonly [FieldKind, FieldKind]>> = {
  officer: ['officer', 'officers'],
  person: ['person', 'people'],
  exhibit: ['exhibit', 'exhibits'],
  device: ['device', 'device'],
  no_penalty_item: ['no_penalty_item', 'no_penalty_item'],
  decision: ['decision', 'decision'],
}

function pickerOf(property: FormProperty): FieldKind | null {
  const picker = property['x-picker'] ?? property.items?.['x-picker']
  const known = picker === undefined ? undefined : PICKERS[picker]
  return known?.[mainType(property) === 'array' ? 1 : 0] ?? null
}

function textKind(property: FormProperty): FieldKind {
  if (property.format === 'date' || property.format === 'date-time') return property.format
  if (property.format === 'signature') return 'signature'
  const long = property.format === 'multiline' || (property.maxLength ?? 0) > LONG_TEXT
  return long ? 'multiline' : 'text'
}

function mainType(property: FormProperty): string {
  const types = Array.isArray(property.type) ? property.type : [property.type ?? 'string']
  return types.find((type) => type !== 'null') ?? 'string'
}

function initialOf(kind: FieldKind, given: unknown): FieldValue {
  if (kind === 'money') return typeof given === 'number' ? yuanOfFen(given) : ''
  if (kind === 'factors') return []
  if (LISTS.has(kind)) return Array.isArray(given) ? given.map(String) : []
  if (kind === 'boolean') return given === true
  if (kind === 'integer') return typeof given === 'number' ? given : null
  return typeof given === 'string' ? given : ''
}

/** The values a fresh dialog starts with. */
export function initialValues(fields: FormField[]): FormValues {
  return Object.fromEntries(fields.map((field) => [field.name, field.initial]))
}

export type FieldFault = 'required' | 'not_money' | 'too_few' | 'too_small' | 'too_large'

/** What is wrong with the values, by field name; empty when they may be sent. */
export function faultsOf(fields: FormField[], values: FormValues): Record<string, FieldFault> {
  const faults: Record<string, FieldFault> = {}
  for (const field of fields) {
    const fault = faultOf(field, values[field.name] ?? null)
    if (fault) faults[field.name] = fault
  }
  return faults
}

function faultOf(field: FormField, value: FieldValue): FieldFault | null {
  if (Array.isArray(value)) return listFault(field, value)
  if (isBlank(value)) return field.required && field.kind !== 'boolean' ? 'required' : null
  if (field.kind === 'money') return numberFault(field, fenOfYuan(String(value)))
  return field.kind === 'integer' ? numberFault(field, Number(value)) : null
}

function numberFault(field: FormField, number: number | null): FieldFault | null {
  if (number === null || Number.isNaN(number)) return 'not_money'
  if (field.minimum !== null && number < field.minimum) return 'too_small'
  return field.maximum !== null && number > field.maximum ? 'too_large' : null
}

function listFault(field: FormField, value: readonly unknown[]): FieldFault | null {
  if (field.required && value.length === 0) return 'required'
  return value.length > 0 && value.length < field.minItems ? 'too_few' : null
}

/** The request body: blank optional fields left out, yuan turned to fen, times to UTC. */
export function bodyOf(fields: FormField[], values: FormValues): Record<string, FieldValue> {
  const body: Record<string, FieldValue> = {}
  for (const field of fields) {
    const value = values[field.name] ?? null
    if (isBlank(value) && field.kind !== 'boolean') continue
    body[field.name] = wireValue(field.kind, value)
  }
  return body
}

function wireValue(kind: FieldKind, value: FieldValue): FieldValue {
  if (kind === 'money') return fenOfYuan(String(value))
  if (kind === 'integer') return Number(value)
  if (kind === 'date-time') return instantOfInput(String(value))
  if (kind === 'boolean') return value === true
  return typeof value === 'string' ? value.trim() : value
}

function isBlank(value: FieldValue): boolean {
  if (Array.isArray(value)) return value.length === 0
  return value === null || (typeof value === 'string' && value.trim() === '')
}
