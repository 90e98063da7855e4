/**
 * A page that the browser puts aside whole, for a way back, may hold a transaction open, and in WebKit that shuts
 * its tables to the page that comes next. So it is ended, as when the tab is killed, and the page begins anew.
 */
import type Dexie from 'dexie'
import type { DBCore } from 'dexie'

const open = new Set<IDBTransaction>()

/** Keeps account of a database's open transactions. */
export function watchTransactions(db: Dexie): void {
  const create = (core: DBCore): Partial<DBCore> => ({
    transaction(...given) {
      const transaction = core.transaction(...given) as DBCoreTransactionOfBrowser
      const forget = () => open.delete(transaction)
      open.add(transaction)
      transaction.addEventListener('complete', forget)
      transaction.addEventListener('abort', forget)
      return transaction
    },
  })
  db.use({ stack: 'dbcore', name: 'suspending', create })
}

type DBCoreTransactionOfBrowser = IDBTransaction & ReturnType<DBCore['transaction']>

function end(transaction: IDBTransaction): void {
  try {
    transaction.abort()
  } catch {
    // It is at its end already, and the page has not been told yet.
  }
}

/** Ends what is open when the page is put aside. */
export function endWhenPutAside(): void {
  addEventListener('pagehide', ({ persisted }) => {
    if (persisted) for (const transaction of open) end(transaction)
  })
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) location.reload()
  })
}
