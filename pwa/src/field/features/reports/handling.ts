import type { Category } from '@/domain/resources'
import type { ReportRow } from '@/store/rows'

/** Whether the reporter may close the report on the spot, as far as this phone knows; the server has the last word. */
export function mayHandle(report: ReportRow, categories: readonly Category[]): boolean {
  const category = categories.find((one) => one.code === report.category_code)
  const isOpen = ['reported', 'accepted'].includes(report.server?.state ?? 'reported')
  const isOurs = report.origin === 'device' && report.handling === undefined
  return isOpen && isOurs && category?.may_be_handled_on_spot === true
}
