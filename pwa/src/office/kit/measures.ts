/** Distances and spans of time in the unit a person would use. */
import { t } from '../texts'

const MINUTE = 60
const HOUR = 3600
const DAY = 86_400
const KILOMETRE = 1000

/** 45 秒 · 12 分钟 · 3.5 小时 · 20 天; the sign is dropped, the words around say which way. */
export function spanText(seconds: number): string {
  const span = Math.abs(seconds)
  if (span < 2 * MINUTE) return t('kit.span.seconds', { n: rounded(span) })
  if (span < 2 * HOUR) return t('kit.span.minutes', { n: rounded(span / MINUTE) })
  if (span < 2 * DAY) return t('kit.span.hours', { n: rounded(span / HOUR) })
  return t('kit.span.days', { n: Math.round(span / DAY) })
}

/** 412 m · 9.4 km. */
export function distanceText(metres: number): string {
  if (metres < KILOMETRE) return t('kit.metres', { n: Math.round(metres) })
  return t('kit.kilometres', { n: rounded(metres / KILOMETRE) })
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10
}
