/** Digests, streamed; SM3 (GB/T 32905-2016); the paths of RFC 6962 trees. */
import { sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'

import { type Bytes, join, Malformed, same } from './reading'

const KNOWN = { sha1, sha256, sha384, sha512 }
const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

export const sha256Of = (bytes: Uint8Array): Bytes => new Uint8Array(sha256(bytes))
export const newSha256 = () => sha256.create()

export function digest(name: string, bytes: Uint8Array): Bytes {
  if (name === 'sm3') return new Sm3().update(bytes).digest()
  const known = KNOWN[name as keyof typeof KNOWN]
  if (!known) throw new Malformed(`unknown digest: ${name}`)
  return new Uint8Array(known(bytes))
}

const rotate = (value: number, bits: number) => (value << bits) | (value >>> (32 - bits))

export class Sm3 {
  private readonly state = Int32Array.of(
    0x7380166f,
    0x4914b2b9,
    0x172442d7,
    0xda8a0600,
    0xa96f30bc,
    0x163138aa,
    0xe38dee4d,
    0xb0fb0e4e,
  )
  private readonly words = new Int32Array(68)
  private readonly rest = new Uint8Array(64)
  private held = 0
  private length = 0

  update(bytes: Uint8Array): this {
    this.length += bytes.length
    let place = 0
    if (this.held) {
      place = Math.min(64 - this.held, bytes.length)
      this.rest.set(bytes.subarray(0, place), this.held)
      this.held += place
      if (this.held < 64) return this
      this.block(this.rest, 0)
      this.held = 0
    }
    for (; place + 64 <= bytes.length; place += 64) this.block(bytes, place)
    this.rest.set(bytes.subarray(place))
    this.held = bytes.length - place
    return this
  }

  digest(): Bytes {
    const bits = this.length * 8
    const tail = new Uint8Array(((55 - this.length) & 63) + 9)
    const view = new DataView(tail.buffer)
    tail[0] = 0x80
    view.setUint32(tail.length - 8, Math.floor(bits / 2 ** 32))
    view.setUint32(tail.length - 4, bits >>> 0)
    this.update(tail)
    const out = new DataView(new ArrayBuffer(32))
    this.state.forEach((word, index) => out.setInt32(index * 4, word))
    return new Uint8Array(out.buffer)
  }

  private block(bytes: Uint8Array, start: number) {
    const w = this.words
    const view = new DataView(bytes.buffer, bytes.byteOffset + start, 64)
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(i * 4)
    for (let i = 16; i < 68; i++) {
      const x = w[i - 16]! ^ w[i - 9]! ^ rotate(w[i - 3]!, 15)
      w[i] = x ^ rotate(x, 15) ^ rotate(x, 23) ^ rotate(w[i - 13]!, 7) ^ w[i - 6]!
    }
    const old = this.state
    let [a, b, c, d, e, f, g, h] = old as unknown as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ]
    for (let i = 0; i < 64; i++) {
      const a12 = rotate(a, 12)
      const constant = rotate(i < 16 ? 0x79cc4519 : 0x7a879d8a, i & 31)
      const ss1 = rotate((a12 + e + constant) | 0, 7)
      const ff = i < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c)
      const gg = i < 16 ? e ^ f ^ g : (e & f) | (~e & g)
      const tt1 = (ff + d + (ss1 ^ a12) + (w[i]! ^ w[i + 4]!)) | 0
      const tt2 = (gg + h + ss1 + w[i]!) | 0
      d = c
      c = rotate(b, 9)
      b = a
      a = tt1
      h = g
      g = rotate(f, 19)
      f = e
      e = tt2 ^ rotate(tt2, 9) ^ rotate(tt2, 17)
    }
    ;[a, b, c, d, e, f, g, h].forEach((word, index) => (old[index] = old[index]! ^ word))
  }
}

export const hashLeaf = (record: Uint8Array) => sha256Of(join(LEAF, record))
const node = (left: Uint8Array, right: Uint8Array) => sha256Of(join(NODE, left, right))

/** Halve a number of up to 2^53; the bit operators know 32 bits only. */
const half = (value: number) => Math.floor(value / 2)
const isOdd = (value: number) => value % 2 === 1

type Pair = [index: number, last: number]

const up = ([index, last]: Pair): Pair => [half(index), half(last)]

/** Climb to where the node has a neighbour on its right again. */
function upToRight(place: Pair): Pair {
  let one = place
  while (!isOdd(one[0]) && one[0]) one = up(one)
  return one
}

/** Both roots a path leads to: of the tree that ends at the node, and of the whole one. */
function climb(start: Pair, first: Bytes, path: readonly Bytes[]): [Bytes, Bytes] | null {
  let [place, older, newer] = [start, first, first]
  for (const sibling of path) {
    if (place[1] === 0 || sibling.length !== 32) return null
    if (isOdd(place[0]) || place[0] === place[1]) {
      older = node(sibling, older)
      newer = node(sibling, newer)
      place = upToRight(place)
    } else {
      newer = node(newer, sibling)
    }
    place = up(place)
  }
  return place[1] === 0 ? [older, newer] : null
}

/** The root a path leads to (RFC 9162 §2.1.3.2), null when it does not fit the tree. */
export function rootFromPath(
  leaf: Bytes,
  index: number,
  size: number,
  path: readonly Bytes[],
): Bytes | null {
  if (!(index >= 0 && index < size)) return null
  return climb([index, size - 1], leaf, path)?.[1] ?? null
}

/** Whether the larger tree begins with all of the smaller one (RFC 9162 §2.1.4.2). */
export function isExtension(
  oldSize: number,
  oldRoot: Bytes,
  newSize: number,
  newRoot: Bytes,
  path: readonly Bytes[],
): boolean {
  if (!(oldSize > 0 && oldSize <= newSize)) return false
  if (oldSize === newSize) return !path.length && same(oldRoot, newRoot)
  const roots = rootsFrom([oldSize - 1, newSize - 1], oldRoot, path)
  return roots !== null && same(roots[0], oldRoot) && same(roots[1], newRoot)
}

function rootsFrom(end: Pair, oldRoot: Bytes, path: readonly Bytes[]): [Bytes, Bytes] | null {
  let place = end
  while (isOdd(place[0])) place = up(place)
  // A power of two stands in the larger tree as it was.
  const [first, ...rest] = place[0] === 0 ? [oldRoot, ...path] : path
  return first?.length === 32 && path.length ? climb(place, first, rest) : null
}

/** An RFC 6962 root taken in leaf by leaf, holding one node a level. */
export class Tree {
  private readonly nodes: [number, Bytes][] = []
  size = 0

  add(record: Uint8Array) {
    let [height, one] = [0, hashLeaf(record)]
    this.size += 1
    for (
      let top = this.nodes[this.nodes.length - 1];
      top?.[0] === height;
      top = this.nodes[this.nodes.length - 1]
    ) {
      this.nodes.pop()
      one = node(top[1], one)
      height += 1
    }
    this.nodes.push([height, one])
  }

  root(): Bytes {
    return (
      this.nodes
        .map(([, one]) => one)
        .reduceRight<Bytes | null>((right, left) => (right ? node(left, right) : left), null) ??
      sha256Of(new Uint8Array(0))
    )
  }
}
