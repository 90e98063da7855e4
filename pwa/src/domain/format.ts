/** Dates, sizes and coordinates as people of this trade write them; all times in Asia/Shanghai. */
import { spaced } from './typography'

export type Language = 'zh-CN' | 'en'

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

function fields(time: string | number | Date) {
  const found: Record<string, string> = {}
  for (const part of parts.formatToParts(new Date(time))) found[part.type] = part.value
  return {
    year: found['year'] ?? '',
    month: Number(found['month']),
    day: Number(found['day']),
    hour: found['hour'] ?? '',
    minute: found['minute'] ?? '',
    second: found['second'] ?? '',
  }
}

/** 2026年11月22日, or 22 Nov 2026. */
export function formatDate(time: string | number | Date, language: Language): string {
  const { year, month, day } = fields(time)
  return language === 'zh-CN'
    ? `${year}年${month}月${day}日`
    : `${day} ${MONTHS[month - 1] ?? ''} ${year}`
}

/** 14:05, or 14:05:09 with seconds. */
export function formatTime(time: string | number | Date, withSeconds = false): string {
  const { hour, minute, second } = fields(time)
  return withSeconds ? `${hour}:${minute}:${second}` : `${hour}:${minute}`
}

/** 2026年11月22日 14:05, or 22 Nov 2026, 14:05. */
export function formatDateTime(
  time: string | number | Date,
  language: Language,
  withSeconds = false,
): string {
  const separator = language === 'zh-CN' ? ' ' : ', '
  return formatDate(time, language) + separator + formatTime(time, withSeconds)
}

const RELATIVE = {
  'zh-CN': {
    now: () => '刚刚',
    minutes: (n: number) => spaced(`${n}分钟前`),
    hours: (n: number) => spaced(`${n}小时前`),
  },
  en: {
    now: () => 'just now',
    minutes: (n: number) => `${n} min ago`,
    hours: (n: number) => `${n} h ago`,
  },
} as const

/** Relative within a day, exact otherwise. */
export function formatAgo(time: string, language: Language, now: number = Date.now()): string {
  const minutes = Math.floor((now - Date.parse(time)) / 60_000)
  if (minutes < 0 || minutes >= 24 * 60) return formatDateTime(time, language)
  if (minutes < 1) return RELATIVE[language].now()
  return minutes < 60
    ? RELATIVE[language].minutes(minutes)
    : RELATIVE[language].hours(Math.floor(minutes / 60))
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB']

/** 3.4 MB: three figures at most, decimal units. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit] ?? ''}`
}

/** 24.47980° N, 118.08940° E — five places are about a metre. */
export function formatLonLat(lon: number, lat: number): string {
  const northSouth = `${Math.abs(lat).toFixed(5)}° ${lat < 0 ? 'S' : 'N'}`
  return `${northSouth}, ${Math.abs(lon).toFixed(5)}° ${lon < 0 ? 'W' : 'E'}`
}
