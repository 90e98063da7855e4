/** The facts an event of custody carries, labelled; nested ones as they were recorded. */
import { flagText } from '@/messages/i18n'

import { momentText } from '../kit/time'
import { wordOf } from '../texts'

const INSTANT = /^\d{4}-\d{2}-\d{2}T/

/** Every fact in the order it was recorded; empty ones are left out. */
export function detailFacts(detail: Record<string, unknown> | null | undefined) {
  return Object.entries(detail ?? {})
    .filter(([, value]) => value !== null && value !== '' && !isEmptyList(value))
    .map(([name, value]) => ({
      name,
      label: wordOf('exhibits.detail', name),
      value: sayDetail(name, value),
    }))
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}

function sayDetail(name: string, value: unknown): string {
  if (name === 'flags' && Array.isArray(value)) return value.map(sayFlag).join(';')
  if (typeof value === 'string') return INSTANT.test(value) ? momentText(value, true) : value
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function sayFlag(flag: unknown): string {
  if (typeof flag === 'string') return flagText({ code: flag })
  const { code } = flag as { code?: string }
  return code ? flagText({ code }) : JSON.stringify(flag)
}
