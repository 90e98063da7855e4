/** The shapes of exhibits, custody and exports, as the API describes them. */
import type { Flag, LonLat, PersonRef } from './wire'

export interface Receipt {
  statement: string
  signature: string
  key_id: string
}

export interface Exhibit {
  id: string
  revision: number
  state: 'awaiting_upload' | 'received' | 'verified' | 'quarantined' | 'disposed'
  kind: string
  source: string
  file_name: string
  media: {
    mime: string
    size: number
    /** Null until the server has hashed a file that is sent in segments. */
    sha256: string | null
    sm3: string | null
    segments_root?: string | null
    detected_mime: string | null
  }
  captured_at: string
  registered_at: string
  received_at: string | null
  verified_at: string | null
  captured_by: PersonRef
  device: { id: string; model: string; key_id: string }
  grid: { id: string; name: string } | null
  authority_id: string
  position: (LonLat & { accuracy_m: number | null; crs: string; fix_at: string | null }) | null
  no_fix_reason: string | null
  clock: { offset_ms: number | null; not_before: { tree_size: number } | null } | null
  exif: Record<string, unknown> | null
  flags: Flag[]
  links: { kind: string; id: string; label: string; fact_to_prove: string | null }[]
  receipt: Receipt | null
  has_preview: boolean
  is_early_picture: boolean
  examined_at: string | null
  examination: Record<string, unknown> | null
  segments: { size: number; count: number } | null
  duplicates: { exhibit_id: string | null; kind: 'exact' | 'near'; distance: number | null }[]
  retention: { policy: string; retain_until: string } | null
  disposed_at: string | null
  /** Told of one exhibit, not in lists. */
  holds?: { id: string; reason: string; until: string | null }[]
}

export interface Derivative {
  id: string
  op: string
  state: 'queued' | 'ready' | 'failed'
  failure: string | null
  params: Record<string, unknown>
  source_sha256: string
  sha256: string | null
  size: number | null
  mime: string | null
  tool: string | null
  tool_version: string | null
  created_by: PersonRef | null
  created_at: string
  made_at: string | null
}

export interface CustodyActor {
  name: string
  role: string | null
  org: string | null
}

export interface CustodyEvent {
  seq: number
  action: string
  at: string
  actor: CustodyActor | null
  second_actor: CustodyActor | null
  detail: Record<string, unknown>
  hash: string
  prev: string
  leaf_index: number | null
  logged: { tree_size: number; root: string; issued_at: string | null } | null
}

export interface Custody {
  items: CustodyEvent[]
  chain_valid: boolean
  capture_record: Record<string, unknown>
  capture_signature_valid: boolean
}

export interface EvidenceExport {
  id: string
  state: 'queued' | 'building' | 'ready' | 'failed'
  failure: string | null
  progress: { done: number; total: number }
  exhibit_count: number
  size: number | null
  sha256: string | null
  created_at: string
  recipient: string
  purpose: string
}
