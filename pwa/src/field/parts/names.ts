/** Names the screens share: categories and where a report was made. */
import type { Category } from '@/domain/resources'
import { formatDate, formatDateTime, formatLonLat } from '@/domain/format'
import { spaced } from '@/domain/typography'
import type { ReportRow, StoredProblem } from '@/store/rows'
import { locale, nameOf, problemText, t } from '@/messages/i18n'

/** The category's name in the language of the screen. */
export function categoryName(categories: readonly Category[], code: string): string {
  const found = categories.find((category) => category.code === code)
  return found ? nameOf(found) : code
}

/** Coordinates with accuracy, or why there are none. */
export function placeText(report: Pick<ReportRow, 'position' | 'no_position_reason'>): string {
  const { position, no_position_reason } = report
  if (position === null) return t(`no_fix.${no_position_reason ?? 'unavailable'}`)
  const accuracy = position.accuracy_m === null ? '' : ` ±${Math.round(position.accuracy_m)} m`
  return formatLonLat(position.lon, position.lat) + accuracy
}

/** A moment, exact to the minute, in the language of the screen. */
export function whenText(time: string): string {
  const text = formatDateTime(time, locale.value)
  return locale.value === 'zh-CN' ? spaced(text) : text
}

/** A calendar day of the bureau, `2026-11-30`, in the language of the screen. */
export function dayText(day: string): string {
  const text = formatDate(`${day}T00:00:00+08:00`, locale.value)
  return locale.value === 'zh-CN' ? spaced(text) : text
}

/** Why something waits or was refused. */
export function storedProblemText(problem: StoredProblem): string {
  return problemText({ code: problem.code, detail: problem.detail ?? undefined })
}

/** 1:05, or 1:02:03 beyond an hour. */
export function durationText(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const two = (value: number) => String(value).padStart(2, '0')
  const tail = `${Math.floor(seconds / 60) % 60}:${two(seconds % 60)}`
  const hours = Math.floor(seconds / 3600)
  return hours === 0 ? tail : `${hours}:${tail.padStart(5, '0')}`
}
