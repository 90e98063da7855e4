/** How a person's part of the phone is locked. */
import type { WrappedKey } from './deviceRows'

/** A data key under AES-GCM. */
export type Wrapped = WrappedKey

/** A data key under a PIN, and how the PIN becomes a key. */
export interface PinWrap extends Wrapped {
  readonly salt: Uint8Array<ArrayBuffer>
  readonly how:
    | { readonly kdf: 'argon2id'; readonly memory_kib: number; readonly passes: number }
    | { readonly kdf: 'pbkdf2'; readonly iterations: number }
}

/** A data key under what a passkey computes. */
export interface PasskeyWrap extends Wrapped {
  readonly credential_id: Uint8Array<ArrayBuffer>
  readonly salt: Uint8Array<ArrayBuffer>
}

/** How one person's part of this phone is locked. It lies outside that part, so that it can be read while it is. */
export interface VaultRow {
  readonly person_id: string
  readonly device_id: string
  /** Under which id the server keeps the share that opens it when the PIN is forgotten. */
  readonly share_id: string
  readonly made_at: string
  readonly by_pin: PinWrap | null
  readonly by_passkey: PasskeyWrap | null
  readonly by_share: Wrapped
  /** Wrong PINs in a row, and until when no other is tried (device's clock, ms). */
  readonly fails: number
  readonly wait_until: number
  /** Everything that was written before the vault was made is sealed by now. */
  readonly is_all_sealed: boolean
  /** The device was revoked. */
  readonly is_ended: boolean
}
