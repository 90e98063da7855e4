/** X.509 certificates of time-stamping authorities and the chains between them. */
import { weierstrass } from '@noble/curves/abstract/weierstrass.js'
import { p256 } from '@noble/curves/nist.js'

import {
  bitsOf,
  children,
  context,
  type Item,
  momentOf,
  natural,
  need,
  numberOf,
  oidOf,
  parse,
  TAG,
} from './der'
import { digest } from './digests'
import { bytesOf, hex, join, Malformed, same } from './reading'

export const HASHES: Record<string, string> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '1.2.156.10197.1.401': 'sm3',
  '1.2.156.10197.1.401.1': 'sm3',
}
const RSA_KEY = '1.2.840.113549.1.1.1'
const EC_KEY = '1.2.840.10045.2.1'
const P256_CURVE = '1.2.840.10045.3.1.7'
const SM2_CURVE = '1.2.156.10197.1.301'
/** The kind of key and the digest, which the plainest names leave open. */
const SIGNATURES: Record<string, [string, string]> = {
  [RSA_KEY]: ['rsa', ''],
  '1.2.840.113549.1.1.11': ['rsa', 'sha256'],
  '1.2.840.113549.1.1.12': ['rsa', 'sha384'],
  '1.2.840.113549.1.1.13': ['rsa', 'sha512'],
  [EC_KEY]: ['ecdsa', ''],
  '1.2.840.10045.4.3.2': ['ecdsa', 'sha256'],
  '1.2.840.10045.4.3.3': ['ecdsa', 'sha384'],
  '1.2.840.10045.4.3.4': ['ecdsa', 'sha512'],
  '1.2.156.10197.1.501': ['sm2', 'sm3'],
  '1.2.156.10197.1.301.1': ['sm2', 'sm3'],
  [SM2_CURVE]: ['sm2', 'sm3'],
}
const DIGEST_INFO: Record<string, string> = {
  sha256: '3031300d060960864801650304020105000420',
  sha384: '3041300d060960864801650304020205000430',
  sha512: '3051300d060960864801650304020305000440',
}
const LONGEST_CHAIN = 5
const WEAKEST_RSA_BITS = 2048

