/** The shapes of devices, as the API describes them. */
import type { PersonRef } from './wire'
import type { CustodyEvent } from './wire-evidence'

export type DeviceState = 'pending' | 'active' | 'revoked' | 'retired'

export interface Device {
  id: string
  revision: number
  state: DeviceState
  model: string
  key_id: string
  key_storage: 'non_extractable' | 'wrapped_software'
  person: PersonRef
  enrolled_at: string
  challenge_sha256: string | null
  replaces_id: string | null
  approval: 'second_person' | 'before_approval_existed' | null
  approved_at: string | null
  approved_by_name: string | null
  approval_note: string | null
  ended_at: string | null
  ended_by_name: string | null
  end_reason: string | null
  lost_at: string | null
}

export interface DeviceCustody {
  items: CustodyEvent[]
  chain_valid: boolean
  capture_count: number
  last_seq: number | null
  last_captured_at: string | null
}
