/** What was written before there was a key is sealed afterwards; a kill at any moment leaves each row either way, and both are read. */
import { sha256Hex } from '@/domain/sha256'

import type { FieldDatabase } from './database'
import { asBlob, toStored } from './media'
import type { StoredBytes } from './rows'
import { SEALED_TABLES } from './sealedRows'
import { isSealed } from './vault'

const AT_ONCE = 50

/** Writes every row of the sealed tables again; what the sealing layer reads it seals. */
async function sealRows(db: FieldDatabase): Promise<void> {
  for (const name of SEALED_TABLES) {
    const table = db.table<object, never>(name)
    const keys = (await table.toCollection().primaryKeys()) as never[]
    for (let start = 0; start < keys.length; start += AT_ONCE) {
      await db.transaction('rw', name, async () => {
        const rows = await table.bulkGet(keys.slice(start, start + AT_ONCE))
        await table.bulkPut(rows.filter((row): row is object => row !== undefined))
      })
    }
  }
}

/** Replaces one stored blob unless somebody else did meanwhile. */
async function sealBlob(db: FieldDatabase, name: string, key: never): Promise<void> {
  const { vault } = db
  const table = db.table<{ blob: StoredBytes }, never>(name)
  const row = await table.get(key)
  if (!vault || !row) return
  const open = asBlob(row.blob)
  if (await isSealed(open)) return
  const sealed = await vault.sealBytes(open)
  const isSame = (await sha256Hex(await vault.openBytes(sealed))) === (await sha256Hex(open))
  if (!isSame) throw new Error('sealed bytes do not open again')
  const blob = await toStored(db, sealed)
  await db.transaction('rw', name, async () => {
    const now = await table.get(key)
    if (now && asBlob(now.blob).size === open.size) await table.put({ ...now, blob })
  })
}

/** Seals everything on this person's part of the phone that still lies in the open. */
export async function sealExisting(db: FieldDatabase): Promise<void> {
  await sealRows(db)
  for (const name of ['blobs', 'segments', 'chunks']) {
    const keys = (await db.table(name).toCollection().primaryKeys()) as never[]
    for (const key of keys) await sealBlob(db, name, key)
  }
}
