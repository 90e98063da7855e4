/** Forms as the server publishes them: the part of JSON Schema 2020-12 that our forms are written in. */

export interface FieldShape {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object'
  readonly title?: string
  readonly 'x-title-en'?: string
  readonly 'x-widget'?: 'place' | 'photo' | 'signature'
  readonly 'x-prefill'?: string
  readonly 'x-phrases-zh'?: readonly string[]
  readonly 'x-phrases-en'?: readonly string[]
  readonly 'x-enum-zh'?: readonly string[]
  readonly 'x-enum-en'?: readonly string[]
  readonly enum?: readonly string[]
  readonly format?: 'multiline' | 'date' | 'date-time' | 'uuid'
  readonly maxLength?: number
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly items?: FieldShape
  readonly maxItems?: number
  readonly uniqueItems?: boolean
  readonly properties?: Readonly<Record<string, FieldShape>>
  readonly required?: readonly string[]
}

/** What a field must be for a condition to hold. */
export type Test =
  | { readonly const: unknown }
  | { readonly enum: readonly unknown[] }
  | { readonly contains: { readonly const: unknown } }

export interface Condition {
  readonly if: {
    readonly properties: Readonly<Record<string, Test>>
    readonly required: readonly string[]
  }
  readonly then?: Consequence
  readonly else?: Consequence
}

interface Consequence {
  readonly required?: readonly string[]
  /** Nothing fits `not: {}`: under this condition the field is not asked. */
  readonly properties?: Readonly<Record<string, { readonly not: object }>>
}

export interface FormSchema {
  readonly properties: Readonly<Record<string, FieldShape>>
  readonly required: readonly string[]
  readonly allOf: readonly Condition[]
  readonly 'x-order': readonly string[]
}

export interface FormDefinition {
  readonly key: string
  readonly version: number
  readonly title_zh: string
  readonly title_en: string
  readonly subjects: readonly string[]
  readonly schema: FormSchema
}

export type Answers = Readonly<Record<string, unknown>>

/** Why an answer is refused: the keyword of the schema, or that nothing of the kind was asked. */
export type FaultCode =
  | 'required'
  | 'not_asked'
  | 'unknown'
  | 'type'
  | 'enum'
  | 'format'
  | 'pattern'
  | 'maxLength'
  | 'minimum'
  | 'maximum'
  | 'maxItems'
  | 'uniqueItems'

/** What is wrong, by JSON pointer. */
export type Faults = ReadonlyMap<string, FaultCode>

const has = (answers: Answers, name: string) =>
  Object.prototype.hasOwnProperty.call(answers, name) && answers[name] !== undefined

function passes(test: Test, value: unknown): boolean {
  if ('const' in test) return value === test.const
  if ('enum' in test) return test.enum.includes(value)
  // As the specification has it: a keyword says nothing of values of another type.
  return !Array.isArray(value) || value.includes(test.contains.const)
}

function holds({ if: { properties, required } }: Condition, answers: Answers): boolean {
  return (
    required.every((name) => has(answers, name)) &&
    Object.entries(properties).every(
      ([name, test]) => !has(answers, name) || passes(test, answers[name]),
    )
  )
}

function consequences(schema: FormSchema, answers: Answers): Consequence[] {
  return schema.allOf.flatMap((condition) => {
    const found = holds(condition, answers) ? condition.then : condition.else
    return found ? [found] : []
  })
}

/** The fields that are not asked with these answers, in the form's order. */
export function hiddenFields(schema: FormSchema, answers: Answers): string[] {
  const hidden = new Set(
    consequences(schema, answers).flatMap((one) => Object.keys(one.properties ?? {})),
  )
  return schema['x-order'].filter((name) => hidden.has(name))
}

/** The fields that have to be answered now. */
export function requiredFields(schema: FormSchema, answers: Answers): string[] {
  const wanted = consequences(schema, answers).flatMap((one) => one.required ?? [])
  return [...new Set([...schema.required, ...wanted])]
}

/** Nothing was filled in. */
export function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (typeof value === 'string' && value.trim() === '') ||
    (Array.isArray(value) && value.length === 0)
  )
}

