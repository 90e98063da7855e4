/** What a verifier must get by another way than the package: read once, hashed here, then saved. */
import { API } from '@/api/client'
import { sha256Hex } from '@/domain/sha256'

export interface TrustFile {
  url: string
  sha256: string
}

export const FILES = [
  { name: 'trust.json', kind: 'trust', path: '/log/trust' },
  { name: 'verify.py', kind: 'verifier', path: '/log/verifier' },
] as const

/** The file as it will be saved and the digest of exactly these bytes; null when it cannot be had. */
export async function readFile(file: (typeof FILES)[number]): Promise<TrustFile | null> {
  try {
    const answer = await fetch(`${API}${file.path}`, { credentials: 'same-origin' })
    if (!answer.ok) return null
    const bytes = new Uint8Array(await answer.arrayBuffer())
    return { url: URL.createObjectURL(new Blob([bytes])), sha256: await sha256Hex(bytes) }
  } catch {
    return null
  }
}
