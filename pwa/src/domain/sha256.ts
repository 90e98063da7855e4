import { toHex } from './bytes'

/** The SHA-256 of the bytes as 64 lower-case hex digits. */
export async function sha256Hex(content: Blob | Uint8Array<ArrayBuffer>): Promise<string> {
  const bytes = content instanceof Uint8Array ? content : await content.arrayBuffer()
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}
