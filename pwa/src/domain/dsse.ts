/** DSSE envelopes: what is signed is the type and the exact bytes. */
import { toBase64, utf8 } from './bytes'

export const CAPTURE_TYPE = 'application/vnd.xunzheng.capture+json'

export interface Envelope {
  readonly payloadType: string
  readonly payload: string
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[]
}

/** Signs bytes with the device's key: raw r‖s, 64 bytes. */
export interface Signer {
  readonly keyId: string
  sign(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array>
}

/** DSSE's pre-authentication encoding of a typed payload. */
export function preAuthEncoding(type: string, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = utf8(`DSSEv1 ${utf8(type).length} ${type} ${payload.length} `)
  const bytes = new Uint8Array(head.length + payload.length)
  bytes.set(head)
  bytes.set(payload, head.length)
  return bytes
}

/** The payload and one signature over its pre-authentication encoding. */
export async function seal(type: string, payload: Uint8Array, signer: Signer): Promise<Envelope> {
  const signature = await signer.sign(preAuthEncoding(type, payload))
  return {
    payloadType: type,
    payload: toBase64(payload),
    signatures: [{ keyid: signer.keyId, sig: toBase64(signature) }],
  }
}
