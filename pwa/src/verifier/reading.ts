/** Reading JSON, base64 and times strictly, as verify.py does. */

export type Bytes = Uint8Array<ArrayBuffer>
export type Json = null | boolean | number | string | Fraction | Json[] | { [key: string]: Json }
export type Facts = { [key: string]: Json }

/** What cannot be read. */
export class Malformed extends Error {}

/** A number written with a point or an exponent; none of our records holds one. */
export class Fraction {
  constructor(readonly value: number) {}
}

const HEX64 = /^[0-9a-f]{64}$/
const MOMENT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{3})Z$/
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/y
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
const WORDS: [string, Json][] = [
  ['true', true],
  ['false', false],
  ['null', null],
]

export const isHex64 = (text: string) => HEX64.test(text)

export const utf8 = (bytes: Uint8Array) => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new Malformed('not UTF-8')
  }
}

export const bytesOf = (text: string): Bytes => new Uint8Array(new TextEncoder().encode(text))

export const hex = (bytes: Uint8Array) =>
  Array.from(bytes, (octet) => octet.toString(16).padStart(2, '0')).join('')

export const join = (...parts: Uint8Array[]): Bytes => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let place = 0
  for (const part of parts) {
    whole.set(part, place)
    place += part.length
  }
  return whole
}

export const same = (a: Uint8Array, b: Uint8Array) =>
  a.length === b.length && a.every((octet, index) => octet === b[index])

/** Decode strict base64. */
export function unbase64(text: Json | undefined): Bytes {
  if (typeof text !== 'string' || !BASE64.test(text)) throw new Malformed('not base64')
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
}

export const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))

/** A member that must be there. */
export function at(facts: Json | undefined, name: string): Json {
  const value = object(facts)[name]
  if (value === undefined) throw new Malformed(`no ${name}`)
  return value
}

export function object(value: Json | undefined): Facts {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new Malformed('not an object')
  }
  if (value instanceof Fraction) throw new Malformed('not an object')
  return value
}

export function list(value: Json | undefined): Json[] {
  if (!Array.isArray(value)) throw new Malformed('not a list')
  return value
}

export function text(value: Json | undefined): string {
  if (typeof value !== 'string') throw new Malformed('not a text')
  return value
}

export function whole(value: Json | undefined): number {
  if (typeof value !== 'number') throw new Malformed('not a whole number')
  return value
}

/** The seconds since 1970 of a UTC time with milliseconds. */
export function seconds(value: Json | undefined): number {
  const match = MOMENT.exec(text(value))
  if (!match) throw new Malformed(`not a time: ${text(value)}`)
  const moment = Date.parse(match[0])
  // A day that the month does not have rolls over in some engines and is NaN in others.
  if (Number.isNaN(moment) || new Date(moment).toISOString() !== match[0]) {
    throw new Malformed(`not a time: ${match[0]}`)
  }
  return moment / 1000
}

export const shown = (moment: number) => {
  const date = new Date(moment * 1000)
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC (${date.toLocaleString()})`
}

/** Parse strict JSON: no key twice, no number that this machine cannot hold exactly. */
export function loadJson(bytes: Uint8Array): Json {
  const source = utf8(bytes)
  const parser = new Parser(source)
  const value = parser.value()
  parser.end()
  return value
}

class Parser {
  private place = 0
  constructor(private readonly source: string) {}

  end() {
    this.space()
    if (this.place !== this.source.length) throw new Malformed('more than one JSON value')
  }

  value(): Json {
    this.space()
    const char = this.source[this.place]
    if (char === '{') return this.members()
    if (char === '[') return this.items()
    if (char === '"') return this.string()
    for (const [word, meaning] of WORDS) {
      if (this.source.startsWith(word, this.place)) {
        this.place += word.length
        return meaning
      }
    }
    return this.number()
  }

  private space() {
    while (' \t\n\r'.includes(this.source[this.place] ?? 'x')) this.place += 1
  }

  private take(char: string): boolean {
    this.space()
    if (this.source[this.place] !== char) return false
    this.place += 1
    return true
  }

  private need(char: string) {
    if (!this.take(char)) throw new Malformed(`JSON: ${char} expected`)
  }

  private members(): Facts {
    const found = Object.create(null) as Facts
    this.need('{')
    if (this.take('}')) return found
    do {
      this.space()
      const name = this.string()
      if (name in found) throw new Malformed('a key is given twice')
      this.need(':')
      found[name] = this.value()
    } while (this.take(','))
    this.need('}')
    return found
  }

  private items(): Json[] {
    const found: Json[] = []
    this.need('[')
    if (this.take(']')) return found
    do found.push(this.value())
    while (this.take(','))
    this.need(']')
    return found
  }

  private string(): string {
    const start = this.place
    if (this.source[start] !== '"') throw new Malformed('JSON: a text expected')
    let end = start + 1
    while (end < this.source.length && this.source[end] !== '"') {
      end += this.source[end] === '\\' ? 2 : 1
    }
    this.place = end + 1
    try {
      return JSON.parse(this.source.slice(start, end + 1)) as string
    } catch {
      throw new Malformed('JSON: a broken text')
    }
  }

  private number(): number | Fraction {
    NUMBER.lastIndex = this.place
    const match = NUMBER.exec(this.source)
    if (!match) throw new Malformed('not JSON')
    this.place = NUMBER.lastIndex
    const value = Number(match[0])
    if (match[1] ?? match[2]) return new Fraction(value)
    if (!Number.isSafeInteger(value)) throw new Malformed('a number is too large')
    return value
  }
}
