/** Raw deflate (RFC 1951) for browsers without DecompressionStream('deflate-raw'). */
import { type Bytes, Malformed } from './reading'

const LENGTHS = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
  163, 195, 227, 258,
]
const LENGTH_BITS = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
]
const DISTANCES = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
  3073, 4097, 6145, 8193, 12289, 16385, 24577,
]
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

interface Codes {
  counts: number[]
  symbols: number[]
}

function codesOf(lengths: readonly number[]): Codes {
  const counts = new Array<number>(16).fill(0)
  for (const length of lengths) counts[length]! += 1
  counts[0] = 0
  const starts = [0, 0]
  for (let length = 1; length < 15; length++) starts.push(starts[length]! + counts[length]!)
  const symbols: number[] = []
  lengths.forEach((length, symbol) => {
    if (length) symbols[starts[length]!++] = symbol
  })
  return { counts, symbols }
}

const FIXED = codesOf(
  Array.from({ length: 288 }, (_, symbol) =>
    symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8,
  ),
)
const FIXED_DISTANCES = codesOf(new Array<number>(30).fill(5))

class Inflater {
  private place = 0
  private bit = 0
  private filled = 0
  private readonly out: Bytes
  constructor(
    private readonly source: Uint8Array,
    size: number,
  ) {
    this.out = new Uint8Array(size)
  }

  run(): Bytes {
    let isLast = false
    while (!isLast) {
      isLast = this.bits(1) === 1
      const kind = this.bits(2)
      if (kind === 0) this.stored()
      else if (kind === 1) this.coded(FIXED, FIXED_DISTANCES)
      else if (kind === 2) this.dynamic()
      else throw new Malformed('deflate: unknown block')
    }
    if (this.filled !== this.out.length) throw new Malformed('deflate: too short')
    return this.out
  }

  private bits(count: number): number {
    let value = 0
    for (let i = 0; i < count; i++) {
      const octet = this.source[this.place]
      if (octet === undefined) throw new Malformed('deflate: cut off')
      value |= ((octet >> this.bit) & 1) << i
      this.bit = (this.bit + 1) & 7
      if (!this.bit) this.place += 1
    }
    return value
  }

  private symbol({ counts, symbols }: Codes): number {
    let [code, first, index] = [0, 0, 0]
    for (let length = 1; length <= 15; length++) {
      code |= this.bits(1)
      const count = counts[length]!
      if (code - first < count) return symbols[index + code - first]!
      index += count
      first = (first + count) << 1
      code <<= 1
    }
    throw new Malformed('deflate: no such code')
  }

  private put(octet: number) {
    if (this.filled >= this.out.length) throw new Malformed('deflate: too long')
    this.out[this.filled++] = octet
  }

  private stored() {
    if (this.bit) [this.bit, this.place] = [0, this.place + 1]
    const length = this.bits(16)
    if ((this.bits(16) ^ 0xffff) !== length) throw new Malformed('deflate: length')
    for (let i = 0; i < length; i++) this.put(this.bits(8))
  }

  private coded(literals: Codes, distances: Codes) {
    for (let one = this.symbol(literals); one !== 256; one = this.symbol(literals)) {
      if (one < 256) {
        this.put(one)
        continue
      }
      const base = LENGTHS[one - 257]
      if (base === undefined) throw new Malformed('deflate: length code')
      const length = base + this.bits(LENGTH_BITS[one - 257]!)
      const far = this.symbol(distances)
      const distance = (DISTANCES[far] ?? Infinity) + this.bits(Math.max(0, (far >> 1) - 1))
      if (distance > this.filled) throw new Malformed('deflate: distance')
      for (let i = 0; i < length; i++) this.put(this.out[this.filled - distance]!)
    }
  }

  private dynamic() {
    const [literals, distances, count] = [this.bits(5) + 257, this.bits(5) + 1, this.bits(4) + 4]
    const lengths = new Array<number>(19).fill(0)
    for (let i = 0; i < count; i++) lengths[ORDER[i]!] = this.bits(3)
    const codes = codesOf(lengths)
    const read: number[] = []
    while (read.length < literals + distances) {
      const one = this.symbol(codes)
      if (one < 16) read.push(one)
      else {
        const last = one === 16 ? read[read.length - 1] : 0
        if (last === undefined) throw new Malformed('deflate: nothing to repeat')
        const times =
          one === 16 ? 3 + this.bits(2) : one === 17 ? 3 + this.bits(3) : 11 + this.bits(7)
        for (let i = 0; i < times; i++) read.push(last)
      }
    }
    this.coded(
      codesOf(read.slice(0, literals)),
      codesOf(read.slice(literals, literals + distances)),
    )
  }
}

/** Inflate to exactly `size` bytes. */
export const inflate = (source: Uint8Array, size: number): Bytes => new Inflater(source, size).run()
