/** What changed on the server since the last time, page by page. */
import type { Answer, Problem } from '@/api/client'
import type { FieldDatabase, TableName } from '@/store/database'

import { APPLIERS, applierOf } from './appliers'
import type { Write } from './appliers/applier'
import type { PulledChange, PulledPage, Transport } from './transport'

const KINDS = Object.keys(APPLIERS)
const TABLES: readonly TableName[] = [
  ...new Set(Object.values(APPLIERS).flatMap((applier) => applier.tables)),
  'settings',
]

/** Changes that follow each other and are taken over in the same way. */
interface Run {
  readonly kind: string
  readonly isGone: boolean
  readonly changes: PulledChange[]
}

function runsOf(changes: readonly PulledChange[]): Run[] {
  const runs: Run[] = []
  for (const change of changes) {
    const { kind } = change
    const isGone = change.deleted || change.resource === null
    const last = runs.at(-1)
    if (last?.kind === kind && last.isGone === isGone) last.changes.push(change)
    else runs.push({ kind, isGone, changes: [change] })
  }
  return runs
}

async function writesOfRun(
  db: FieldDatabase,
  { kind, isGone, changes }: Run,
  personId: string,
): Promise<Write[]> {
  const applier = applierOf(kind)
  if (!applier) return []
  const { drop } = applier
  if (isGone)
    return drop
      ? changes.map(
          ({ id }) =>
            () =>
              drop(db, id),
        )
      : []
  const resources = changes.map(({ resource }) => resource)
  if (applier.prepareAll) return [await applier.prepareAll(db, resources, personId)]
  const writes: Write[] = []
  for (const resource of resources) writes.push(await applier.prepare(db, resource, personId))
  return writes
}

/** What a page brings, checked before the transaction that writes it. */
async function writesOf(
  db: FieldDatabase,
  changes: readonly PulledChange[],
  personId: string,
): Promise<Write[]> {
  const writes: Write[] = []
  for (const run of runsOf(changes)) writes.push(...(await writesOfRun(db, run, personId)))
  return writes
}

/** Where to go on. An app that has learnt a kind starts again: its earlier changes were passed over. */
async function startOf(db: FieldDatabase): Promise<string | undefined> {
  const known = (await db.setting('pulled_kinds')) ?? []
  return KINDS.every((kind) => known.includes(kind)) ? db.setting('cursor') : undefined
}

/** A page that is on its way, and which one follows it: known before its changes are here. */
interface Asked {
  readonly cursor: string | undefined
  readonly answer: Promise<Answer<PulledPage>>
  readonly next: Promise<string | null>
}

function ask(transport: Transport, cursor: string | undefined): Asked {
  let know: (next: string | null) => void = () => undefined
  const next = new Promise<string | null>((resolve) => {
    know = resolve
  })
  return { cursor, answer: transport.pull(cursor, know), next }
}

/**
 * Pulls until there is no more. The cursor moves with the page it belongs to, never before; the
 * next page travels while one is read and written.
 */
export async function pullChanges(
  db: FieldDatabase,
  transport: Transport,
  personId: string,
): Promise<Problem | null> {
  let ahead: Asked | undefined
  for (;;) {
    const cursor = await startOf(db)
    const asked: Asked = ahead && ahead.cursor === cursor ? ahead : ask(transport, cursor)
    ahead = undefined
    void asked.next.then((next) => {
      if (next !== null) ahead = ask(transport, next)
    })
    const answer = await asked.answer
    if (!answer.ok) return answer.problem
    const { changes, next_cursor, has_more } = answer.data
    const writes = await writesOf(db, changes, personId)
    await db.transaction('rw', TABLES, async () => {
      for (const write of writes) await write()
      if (next_cursor === null) return
      await db.keep('cursor', next_cursor)
      await db.keep('pulled_kinds', KINDS)
    })
    if (!has_more || next_cursor === null || next_cursor === cursor) return null
  }
}
