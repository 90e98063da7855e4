/** What one row may promise about the keys of this phone. */

export type KeyStorage = 'non_extractable' | 'wrapped_software'

/** PKCS#8 under AES-GCM; the wrapping key is kept apart, in `localStorage`. */
export interface WrappedKey {
  readonly iv: Uint8Array<ArrayBuffer>
  readonly sealed: Uint8Array<ArrayBuffer>
}

/** `made`: not enrolled yet. `pending`: a second person has to approve. `lost`: it can no longer sign. */
export type DeviceKeyState = 'made' | 'pending' | 'active' | 'revoked' | 'retired' | 'lost'

/** A key of this phone that signs nothing any more; its chain ends at `seq`. */
export interface PastDevice {
  readonly id: string
  readonly key_id: string
  readonly state: DeviceKeyState
  readonly seq: number
  readonly ended_at: string
  /** The server still has to be told that the device is out of use. */
  readonly is_told: boolean
}