/** What is handed in: without empty answers, and without those that are not asked any more. */
export function cleaned(schema: FormSchema, answers: Answers): Answers {
  let kept = Object.fromEntries(Object.entries(answers).filter(([, value]) => !isEmpty(value)))
  // Taking an answer away may close a question that hung on it.
  for (;;) {
    const hidden = hiddenFields(schema, kept).filter((name) => has(kept, name))
    if (hidden.length === 0) return kept
    kept = Object.fromEntries(Object.entries(kept).filter(([name]) => !hidden.includes(name)))
  }
}

const TYPES: Record<FieldShape['type'], (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  integer: (value) => Number.isInteger(value),
  array: Array.isArray,
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(date.getTime()) &&
    date.toISOString().startsWith(text)
  )
}

const FORMATS: Record<NonNullable<FieldShape['format']>, (text: string) => boolean> = {
  date: isDate,
  'date-time': (text) =>
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text) &&
    !Number.isNaN(Date.parse(text)),
  uuid: (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text),
  multiline: (text) => !text.includes('\u0000'),
}

function textFault(shape: FieldShape, text: string): FaultCode | null {
  if (shape.enum && !shape.enum.includes(text)) return 'enum'
  // Letters as people count them: a rare character is one, not two.
  if (shape.maxLength !== undefined && [...text].length > shape.maxLength) return 'maxLength'
  if (shape.pattern !== undefined && !new RegExp(shape.pattern, 'u').test(text)) return 'pattern'
  return shape.format && !FORMATS[shape.format](text) ? 'format' : null
}

function numberFault(shape: FieldShape, value: number): FaultCode | null {
  if (shape.minimum !== undefined && value < shape.minimum) return 'minimum'
  return shape.maximum !== undefined && value > shape.maximum ? 'maximum' : null
}

function listFault(shape: FieldShape, list: readonly unknown[]): FaultCode | null {
  if (shape.maxItems !== undefined && list.length > shape.maxItems) return 'maxItems'
  return shape.uniqueItems && new Set(list).size < list.length ? 'uniqueItems' : null
}

function inner(shape: FieldShape, value: unknown, at: string): [string, FaultCode][] {
  if (Array.isArray(value)) {
    return value.flatMap((item, n) => (shape.items ? judge(shape.items, item, `${at}/${n}`) : []))
  }
  if (shape.properties === undefined) return []
  const members = value as Answers
  const missing = (shape.required ?? []).filter((name) => !has(members, name))
  return [
    ...missing.map((name): [string, FaultCode] => [`${at}/${name}`, 'required']),
    ...Object.entries(members).flatMap(([name, member]) => {
      const known = shape.properties?.[name]
      return known
        ? judge(known, member, `${at}/${name}`)
        : [[`${at}/${name}`, 'unknown'] as [string, FaultCode]]
    }),
  ]
}

/** What is wrong with one value, by pointers below `at`. */
export function judge(shape: FieldShape, value: unknown, at: string): [string, FaultCode][] {
  if (!TYPES[shape.type](value)) return [[at, 'type']]
  const fault =
    typeof value === 'string'
      ? textFault(shape, value)
      : typeof value === 'number'
        ? numberFault(shape, value)
        : Array.isArray(value)
          ? listFault(shape, value)
          : null
  return [...(fault ? [[at, fault] as [string, FaultCode]] : []), ...inner(shape, value, at)]
}

/** Everything that the server would refuse in these answers. */
export function faultsOf(schema: FormSchema, answers: Answers): Faults {
  const hidden = new Set(hiddenFields(schema, answers))
  const found: [string, FaultCode][] = requiredFields(schema, answers)
    .filter((name) => !has(answers, name))
    .map((name) => [`/${name}`, 'required'])
  for (const [name, value] of Object.entries(answers)) {
    const shape = schema.properties[name]
    if (value === undefined) continue
    if (!shape) found.push([`/${name}`, 'unknown'])
    else if (hidden.has(name)) found.push([`/${name}`, 'not_asked'])
    else found.push(...judge(shape, value, `/${name}`))
  }
  return new Map(found)
}
