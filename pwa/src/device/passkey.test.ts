import { describe, expect, it } from 'vitest'

import { newId } from '@/domain/ids'
import { loadVault } from '@/store/database'

import { changePin, endVault, makeVault } from './locking'
import { addPasskey, dropPasskey, openByPasskey, type Authenticators } from './passkey'

const PIN = '739182'
const server = {
  keepShare: async () => ({ ok: true as const, data: null, etag: null, status: 201 }),
  releaseShare: async () => ({ ok: true as const, data: { share: '' }, etag: null, status: 200 }),
}

/** A phone's authenticator: the same salt and finger give the same secret. */
class Finger implements Authenticators {
  asked = 0
  isRefused = false

  constructor(
    private readonly secret = 'right',
    private readonly hasPrf = true,
    private readonly computesAtOnce = true,
  ) {}

  private async answer(options: PublicKeyCredentialRequestOptions | undefined, isNew: boolean) {
    this.asked += 1
    if (this.isRefused) throw new DOMException('closed', 'NotAllowedError')
    const salt = options?.extensions?.prf?.eval?.first as Uint8Array<ArrayBuffer>
    const words = new Uint8Array([...new TextEncoder().encode(this.secret), ...salt])
    const first = await crypto.subtle.digest('SHA-256', words)
    const results = isNew && !this.computesAtOnce ? undefined : { first }
    return {
      rawId: new Uint8Array([1, 2, 3]).buffer,
      getClientExtensionResults: () => ({
        prf: this.hasPrf ? { ...(isNew ? { enabled: true } : {}), results } : undefined,
      }),
    } as never
  }

  create = (options?: CredentialCreationOptions) => this.answer(options?.publicKey as never, true)
  get = (options?: CredentialRequestOptions) => this.answer(options?.publicKey, false)
}

async function locked() {
  const person = newId()
  const made = await makeVault(person, newId(), PIN, server)
  if (!made.ok) throw new Error('not made')
  return { person, dataKey: made.dataKey }
}

describe('a passkey beside the PIN', { timeout: 60_000 }, () => {
  it('opens what the PIN opens', async () => {
    const { person, dataKey } = await locked()
    const finger = new Finger()

    expect(await addPasskey(person, PIN, '王秀英', finger)).toEqual({ ok: true })

    expect(await openByPasskey(person, finger)).toEqual({ ok: true, dataKey })
  })

  it('is asked once more where nothing is computed while it is made', async () => {
    const { person, dataKey } = await locked()
    const finger = new Finger('right', true, false)

    await addPasskey(person, PIN, '王秀英', finger)

    expect(finger.asked).toBe(2)
    expect(await openByPasskey(person, finger)).toEqual({ ok: true, dataKey })
  })

  it('is not made for a wrong PIN, nor where the phone cannot compute', async () => {
    const { person } = await locked()
    const finger = new Finger()

    expect(await addPasskey(person, '000000', '王秀英', finger)).toMatchObject({ fault: 'wrong' })
    expect(finger.asked).toBe(0)
    const without = new Finger('right', false)
    expect(await addPasskey(person, PIN, '王秀英', without)).toMatchObject({ fault: 'unsupported' })
    expect((await loadVault(person))?.by_passkey).toBeNull()
  })

  it('opens nothing for another finger, and a closed dialog costs nothing', async () => {
    const { person } = await locked()
    const finger = new Finger()
    await addPasskey(person, PIN, '王秀英', finger)

    expect(await openByPasskey(person, new Finger('other'))).toMatchObject({ fault: 'wrong' })
    finger.isRefused = true
    expect(await openByPasskey(person, finger)).toMatchObject({ fault: 'cancelled' })
    expect((await loadVault(person))?.fails).toBe(0)
  })

  it('outlives another PIN, and ends with the device or when it is given up', async () => {
    const { person, dataKey } = await locked()
    const finger = new Finger()
    await addPasskey(person, PIN, '王秀英', finger)
    await changePin(person, dataKey, '481516')
    expect(await openByPasskey(person, finger)).toEqual({ ok: true, dataKey })

    await dropPasskey(person)
    expect(await openByPasskey(person, finger)).toMatchObject({ fault: 'ended' })

    await addPasskey(person, '481516', '王秀英', finger)
    await endVault(person)
    expect(await openByPasskey(person, finger)).toMatchObject({ fault: 'ended' })
  })
})
