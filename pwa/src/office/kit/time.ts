/** Times arrive as UTC and are shown in the bureau's own time zone, whatever the browser's is. */
import { locale } from '@/messages/i18n'

const ZONE = 'Asia/Shanghai'
const DAY_MS = 86_400_000

interface Parts {
  year: string
  month: string
  day: string
  hour: string
  minute: string
  second: string
}

const splitter = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function partsOf(instant: string): Parts | null {
  const time = new Date(instant)
  if (Number.isNaN(time.getTime())) return null
  const found = splitter.formatToParts(time).map((part) => [part.type, part.value])
  return Object.fromEntries(found) as Parts
}

function dayText(year: string, month: string, day: string): string {
  if (locale.value === 'en') return `${Number(day)} ${MONTHS[Number(month) - 1] ?? month} ${year}`
  return `${year}年${Number(month)}月${Number(day)}日`
}

/** 2026年11月22日 14:05 · 22 Nov 2026 14:05; a dash when there is none. */
export function momentText(instant: string | null | undefined, withSeconds = false): string {
  const parts = instant ? partsOf(instant) : null
  if (!parts) return '—'
  const clock = `${parts.hour}:${parts.minute}${withSeconds ? `:${parts.second}` : ''}`
  return `${dayText(parts.year, parts.month, parts.day)} ${clock}`
}

/** A calendar date without a time, such as a statutory due date. */
export function dateText(date: string | null | undefined): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(date ?? '')
  if (!found) return '—'
  const [, year = '', month = '', day = ''] = found
  return dayText(year, month, day)
}

/** Today in Asia/Shanghai as 2026-11-22, for comparing with dates of the API. */
export function todayIso(now: Date = new Date()): string {
  const parts = partsOf(now.toISOString())
  return parts ? `${parts.year}-${parts.month}-${parts.day}` : ''
}

/** Whole days from today to a date; negative when it has passed. */
export function daysUntil(date: string, now: Date = new Date()): number {
  return Math.round((Date.parse(date) - Date.parse(todayIso(now))) / DAY_MS)
}

/** The start of a day in Asia/Shanghai as an instant, or the end of it; empty stays empty. */
export function startOfDay(date: string): string {
  return date === '' ? '' : new Date(`${date}T00:00:00+08:00`).toISOString()
}

export function endOfDay(date: string): string {
  return date === '' ? '' : new Date(`${date}T23:59:59.999+08:00`).toISOString()
}

/** The instant as the value of a datetime-local input in Asia/Shanghai, and back. */
export function localInputOf(instant: string | null | undefined): string {
  const parts = instant ? partsOf(instant) : null
  return parts ? `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}` : ''
}

/** A datetime-local value typed in Asia/Shanghai as the UTC instant the API expects. */
export function instantOfInput(value: string): string | null {
  const time = new Date(`${value}:00+08:00`)
  return value === '' || Number.isNaN(time.getTime()) ? null : time.toISOString()
}
