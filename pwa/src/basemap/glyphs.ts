/** Letters for the map from the device's own fonts: no glyph server is asked, and no other origin. */
import TinySDF from '@mapbox/tiny-sdf'

/** As MapLibre's own: 24 px letters with 3 px around them. */
const SIZE = 24
const BUFFER = 3
const RADIUS = 8
/** Where glyph servers put the base line. */
const ABOVE = 27
const RANGE = 256

const drawn = new Map<string, ArrayBuffer>()

function varint(value: number, into: number[]): void {
  let rest = value
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) into.push((rest & 0x7f) | 0x80)
  into.push(rest)
}

function field(number: number, value: number | readonly number[], into: number[]): void {
  if (typeof value === 'number') {
    varint(number * 8, into)
    varint(value, into)
    return
  }
  varint(number * 8 + 2, into)
  varint(value.length, into)
  for (const byte of value) into.push(byte)
}

const signed = (value: number) => (value < 0 ? -2 * value - 1 : 2 * value)
const text = (value: string) => [...new TextEncoder().encode(value)]

function glyphOf(code: number, pen: TinySDF): number[] {
  const { data, glyphWidth, glyphHeight, glyphTop, glyphLeft, glyphAdvance } = pen.draw(
    String.fromCharCode(code),
  )
  const found: number[] = []
  field(1, code, found)
  if (glyphWidth > 0 && glyphHeight > 0) field(2, [...data], found)
  field(3, glyphWidth, found)
  field(4, glyphHeight, found)
  field(5, signed(glyphLeft), found)
  field(6, signed(glyphTop - ABOVE), found)
  field(7, Math.round(glyphAdvance), found)
  return found
}

/** One block of 256 letters, as the glyph format has it. */
export function drawRange(family: string, start: number): ArrayBuffer {
  const pen = new TinySDF({ fontSize: SIZE, buffer: BUFFER, radius: RADIUS, fontFamily: family })
  const stack: number[] = []
  field(1, text(family), stack)
  field(2, text(`${start}-${start + RANGE - 1}`), stack)
  // Below the space there is nothing to draw.
  for (let code = Math.max(start, 0x20); code < start + RANGE; code += 1) {
    field(3, glyphOf(code, pen), stack)
  }
  const whole: number[] = []
  field(1, stack, whole)
  return new Uint8Array(whole).buffer
}

/** Answers `glyphs://<family>/<first>-<last>`. */
export async function glyphsFor({ url }: { url: string }): Promise<{ data: ArrayBuffer }> {
  const [, family = '', start = ''] = /^glyphs:\/\/(.*)\/(\d+)-\d+$/.exec(url) ?? []
  const data = drawn.get(url) ?? drawRange(decodeURIComponent(family), Number(start))
  drawn.set(url, data)
  // A copy: the library hands its own to a worker, and with it its bytes.
  return { data: data.slice(0) }
}
