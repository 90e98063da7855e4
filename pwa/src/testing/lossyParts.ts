/** What the halves of the lossy server share. */
import type { Answer, Problem } from '@/api/client'
import type { Exhibit, ExhibitState } from '@/domain/resources'

interface Media {
  sha256?: string
  size: number
  segments_root?: string
}

export interface StoredExhibit {
  id: string
  record: { media: Media; seq: number; prev: string; device_key_id: string }
  segments: string[] | null
  bytes: Uint8Array<ArrayBuffer>
  state: ExhibitState
  revision: number
  /** By the server's clock; null before. */
  verifiedAt: string | null
}

export interface Refused {
  ok: false
  problem: Problem
}

export function isRefused(data: unknown): data is Refused {
  return typeof data === 'object' && data !== null && 'problem' in data && 'ok' in data
}

/** What the upload half needs of the other. */
export interface LossyCore {
  readonly exhibits: Map<string, StoredExhibit>
  answer<T>(call: string, work: () => T | Refused | Promise<T | Refused>): Promise<Answer<T>>
  register(
    id: string,
    body: { envelope: { payload: string }; segments?: string[] },
  ): Promise<StoredExhibit>
  exhibitOf(stored: StoredExhibit): Promise<Exhibit>
  verify(stored: StoredExhibit): void
}
