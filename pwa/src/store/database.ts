/** The phone's tables. Version steps are only ever added; a step never recreates a table that holds records. */
import Dexie, { type EntityTable, type Table, type Transaction } from 'dexie'

import type {
  CheckInRow,
  DutyRow,
  MessageRow,
  PatrolRow,
  RoundRow,
  TaskRow,
  TrackRow,
} from './dutyRows'
import type {
  BlobRow,
  ChangeRow,
  ChunkRow,
  DeviceKey,
  DraftRow,
  ExhibitRow,
  OperationRow,
  RecordingRow,
  ReferenceRow,
  ReportRow,
  SegmentRow,
  SessionSnapshot,
  SettingRow,
  Settings,
} from './rows'
import { sealedRows } from './sealedRows'
import { watchTransactions } from './suspending'
import type { FormAnswerRow, GridIncidentRow, PhraseRow, SiteRow } from './siteRows'
import type { Vault } from './vault'
import type { VaultRow } from './vaultRows'

/** One person's partition of the phone: changing the user never deletes anybody's records. */
export class FieldDatabase extends Dexie {
  declare drafts: EntityTable<DraftRow, 'id'>
  declare reports: EntityTable<ReportRow, 'id'>
  declare exhibits: EntityTable<ExhibitRow, 'id'>
  declare blobs: EntityTable<BlobRow, 'id'>
  /** Small pictures of originals that have left the phone. */
  declare thumbs: EntityTable<BlobRow, 'id'>
  declare segments: Table<SegmentRow, [string, number]>
  declare recordings: EntityTable<RecordingRow, 'id'>
  declare chunks: Table<ChunkRow, number>
  declare operations: Table<OperationRow, number>
  declare changes: EntityTable<ChangeRow, 'key'>
  declare reference: EntityTable<ReferenceRow, 'key'>
  declare settings: Table<SettingRow, string>
  declare patrols: EntityTable<PatrolRow, 'id'>
  declare track: Table<TrackRow, [string, number]>
  declare check_ins: EntityTable<CheckInRow, 'id'>
  declare rounds: EntityTable<RoundRow, 'id'>
  declare duties: EntityTable<DutyRow, 'id'>
  declare tasks: EntityTable<TaskRow, 'id'>
  declare messages: EntityTable<MessageRow, 'id'>
  declare sites: EntityTable<SiteRow, 'id'>
  declare grid_incidents: EntityTable<GridIncidentRow, 'id'>
  declare form_answers: EntityTable<FormAnswerRow, 'id'>
  declare phrases: EntityTable<PhraseRow, 'id'>

  /** With a vault, what is personal is sealed on the disk; without one it lies there as it is. */
  constructor(
    personId: string,
    readonly vault: Vault | null = null,
  ) {
    // 'strict' makes a commit wait for the disk: "saved on this device" must survive a pulled battery.
    super(`xunzheng-${personId}`, { chromeTransactionDurability: 'strict' })
    watchTransactions(this)
    if (vault !== null) this.use(sealedRows(vault))
    this.version(1).stores({
      drafts: 'id, changed_at',
      reports: 'id, saved_at',
      exhibits: 'id, report_id',
      blobs: 'id',
      operations: '++order, &id, state, subject_id, report_id',
      changes: 'key, at, report_id, is_seen',
      reference: 'key',
      settings: 'key',
    })
    this.version(2)
      .stores({
        segments: '[exhibit_id+n], exhibit_id',
        recordings: 'id, draft_id',
        chunks: '++order, recording_id',
      })
      .upgrade(fillFromVersion1)
    this.version(3)
      .stores({
        patrols: 'id, is_open, started_at',
        track: '[patrol_id+seq], [patrol_id+batch], patrol_id',
        check_ins: 'id, patrol_id',
        rounds: 'id',
        duties: 'id',
        tasks: 'id',
        messages: 'id, told_at, is_unread',
      })
      .upgrade(tellFromChanges)
    this.version(4).stores({
      sites: 'id, grid_id',
      grid_incidents: 'id',
      form_answers: 'id, subject_id',
      phrases: 'id, place',
    })
    this.version(5).stores({ thumbs: 'id' }).upgrade(fillFromVersion4)
  }

