/** Rows of the tables named here are sealed on their way to the disk and opened on their way back. */
import type { DBCore, DBCoreCursor, DBCoreMutateRequest, DBCoreTable, Middleware } from 'dexie'

/** Everything in these rows but keys and indexed fields is sealed. Media bytes are sealed before they come here. */
export const SEALED_TABLES: ReadonlySet<string> = new Set([
  'drafts',
  'reports',
  'exhibits',
  'recordings',
  'operations',
  'changes',
  'patrols',
  'track',
  'check_ins',
  'rounds',
  'duties',
  'tasks',
  'messages',
  'sites',
  'grid_incidents',
  'form_answers',
  'phrases',
])

export interface SealedPart {
  readonly iv: Uint8Array<ArrayBuffer>
  readonly sealed: Uint8Array<ArrayBuffer>
}

export interface RowSealer {
  sealRow(table: string, fields: object): SealedPart
  openRow(table: string, part: SealedPart): object
}

/** The one field a sealed row has beside its keys. */
const FIELD = '$sealed'

type Row = Readonly<Record<string, unknown>>

function openFields(table: DBCoreTable): Set<string> {
  const { primaryKey, indexes } = table.schema
  return new Set([primaryKey, ...indexes].flatMap((index) => index.keyPath ?? []))
}

/** Whether the row was written without a key. */
export function isPlain(row: object): boolean {
  return !(FIELD in row)
}

function seal(sealer: RowSealer, table: string, open: ReadonlySet<string>, row: Row): Row {
  const shown: Record<string, unknown> = {}
  const hidden: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(row)) (open.has(name) ? shown : hidden)[name] = value
  return { ...shown, [FIELD]: sealer.sealRow(table, hidden) }
}

function opener(sealer: RowSealer, table: string) {
  return (row: unknown): unknown => {
    if (typeof row !== 'object' || row === null || isPlain(row)) return row
    const { [FIELD]: part, ...shown } = row as Row
    return { ...shown, ...sealer.openRow(table, part as SealedPart) }
  }
}

function openCursor(cursor: DBCoreCursor | null, open: (row: unknown) => unknown) {
  if (cursor === null) return null
  // As Dexie's own layers do: a cursor that is this one but for what it shows.
  return Object.create(cursor, {
    value: { get: () => open(cursor.value) },
  }) as DBCoreCursor
}

function sealedTable(table: DBCoreTable, sealer: RowSealer): DBCoreTable {
  const shown = openFields(table)
  const open = opener(sealer, table.name)
  const sealAll = (request: DBCoreMutateRequest): DBCoreMutateRequest => {
    if (request.type !== 'add' && request.type !== 'put') return request
    const values = request.values.map((row: Row) => seal(sealer, table.name, shown, row))
    // What changed in the open would be kept beside what is sealed: only whole rows go on.
    const { type, trans, keys } = request
    return { type, trans, values, ...(keys === undefined ? {} : { keys }) }
  }
  return {
    ...table,
    mutate: (request) => table.mutate(sealAll(request)),
    get: (request) => table.get(request).then(open),
    getMany: (request) => table.getMany(request).then((rows) => rows.map(open)),
    query: (request) =>
      table
        .query(request)
        .then((answer) =>
          request.values === false ? answer : { ...answer, result: answer.result.map(open) },
        ),
    openCursor: (request) =>
      table
        .openCursor(request)
        .then((cursor) => (request.values === false ? cursor : openCursor(cursor, open))),
  }
}

/** For `Dexie.use`: with no sealer it would change nothing, so it is used only with one. */
export function sealedRows(sealer: RowSealer): Middleware<DBCore> {
  return {
    stack: 'dbcore',
    name: 'sealed-rows',
    create: (core) => ({
      ...core,
      table: (name) => {
        const table = core.table(name)
        return SEALED_TABLES.has(name) ? sealedTable(table, sealer) : table
      },
    }),
  }
}
