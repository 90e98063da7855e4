/** Ed25519 by the browser where it knows it (Chromium 137, Safari 17, Firefox 130), else by an audited library. */
import type { VerifyEd25519 } from '@/domain/note'

async function byBrowser(
  publicKey: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const key = await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify'])
  return crypto.subtle.verify('Ed25519', key, signature, bytes)
}

/** The library's answer; it is loaded by the phones that need it. */
export const verifyByLibrary: VerifyEd25519 = async (publicKey, signature, bytes) => {
  const { ed25519 } = await import('@noble/curves/ed25519.js')
  try {
    // As strict as WebCrypto: RFC 8032 and not the laxer ZIP 215.
    return ed25519.verify(signature, bytes, publicKey, { zip215: false })
  } catch {
    return false
  }
}

let isKnownHere = true

/** True when the signature is the key's; a key or signature of the wrong shape is simply not. */
export const verifyEd25519: VerifyEd25519 = async (publicKey, signature, bytes) => {
  if (isKnownHere) {
    try {
      return await byBrowser(publicKey, signature, bytes)
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'NotSupportedError') return false
      isKnownHere = false
    }
  }
  return verifyByLibrary(publicKey, signature, bytes)
}
