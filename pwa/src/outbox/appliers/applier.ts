/** How one kind of thing that the server tells of gets into the phone's rows. */
import type { FieldDatabase, TableName } from '@/store/database'

import type { Transport } from '../transport'

/** Writes inside the transaction that its caller has open over the applier's tables. */
export type Write = () => Promise<void>

export interface Applier {
  /** Every table that the writes touch. */
  readonly tables: readonly TableName[]
  /** Checks what cannot be awaited inside a transaction, signatures for one. Old news never overwrites newer. */
  prepare(db: FieldDatabase, resource: unknown, personId: string): Promise<Write>
  /** The same for many that follow each other: a first pull brings thousands. */
  prepareAll?(db: FieldDatabase, resources: readonly unknown[], personId: string): Promise<Write>
  /** Asks for the thing when an answer came without it; without this its next change brings it. */
  ask?(transport: Transport, id: string): Promise<unknown>
  /** The thing left this person's scope. Without this the phone keeps what it has: what it recorded stays. */
  drop?(db: FieldDatabase, id: string): Promise<void>
}
