import { describe, expect, it } from 'vitest'

import { newId } from '@/domain/ids'
import { sha256Hex } from '@/domain/sha256'
import { LossyServer } from '@/testing/lossyServer'
import { Phone, photo } from '@/testing/phone'
import { readZip } from '@/testing/zip'

import { runCycle } from './cycle'
import { keepDraft } from './record'
import { listUnsent, rescueZip } from './rescue'

interface Records {
  readonly format: string
  readonly reports: readonly { id: string }[]
  readonly exhibits: readonly { id: string; file_name: string; sha256: string }[]
  readonly operations: readonly { state: string; problem: { code: string } | null }[]
  readonly drafts: readonly { note: string }[]
}

async function rescue(phone: Phone) {
  let seen = 0
  const words = { readme: '说明' }
  const zip = await rescueZip(phone.db, phone.personId, words, (bytes) => (seen += bytes))
  const files = await readZip(zip)
  const text = (name: string) => new TextDecoder().decode(files.get(name))
  const digest = async (name = '') => sha256Hex(files.get(name) ?? new Uint8Array())
  return { files, digest, seen, records: JSON.parse(text('records.json')) as Records, text }
}

const send = (phone: Phone, server: LossyServer) =>
  runCycle(phone.line(server), new AbortController().signal)

describe('the rescue file', () => {
  it('holds every original that waits, with checksums that are those of its bytes', async () => {
    const phone = new Phone()
    const report = await phone.report(2)

    const { files, records, text, digest, seen } = await rescue(phone)

    expect(records).toMatchObject({ format: 'xunzheng.rescue/1', reports: [{ id: report.id }] })
    expect(records.exhibits).toHaveLength(2)
    for (const { id, file_name, sha256 } of records.exhibits) {
      expect(await digest(`originals/${id}/${file_name}`)).toBe(sha256)
    }
    for (const line of text('SHA256SUMS').trim().split('\n')) {
      const [sum, name] = line.split('  ')
      expect(await digest(name)).toBe(sum)
    }
    expect(text('SHA256SUMS').trim().split('\n')).toHaveLength(files.size - 1)
    expect(seen).toBeGreaterThan(0)
  })

  it('holds what was refused, with the reason, and drafts with their photos', async () => {
    const phone = new Phone()
    const server = new LossyServer(phone.personId)
    await phone.report()
    server.refuses = 'incident.report'
    await send(phone, server)
    const draftId = newId()
    const drafted = await phone.take(draftId, photo('of a draft'))
    await keepDraft(phone.db, draftId, { note: '未写完' })

    const { files, records } = await rescue(phone)

    expect(records.operations).toMatchObject([{ state: 'dead', problem: { code: 'invalid' } }])
    expect(records.drafts).toMatchObject([{ note: '未写完' }])
    expect(files.has(`originals/${drafted.id}/photo.jpg`)).toBe(true)
  })

  it('leaves out what the server has verified and says nothing of private keys', async () => {
    const phone = new Phone()
    const server = new LossyServer(phone.personId)
    await phone.report()
    await send(phone, server)

    const { records, text } = await rescue(phone)

    expect([records.reports, records.exhibits, records.operations]).toEqual([[], [], []])
    expect(text('records.json')).not.toContain('private_key')
    expect(await listUnsent(phone.db)).toMatchObject({ bytes: 0, operations: 0 })
  })

  it('is made although an original is missing, and names it', async () => {
    const phone = new Phone()
    await phone.report()
    await phone.db.blobs.clear()

    const { files, records } = await rescue(phone)

    expect(records.exhibits).toHaveLength(1)
    expect([...files.keys()].filter((name) => name.startsWith('originals/'))).toEqual([])
  })
})
