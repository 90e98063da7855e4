/** What a form starts with, and what goes with it. */
import { isEmpty, judge, type Answers, type FormSchema } from './forms'

/** The photos that the answers name. */
export function photosOf(schema: FormSchema, answers: Answers): string[] {
  return Object.entries(schema.properties)
    .filter(([, shape]) => shape['x-widget'] === 'photo')
    .flatMap(([name]) => (answers[name] as readonly string[] | undefined) ?? [])
}

/** The value at a path such as `site.notes.contact_name`; undefined where there is none. */
export function prefillFrom(path: string, sources: unknown): unknown {
  let found: unknown = sources
  for (const part of path.split('.')) {
    if (typeof found !== 'object' || found === null) return undefined
    found = (found as Record<string, unknown>)[part]
  }
  return isEmpty(found) ? undefined : found
}

/** The answers that a new form starts with. */
export function prefilled(schema: FormSchema, sources: unknown): Answers {
  const entries = Object.entries(schema.properties).flatMap(([name, shape]) => {
    const value = shape['x-prefill'] && prefillFrom(shape['x-prefill'], sources)
    return value === undefined || judge(shape, value, '').length > 0 ? [] : [[name, value]]
  })
  return Object.fromEntries(entries) as Answers
}
