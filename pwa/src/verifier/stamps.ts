/** Time stamps (RFC 3161, RFC 5816): the reply of an authority, checked to a trusted root. */
import { Certificate, HASHES, isTrusted, known } from './certificates'
import {
  children,
  context,
  type Item,
  itemsOf,
  momentOf,
  need,
  numberOf,
  oidOf,
  parse,
  TAG,
} from './der'
import { digest } from './digests'
import { join, Malformed, same } from './reading'

const SIGNED_DATA = ['1.2.840.113549.1.7.2', '1.2.156.10197.6.1.4.2.2']
const TST_INFO = '1.2.840.113549.1.9.16.1.4'
const CONTENT_TYPE = '1.2.840.113549.1.9.3'
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4'
const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.12'
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47'
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8'

interface Signed {
  content: Uint8Array
  certificates: Certificate[]
  signer: Item[]
}

/** The moment a valid reply over the message states. */
export function checkStamp(
  reply: Uint8Array,
  message: Uint8Array,
  roots: Uint8Array[],
  others: Uint8Array[],
): number {
  const [status, ...token] = children(parse(reply))
  const code = numberOf(children(status)[0])
  if ((code !== 0n && code !== 1n) || token.length !== 1)
    throw new Malformed('the authority refused')
  const signed = readSigned(need(token[0]))
  const moment = readInfo(signed.content, message)
  const certificate = findSigner(signed)
  checkAttributes(signed, certificate)
  const seen = [...signed.certificates, ...others.map((other) => new Certificate(parse(other)))]
  checkPurpose(certificate)
  const trusted = roots.map((root) => new Certificate(parse(root)))
  if (!isTrusted(certificate, seen, trusted, moment)) {
    throw new Malformed('no valid chain to a trusted root')
  }
  return moment
}

function readSigned(token: Item): Signed {
  const [kind, wrapped] = children(token)
  if (!SIGNED_DATA.includes(oidOf(kind))) throw new Malformed('not signed data')
  const parts = children(children(wrapped, 0xa0)[0])
  const [contentType, content] = children(parts[2])
  if (oidOf(contentType) !== TST_INFO) throw new Malformed('not a time stamp')
  // The SET may stand unsorted: some authorities, and openssl's `certs`, write it so.
  const certificates = itemsIn(context(parts, 0))
    .filter((item) => item.tag === TAG.sequence)
    .map((item) => new Certificate(item))
  const signers = children(parts[parts.length - 1], TAG.set)
  const octets = children(content, 0xa0)[0]
  if (signers.length !== 1 || octets?.tag !== TAG.octets) throw new Malformed('one signer expected')
  return { content: octets.content, certificates, signer: children(signers[0]) }
}

const itemsIn = (item: Item | null) => (item ? itemsOf(item.content) : [])

function readInfo(content: Uint8Array, message: Uint8Array): number {
  const [version, , imprint, , moment] = children(parse(content))
  const [algorithm, hashed] = children(imprint)
  const name = known(HASHES, oidOf(children(algorithm)[0]))
  if (numberOf(version) !== 1n || !same(need(hashed).content, digest(name, message))) {
    throw new Malformed('stamped something else')
  }
  if (moment?.tag !== TAG.generalTime) throw new Malformed('no time in the token')
  return momentOf(moment)
}

function findSigner({ certificates, signer }: Signed): Certificate {
  const named = need(signer[1])
  const found = certificates.find((certificate) => {
    if (named.tag !== TAG.sequence) return same(named.content, certificate.keyIdentifier())
    const [issuer, serial] = children(named)
    return (
      same(need(issuer).encoded, certificate.issuer) &&
      same(need(serial).content, certificate.serial)
    )
  })
  if (!found) throw new Malformed('the signer’s certificate is not in the token')
  return found
}

function checkAttributes(signed: Signed, certificate: Certificate) {
  const attributes = need(signed.signer[3])
  const values = new Map<string, Item>()
  for (const attribute of children(attributes, 0xa0)) {
    const [kind, content] = children(attribute)
    const [value, ...more] = children(content, TAG.set)
    if (values.has(oidOf(kind)) || more.length) throw new Malformed('an attribute is given twice')
    values.set(oidOf(kind), need(value))
  }
  const method = known(HASHES, oidOf(children(signed.signer[2])[0]))
  if (oidOf(values.get(CONTENT_TYPE)) !== TST_INFO)
    throw new Malformed('another content type was signed')
  if (!same(need(values.get(MESSAGE_DIGEST)).content, digest(method, signed.content))) {
    throw new Malformed('the content was changed')
  }
  checkNames(values, certificate)
  // Signed as a SET, though the token holds it under a context tag.
  const message = join(Uint8Array.of(TAG.set), attributes.encoded.slice(1))
  const [algorithm, signature] = [need(signed.signer[4]), need(signed.signer[5])]
  if (!certificate.verifies(algorithm, signature.content, message, method)) {
    throw new Malformed('the signature is false')
  }
}

/** Demand that the signature names the signer's certificate (ESSCertID). */
function checkNames(values: Map<string, Item>, certificate: Certificate) {
  const second = values.get(SIGNING_CERTIFICATE_V2)
  const names = children(children(children(second ?? values.get(SIGNING_CERTIFICATE))[0])[0])
  let [named, method] = [names[0], 'sha1']
  if (second) {
    const isDefault = names[0]?.tag === TAG.octets
    method = isDefault ? 'sha256' : known(HASHES, oidOf(children(names[0])[0]))
    named = names[isDefault ? 0 : 1]
  }
  if (!same(need(named).content, digest(method, certificate.encoded))) {
    throw new Malformed('the signature names another certificate')
  }
}

function checkPurpose(certificate: Certificate) {
  const [isCritical, purposes] = certificate.extension('2.5.29.37')
  if (!isCritical || children(parse(purposes)).map(oidOf).join() !== TIME_STAMPING) {
    throw new Malformed('the certificate is not for time stamping alone')
  }
}
