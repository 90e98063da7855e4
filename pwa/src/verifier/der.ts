/** DER (X.690), as far as time stamps and certificates need it. */
import { Malformed } from './reading'

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  utcTime: 0x17,
  generalTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const

/** One element: its tag, its content, and its whole encoding. */
export interface Item {
  tag: number
  content: Uint8Array
  encoded: Uint8Array
}

function readItem(data: Uint8Array, start: number): [Item, number] {
  const tag = data[start]
  if (tag === undefined || (tag & 0x1f) === 0x1f) throw new Malformed('DER: tag')
  const [length, place] = readLength(data, start + 1)
  const end = place + length
  if (end > data.length) throw new Malformed('DER: too short')
  return [{ tag, content: data.slice(place, end), encoded: data.slice(start, end) }, end]
}

function readLength(data: Uint8Array, start: number): [length: number, place: number] {
  const first = data[start]
  if (first === undefined) throw new Malformed('DER: too short')
  if (!(first & 0x80)) return [first, start + 1]
  const octets = data.slice(start + 1, start + 1 + (first & 0x7f))
  const count = octets.length
  if (count < 1 || count > 4 || count < (first & 0x7f)) throw new Malformed('DER: length')
  const length = octets.reduce((sum, octet) => sum * 256 + octet, 0)
  if (length < 0x80 || length < 256 ** (count - 1)) throw new Malformed('DER: not the shortest')
  return [length, start + 1 + count]
}

export function itemsOf(data: Uint8Array): Item[] {
  const items: Item[] = []
  for (let place = 0; place < data.length;) {
    const [item, end] = readItem(data, place)
    items.push(item)
    place = end
  }
  return items
}

export function parse(data: Uint8Array, tag: number = TAG.sequence): Item {
  const [item, end] = readItem(data, 0)
  if (end !== data.length || item.tag !== tag)
    throw new Malformed('DER: not the one element expected')
  return item
}

export function children(item: Item | undefined, tag: number = TAG.sequence): Item[] {
  if (item?.tag !== tag) throw new Malformed('DER: another element expected')
  return itemsOf(item.content)
}

/** An element that must be there. */
export function need(item: Item | null | undefined): Item {
  if (!item) throw new Malformed('DER: an element is missing')
  return item
}

export function numberOf(item: Item | undefined): bigint {
  if (item?.tag !== TAG.integer || !item.content.length) throw new Malformed('DER: no integer')
  return BigInt.asIntN(item.content.length * 8, natural(item.content))
}

export const natural = (bytes: Uint8Array) =>
  bytes.reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n)

export function oidOf(item: Item | undefined): string {
  const last = item?.content[item.content.length - 1]
  if (item?.tag !== TAG.oid || last === undefined || last & 0x80) {
    throw new Malformed('DER: no object identifier')
  }
  const numbers: number[] = []
  let value = 0
  for (const octet of item.content) {
    value = value * 128 + (octet & 0x7f)
    if (octet & 0x80) continue
    numbers.push(value)
    value = 0
  }
  const [head, ...rest] = numbers as [number, ...number[]]
  const first = Math.min(Math.floor(head / 40), 2)
  return [first, head - 40 * first, ...rest].join('.')
}

export function bitsOf(item: Item | undefined): Uint8Array {
  if (item?.tag !== TAG.bits || item.content[0] !== 0)
    throw new Malformed('DER: no bit string of octets')
  return item.content.slice(1)
}

const centuryOf = (written: string) => (written.slice(0, 2) >= '50' ? '19' : '20')

/** The seconds since 1970 of a UTCTime or GeneralizedTime. */
export function momentOf(item: Item | undefined): number {
  const written = String.fromCharCode(...need(item).content)
  const century = item?.tag === TAG.utcTime ? centuryOf(written) : ''
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/.exec(century + written)
  if (!parts || (!century && item?.tag !== TAG.generalTime)) throw new Malformed('DER: no time')
  const [, year, month, day, hour, minute, second, fraction = '.0'] = parts
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`
  const moment = Date.parse(iso)
  // A day that the month does not have rolls over in some engines and is NaN in others.
  if (Number.isNaN(moment) || new Date(moment).toISOString() !== iso) {
    throw new Malformed('DER: no time')
  }
  return moment / 1000 + Number(`0${fraction}`)
}

/** The element with a context tag, if there is one. */
export const context = (items: readonly Item[], number: number) =>
  items.find((item) => item.tag === (0x80 | number) || item.tag === (0xa0 | number)) ?? null
