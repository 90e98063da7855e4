import { expect, it } from 'vitest'

import { fromBase64, fromUtf8, utf8 } from './bytes'
import { preAuthEncoding, seal } from './dsse'

it('encodes the example of the DSSE specification', () => {
  const encoded = preAuthEncoding('http://example.com/HelloWorld', utf8('hello world'))

  expect(fromUtf8(encoded)).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world')
})

it('makes a signature that verifies over exactly the payload bytes', async () => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
    'verify',
  ])
  const signing = { name: 'ECDSA', hash: 'SHA-256' }
  const payload = utf8('{"v":1}')

  const envelope = await seal('text/plain', payload, {
    keyId: 'ab',
    sign: async (bytes) =>
      new Uint8Array(await crypto.subtle.sign(signing, pair.privateKey, bytes)),
  })

  const signature = fromBase64(envelope.signatures[0]?.sig ?? '')
  const signed = preAuthEncoding('text/plain', fromBase64(envelope.payload))
  expect(signature).toHaveLength(64)
  expect(await crypto.subtle.verify(signing, pair.publicKey, signature, signed)).toBe(true)
  signed[signed.length - 1] = 0
  expect(await crypto.subtle.verify(signing, pair.publicKey, signature, signed)).toBe(false)
})
