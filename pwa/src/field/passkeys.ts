/** A finger or a face for this person's part of the phone, beside the PIN. */
import * as passkeys from '@/device/passkey'

import { snapshot, useEngine } from './engine'
import { openWith } from './protection'

/** Whether this browser can be asked for a finger or a face. */
export function knowsPasskeys(): boolean {
  return typeof PublicKeyCredential !== 'undefined' && 'credentials' in navigator
}

/** Makes a passkey that opens this phone beside its PIN. */
export async function addPasskey(pin: string): Promise<passkeys.PasskeyAnswer> {
  const { personId } = useEngine()
  const name = snapshot.value?.session.person.full_name ?? ''
  return passkeys.addPasskey(personId, pin, name)
}

/** This phone opens by PIN alone again. */
export async function dropPasskey(): Promise<void> {
  await passkeys.dropPasskey(useEngine().personId)
}

/** Opens by finger or face; null when it opened, else why not. */
export async function unlockByPasskey(): Promise<passkeys.PasskeyFault | null> {
  const personId = snapshot.value?.session.person.id ?? ''
  const opening = await passkeys.openByPasskey(personId)
  if (!opening.ok) return opening.fault
  await openWith(opening.dataKey)
  return null
}
