/** The platform's Ed25519 in place of the one that every phone can run. */
export async function verifyEd25519(
  key: Uint8Array,
  signature: BufferSource,
  content: BufferSource,
): Promise<boolean> {
  const raw = new Uint8Array(key)
  const known = await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify'])
  return crypto.subtle.verify('Ed25519', known, signature, content)
}
