/** RFC 8785 in the restricted profile that is signed here: ASCII keys, safe integers, no floats. */
import { utf8 } from './bytes'

export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?:^|[^\ud800-\udbff])[\udc00-\udfff]/

function textOf(value: string): string {
  if (LONE_SURROGATE.test(value)) throw new TypeError('a string has half a character')
  return JSON.stringify(value)
}

function keyOf(key: string): string {
  for (let index = 0; index < key.length; index += 1) {
    if (key.charCodeAt(index) > 0x7e || key.charCodeAt(index) < 0x20) {
      throw new TypeError(`key ${JSON.stringify(key)} is not ASCII`)
    }
  }
  return JSON.stringify(key)
}

function numberOf(value: number): string {
  if (!Number.isSafeInteger(value)) throw new TypeError(`${value} is not a safe integer`)
  // Minus zero is an integer to JavaScript, but JCS writes it as 0.
  return String(value === 0 ? 0 : value)
}

function objectOf(value: { readonly [key: string]: Json }): string {
  const members = Object.keys(value)
    .sort()
    .map((key) => `${keyOf(key)}:${canonicalText(value[key] as Json)}`)
  return `{${members.join(',')}}`
}

/** The canonical text; throws `TypeError` for anything outside the restricted profile. */
export function canonicalText(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return numberOf(value)
  if (typeof value === 'string') return textOf(value)
  if (Array.isArray(value)) return `[${(value as Json[]).map(canonicalText).join(',')}]`
  if (typeof value === 'object') return objectOf(value as { readonly [key: string]: Json })
  throw new TypeError(`${typeof value} cannot be written as JSON`)
}

/** The bytes to hash, sign and store; they are never serialised a second time. */
export function canonicalBytes(value: Json): Uint8Array<ArrayBuffer> {
  return utf8(canonicalText(value))
}