/** Look a name up; an unknown one cannot be checked. */
export function known<T>(table: Record<string, T>, name: string): T {
  const found = Object.keys(table).includes(name) ? table[name] : undefined
  if (found === undefined) throw new Malformed(`unknown algorithm: ${name}`)
  return found
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let [result, square] = [1n, base % modulus]
  for (let rest = exponent; rest; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

/** PKCS #1 v1.5, by making what the signature must hold. */
function rsaVerifies(
  n: bigint,
  e: bigint,
  signature: Uint8Array,
  message: Uint8Array,
  name: string,
) {
  const bits = n.toString(2).length
  const size = Math.ceil(bits / 8)
  const told = known(DIGEST_INFO, name) + hex(digest(name, message))
  if (bits < WEAKEST_RSA_BITS || signature.length !== size || e <= 2n || e >= 1n << 64n)
    return false
  const wanted = `0001${'ff'.repeat(size - told.length / 2 - 3)}00${told}`
  const number = natural(signature)
  return (
    number < n &&
    power(number, e, n)
      .toString(16)
      .padStart(size * 2, '0') === wanted
  )
}

const scalar = (value: bigint) => {
  if (value < 0n || value >= 1n << 256n) throw new Malformed('a number is out of range')
  const pairs = value.toString(16).padStart(64, '0').match(/../g) ?? []
  return Uint8Array.from(pairs, (pair) => parseInt(pair, 16))
}

/** ECDSA on P-256 over a digest; `signature` is r‖s, `key` an uncompressed point. */
export function ecdsaVerifies(key: Uint8Array, signature: Uint8Array, hashed: Uint8Array): boolean {
  if (key.length !== 65 || key[0] !== 4 || signature.length !== 64) return false
  try {
    return p256.verify(signature, hashed.slice(0, 32), key, { prehash: false, lowS: false })
  } catch {
    return false
  }
}

const SM2 = {
  p: 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn,
  n: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n,
  h: 1n,
  a: 0xfffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffcn,
  b: 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n,
  Gx: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  Gy: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
}

/** SM2 with SM3 and the usual identity (GB/T 32918.2). */
export function sm2Verifies(key: Uint8Array, r: bigint, s: bigint, message: Uint8Array): boolean {
  const t = (r + s) % SM2.n
  if (r <= 0n || r >= SM2.n || s <= 0n || s >= SM2.n || !t) return false
  try {
    const Point = weierstrass(SM2)
    const numbers = [SM2.a, SM2.b, SM2.Gx, SM2.Gy].map(scalar)
    const identity = join(
      Uint8Array.of(0, 128),
      bytesOf('1234567812345678'),
      ...numbers,
      key.slice(1),
    )
    const e = natural(digest('sm3', join(digest('sm3', identity), message)))
    const point = Point.BASE.multiplyUnsafe(s).add(Point.fromBytes(key).multiplyUnsafe(t))
    return !point.is0() && (e + point.toAffine().x - r) % SM2.n === 0n
  } catch (error) {
    if (error instanceof Malformed) throw error
    return false
  }
}

export class Certificate {
  readonly encoded: Uint8Array
  readonly serial: Uint8Array
  readonly issuer: Uint8Array
  readonly subject: Uint8Array
  readonly begins: number
  readonly ends: number
  private readonly body: Item
  private readonly algorithm: Item
  private readonly signature: Item
  private readonly key: Item
  private readonly extensions = new Map<string, [boolean, Uint8Array]>()

  constructor(item: Item) {
    this.encoded = item.encoded
    const [body, algorithm, signature] = children(item)
    ;[this.body, this.algorithm, this.signature] = [need(body), need(algorithm), need(signature)]
    const all = children(this.body)
    const parts = all[0]?.tag === 0xa0 ? all.slice(1) : all
    const [serial, , issuer, validity, subject, key, ...rest] = parts
    this.serial = need(serial).content
    this.issuer = need(issuer).encoded
    this.subject = need(subject).encoded
    this.key = need(key)
    const [begins, ends] = children(validity)
    ;[this.begins, this.ends] = [momentOf(begins), momentOf(ends)]
    const enclosed = context(rest, 3)
    for (const extension of enclosed ? children(parse(enclosed.content)) : []) {
      const [kind, ...more] = children(extension)
      const isCritical = more.length > 1 && more[0]?.tag === TAG.boolean && more[0].content[0] !== 0
      const name = oidOf(kind)
      if (this.extensions.has(name)) throw new Malformed('an extension is given twice')
      this.extensions.set(name, [isCritical, need(more[more.length - 1]).content])
    }
  }

  extension(name: string): [boolean, Uint8Array] {
    return this.extensions.get(name) ?? [false, new Uint8Array(0)]
  }

  keyIdentifier(): Uint8Array {
    const [, value] = this.extension('2.5.29.14')
    return value.length ? parse(value, TAG.octets).content : value
  }

  /** Whether it is an authority's own certificate, fit to sign others. */
  mayIssue(): boolean {
    const [, basic] = this.extension('2.5.29.19')
    const [, usage] = this.extension('2.5.29.15')
    const [first] = basic.length ? children(parse(basic)) : []
    const isAuthority = first?.tag === TAG.boolean && first.content[0] !== 0
    if (!usage.length) return isAuthority
    return isAuthority && Boolean((parse(usage, TAG.bits).content[1] ?? 0) & 0x04)
  }

  /** Whether its key made the signature; `name` is the digest where the algorithm names none. */
  verifies(algorithm: Item, signature: Uint8Array, message: Uint8Array, name: string): boolean {
    const [kind, fixed] = known(SIGNATURES, oidOf(children(algorithm)[0]))
    const method = fixed || name
    const [described, bits] = children(this.key)
    const [family, curve] = children(described)
    const key = bitsOf(bits)
    if (kind === 'rsa') {
      const [n, e] = children(parse(key)).map(numberOf) as [bigint, bigint]
      return oidOf(family) === RSA_KEY && rsaVerifies(n, e, signature, message, method)
    }
    const [r, s] = children(parse(signature)).map(numberOf) as [bigint, bigint]
    if (key.length !== 65 || key[0] !== 4) return false
    if (kind === 'sm2') return oidOf(curve) === SM2_CURVE && sm2Verifies(key, r, s, message)
    if (oidOf(curve) !== P256_CURVE || !(method in DIGEST_INFO)) return false
    return ecdsaVerifies(key, join(scalar(r), scalar(s)), digest(method, message))
  }

  isSignedBy(other: Certificate): boolean {
    if (!same(this.issuer, other.subject) || !other.mayIssue()) return false
    return other.verifies(this.algorithm, bitsOf(this.signature), this.body.encoded, '')
  }
}

/** Whether a chain, valid at that moment, leads to a trusted root. */
export function isTrusted(
  first: Certificate,
  others: Certificate[],
  roots: Certificate[],
  moment: number,
): boolean {
  let one = first
  for (let step = 0; step < LONGEST_CHAIN; step++) {
    if (!(one.begins <= moment && moment <= one.ends)) return false
    if (roots.some((root) => same(one.encoded, root.encoded))) return true
    const issuer = [...roots, ...others].find((other) => one.isSignedBy(other))
    if (!issuer) return false
    one = issuer
  }
  return false
}
