import { newId } from '@/domain/ids'
import type { OperationName } from '@/domain/operations'
import type { OperationRow } from '@/store/rows'

/** A waiting operation; add it in the transaction that writes what it tells the server of. */
export function operationOf(
  name: OperationName,
  subjectId: string,
  reportId: string,
  payload: unknown,
  now: string,
): OperationRow {
  return {
    id: newId(),
    name,
    subject_id: subjectId,
    report_id: reportId,
    payload,
    recorded_at: now,
    state: 'waiting',
    attempts: 0,
    problem: null,
  }
}
