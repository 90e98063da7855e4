/** How a statutory clock is shown: days left in words, and where its subject is. */
import { dateText, daysUntil, momentText } from '../kit/time'
import { t } from '../texts'
import type { Deadline } from '../wire'

const SOON_DAYS = 3
const PATHS: Record<string, string> = {
  case: '/cases',
  lead: '/leads',
  incident: '/incidents',
  simple: '/simple-penalties',
  advance_registration: '/measures',
  seizure: '/measures',
  correction: '/measures',
  restriction: '/measures',
  transfer: '/measures',
}

/** The page of what the clock is about. */
export function pathOf(deadline: Deadline): string {
  return `${PATHS[deadline.subject.kind] ?? '/work'}/${deadline.subject.id}`
}

/** Calendar days left; the API's own figure where it gives one. */
export function leftOf(deadline: Deadline): number {
  return deadline.days_left ?? daysUntil(deadline.due_on)
}

/** An open clock is overdue, soon or open; a waiting period that has run out is good news. */
export function urgencyOf(deadline: Deadline): string {
  if (deadline.status !== 'open') return deadline.status
  if (deadline.stopped_on) return 'stopped'
  if (deadline.due_at && Date.parse(deadline.due_at) < Date.now()) return 'overdue'
  const left = leftOf(deadline)
  if (deadline.is_waiting_period) return left < 0 ? 'met' : 'open'
  if (left < 0) return 'overdue'
  return left <= SOON_DAYS ? 'soon' : 'open'
}

function waitingText(deadline: Deadline): string {
  if (deadline.status === 'cancelled') return t('kit.states.deadline.cancelled')
  const left = leftOf(deadline)
  if (deadline.status !== 'open' || left < 0) return t('work.wait_over')
  return t('work.wait_left', { n: left })
}

/** "还有 3 天", "今天到期", "超期 2 天"; the state's word once the clock has stopped. */
export function leftText(deadline: Deadline): string {
  if (deadline.is_waiting_period) return waitingText(deadline)
  if (deadline.status === 'open' && deadline.stopped_on)
    return t('work.stopped_since', { date: dateText(deadline.stopped_on) })
  if (deadline.status === 'met') return t('kit.states.deadline.met')
  if (deadline.status === 'missed') return t('kit.states.deadline.missed')
  if (deadline.status === 'cancelled') return t('kit.states.deadline.cancelled')
  if (deadline.due_at) return t('work.until', { time: momentText(deadline.due_at, true) })
  const left = leftOf(deadline)
  if (left === 0) return t('work.today')
  return left > 0 ? t('work.days_left', { n: left }) : t('work.days_over', { n: -left })
}
