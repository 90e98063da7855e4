import { expect, it } from 'vitest'

import type { EditConflict } from '@/domain/edits'
import type { Site } from '@/domain/sites'
import { Phone } from '@/testing/phone'

import { sites } from './appliers/site'
import { giveUpEdit, listOwnEdits, saveEdit, settleConflict } from './edits'

const server = { version: 3, contents: { contact_name: '李工', field_note: '' } }

it('counts the edits of one branch on, and sends only what changed', async () => {
  const { db } = new Phone()

  await saveEdit(db, 'site', 's', server, { contact_name: '李工', field_note: '甲' })
  await saveEdit(db, 'site', 's', server, { contact_name: '王工', field_note: '甲' })

  const { unsent } = await listOwnEdits(db, 'site', 's')
  expect(unsent.map((edit) => [edit.base_version, edit.trunk_version, edit.changes])).toEqual([
    [3, 3, { field_note: '甲' }],
    [4, 3, { contact_name: '王工' }],
  ])
  expect(new Set(unsent.map((edit) => edit.branch_id)).size).toBe(1)
})

it('keeps nothing when nothing was changed', async () => {
  const { db } = new Phone()

  expect(await saveEdit(db, 'site', 's', server, server.contents)).toBe(false)
  expect(await db.operations.count()).toBe(0)
})

it('starts a new branch once the server has answered', async () => {
  const { db } = new Phone()
  await saveEdit(db, 'site', 's', server, { ...server.contents, field_note: '甲' })
  const [first] = (await listOwnEdits(db, 'site', 's')).unsent
  await db.operations.toCollection().modify({ state: 'done' })

  const seen = { version: 4, contents: { contact_name: '李工', field_note: '甲' } }
  await saveEdit(db, 'site', 's', seen, { ...seen.contents, field_note: '乙' })

  const [second] = (await listOwnEdits(db, 'site', 's')).unsent
  expect(second?.branch_id).not.toBe(first?.branch_id)
  expect([second?.base_version, second?.trunk_version]).toEqual([4, 4])
})

const conflict: EditConflict = {
  branch_id: 'b',
  kind: 'hard',
  author_id: 'p',
  author_name: '王',
  made_at: '2026-11-22T06:05:00.000Z',
  edits: 1,
  against_version: 4,
  sides: [{ name: 'field_note', base: '', mine: '甲', theirs: '乙', is_clash: true }],
}

it('sends a choice once, and again only after it was refused', async () => {
  const { db } = new Phone()
  await settleConflict(db, 'site', 's', conflict, { field_note: 'mine' })
  await settleConflict(db, 'site', 's', conflict, { field_note: 'theirs' })
  expect((await listOwnEdits(db, 'site', 's')).settling).toHaveLength(1)

  await db.operations.toCollection().modify({ state: 'dead' })
  await settleConflict(db, 'site', 's', { ...conflict, against_version: 5 }, { field_note: 'mine' })

  const { settling, refused } = await listOwnEdits(db, 'site', 's')
  expect(settling.map((one) => one.against_version)).toEqual([5])
  expect(refused).toEqual([])
})

it('gives up an edit only when it was refused for good', async () => {
  const { db } = new Phone()
  await saveEdit(db, 'site', 's', server, { ...server.contents, field_note: '甲' })
  const [waiting] = await db.operations.toArray()
  if (waiting) await giveUpEdit(db, waiting)
  expect(await db.operations.count()).toBe(1)

  await db.operations.toCollection().modify({ state: 'dead' })
  const [dead] = await db.operations.toArray()
  if (dead) await giveUpEdit(db, dead)
  expect(await db.operations.count()).toBe(0)
})

it('drops a site that left the grid and keeps the words that wait for it', async () => {
  const { db, personId } = new Phone()
  const site = { id: 's', revision: 2, grid: null } as unknown as Site
  await (
    await sites.prepare(db, site, personId)
  )()
  await saveEdit(db, 'site', 's', server, { ...server.contents, field_note: '甲' })

  await sites.drop?.(db, 's')

  expect(await db.sites.count()).toBe(0)
  expect(await db.operations.count()).toBe(1)
})

it('never puts older news of a site over newer', async () => {
  const { db, personId } = new Phone()
  for (const revision of [3, 2]) {
    await (
      await sites.prepare(db, { id: 's', revision, grid: null }, personId)
    )()
  }

  expect((await db.sites.get('s'))?.revision).toBe(3)
})
