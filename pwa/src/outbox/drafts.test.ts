import { expect, it } from 'vitest'

import { newId } from '@/domain/ids'
import { listDeletedDrafts, listDrafts } from '@/store/siteReads'
import { Phone } from '@/testing/phone'

import { clearDeleted, takeBack, throwAway } from './drafts'

const DAY_MS = 24 * 3600_000

async function thrownAway() {
  const phone = new Phone()
  const draftId = newId()
  const photo = await phone.take(draftId)
  await throwAway(phone.db, draftId)
  return { db: phone.db, draftId, photo }
}

it('takes a deleted draft back with its photos', async () => {
  const { db, draftId, photo } = await thrownAway()
  expect(await listDrafts(db)).toEqual([])
  expect(await listDeletedDrafts(db)).toHaveLength(1)

  await takeBack(db, draftId)

  expect((await listDrafts(db)).map((draft) => draft.id)).toEqual([draftId])
  expect((await listDrafts(db))[0]?.exhibit_ids).toEqual([photo.id])
  expect(await db.blobs.count()).toBe(1)
})

it('keeps what was deleted for seven days and clears it then', async () => {
  const { db } = await thrownAway()

  await clearDeleted(db, Date.now() + 6 * DAY_MS)
  expect(await db.blobs.count()).toBe(1)

  await clearDeleted(db, Date.now() + 8 * DAY_MS)
  expect(await db.blobs.count()).toBe(0)
})

it('never clears a draft that was not thrown away', async () => {
  const phone = new Phone()
  await phone.take(newId())

  await clearDeleted(phone.db, Date.now() + 365 * DAY_MS)

  expect(await phone.db.drafts.count()).toBe(1)
})
