/** What the server says about an exhibit of this phone, its receipt checked first. */
import { verifyEd25519 } from '@/device/ed25519'
import { judgeReceipt, type ReceiptVerdict } from '@/domain/receipt'
import type { Exhibit } from '@/domain/resources'
import type { FieldDatabase } from '@/store/database'
import { storedProblem } from '@/store/problems'
import type { StoredProblem } from '@/store/rows'

import type { Applier } from './applier'

/** Null while there is no receipt; 'unchecked' while the server's keys are not known here. */
type Verdict = ReceiptVerdict | 'unchecked' | null

async function judge(db: FieldDatabase, exhibit: Exhibit): Promise<Verdict> {
  const row = await db.exhibits.get(exhibit.id)
  if (!row || exhibit.receipt === null) return null
  const trust = await db.setting('trust')
  if (!trust) return 'unchecked'
  return judgeReceipt(exhibit.receipt, row, trust, verifyEd25519)
}

function faultOf(exhibit: Exhibit, verdict: Verdict): StoredProblem | null {
  if (exhibit.state === 'quarantined') {
    return storedProblem({ code: 'exhibit_quarantined', retry: 'never' })
  }
  if (verdict === null || verdict === 'unchecked' || verdict === 'good') return null
  // Keys can be accepted later; a receipt for other bytes or with a false signature stays what it is.
  const retry = verdict === 'receipt_key_unknown' ? 'later' : 'never'
  return storedProblem({ code: verdict, retry })
}

async function write(db: FieldDatabase, exhibit: Exhibit, verdict: Verdict): Promise<void> {
  const row = await db.exhibits.get(exhibit.id)
  if (!row || (row.server !== null && row.server.revision > exhibit.revision)) return
  await db.exhibits.update(row.id, {
    server: exhibit,
    bytes_sent: exhibit.state === 'awaiting_upload' ? row.bytes_sent : row.size,
    is_receipt_good: verdict === 'good',
    problem: faultOf(exhibit, verdict),
  })
}

export const exhibits: Applier = {
  tables: ['exhibits'],
  prepare: async (db, resource) => {
    const exhibit = resource as Exhibit
    const verdict = await judge(db, exhibit)
    return () => write(db, exhibit, verdict)
  },
  ask: async (transport, id) => {
    const answer = await transport.exhibit(id)
    return answer.ok ? answer.data : null
  },
}

/** Takes over the server's view of an exhibit that this phone holds. */
export async function applyExhibit(db: FieldDatabase, exhibit: Exhibit): Promise<void> {
  const verdict = await judge(db, exhibit)
  await db.transaction('rw', db.exhibits, () => write(db, exhibit, verdict))
}