  /** The value of a setting, or undefined while there is none. */
  async setting<K extends keyof Settings>(key: K): Promise<Settings[K] | undefined> {
    return (await this.settings.get(key))?.value as Settings[K] | undefined
  }

  /** Replaces the value of a setting. */
  async keep<K extends keyof Settings>(key: K, value: Settings[K]): Promise<void> {
    await this.settings.put({ key, value })
  }
}

/** For lists of the tables that a transaction is over. */
export type TableName = Exclude<keyof FieldDatabase, keyof Dexie | 'setting' | 'keep'>

/** Rows of version 1 get the facts that version 2 asks for; nothing that was sealed changes. */
async function fillFromVersion1(transaction: Transaction): Promise<void> {
  await transaction
    .table<ExhibitRow>('exhibits')
    .toCollection()
    .modify((row) => {
      const missing: Partial<ExhibitRow> = {
        segments_root: null,
        duration_ms: null,
        is_interrupted: false,
        not_before: null,
        was_sent_at_once: false,
        // Version 1 checked no signature: each receipt is judged anew, from what is kept here.
        is_receipt_good: false,
      }
      Object.assign(row, missing)
    })
  const settings = transaction.table<SettingRow, string>('settings')
  const device = await settings.get('device')
  if (device) {
    const missing: Partial<DeviceKey> = {
      key_storage: 'non_extractable',
      wrapped: null,
      checked_at: null,
    }
    await settings.put({ key: 'device', value: { ...(device.value as DeviceKey), ...missing } })
  }
  // Taken over without its signature having been checked: the next round fetches one that is.
  await settings.delete('checkpoint')
}

/** What earlier releases read out of the reports' histories becomes messages; the server tells the rest from now on. */
async function tellFromChanges(transaction: Transaction): Promise<void> {
  const changes = transaction.table<ChangeRow, string>('changes')
  const reports = await transaction.table<ReportRow, string>('reports').toArray()
  const told = (await changes.toArray()).map((change): MessageRow => {
    const { key, report_id, at, action, to_state, actor_name, actor_role, note, is_seen } = change
    const category = reports.find((report) => report.id === report_id)?.category_code
    return {
      id: key,
      kind: 'incident_step',
      subject_kind: 'incident',
      subject_id: report_id,
      facts: { category_code: category, action, to_state, actor_name, actor_role, note },
      told_at: at,
      read_at: is_seen === 1 ? at : null,
      is_unread: is_seen === 1 ? 0 : 1,
    }
  })
  await transaction.table<MessageRow, string>('messages').bulkPut(told)
  await changes.clear()
}

/** Version 4 never cleared anything. */
async function fillFromVersion4(transaction: Transaction): Promise<void> {
  await transaction.table<ExhibitRow>('exhibits').toCollection().modify({ cleared_at: null })
}

/** What the phone knows before it knows who holds it. */
class ShellDatabase extends Dexie {
  declare sessions: Table<SessionSnapshot, string>
  declare vaults: EntityTable<VaultRow, 'person_id'>

  constructor() {
    super('xunzheng', { chromeTransactionDurability: 'strict' })
    this.version(1).stores({ sessions: '' })
    this.version(2).stores({ vaults: 'person_id' })
  }
}

let shell: ShellDatabase | undefined
const CURRENT = 'current'

function openShell(): ShellDatabase {
  shell ??= new ShellDatabase()
  return shell
}

/** The last session on this phone, or undefined after signing out. */
export async function loadSession(): Promise<SessionSnapshot | undefined> {
  return openShell().sessions.get(CURRENT)
}

export async function saveSession(snapshot: SessionSnapshot): Promise<void> {
  await openShell().sessions.put(snapshot, CURRENT)
}

/** Forgets who is signed in; every person's records stay. */
export async function forgetSession(): Promise<void> {
  await openShell().sessions.delete(CURRENT)
}

/** How this person's part of the phone is locked, or undefined while it lies open. */
export async function loadVault(personId: string): Promise<VaultRow | undefined> {
  return openShell().vaults.get(personId)
}

export async function saveVault(row: VaultRow): Promise<void> {
  await openShell().vaults.put(row)
}
