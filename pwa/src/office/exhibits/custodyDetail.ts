/** What an event of custody carries: what a person reads first, then what a machine checks. */
import { flagText } from '@/messages/i18n'

import { policyWords } from '../keeping/policyWords'
import { momentText } from '../kit/time'
import { listOf, wordOf } from '../texts'

export interface DetailFact {
  name: string
  label: string
  value: string
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T/
const TECHNICAL =
  /sha256|sm3|_key$|(^|_)key_id$|(^|_)ids?$|^tool|size$|^approved_by$|^segments|^params$|^version_id$/
/** Details whose values are codes, and where their words are. */
const WORDS: Record<string, string> = {
  kind: 'exhibits.link_kinds',
  op: 'exhibits.copies',
  source: 'exhibits.sources',
  reason: 'exhibits.rejections',
  key_storage: 'exhibits.key_storage',
  what: 'exhibits.looked_at',
  recipient_kind: 'exhibits.recipients',
  handed_as: 'handovers.as',
}

/** The facts in the order they were recorded, apart as plain and technical; empty ones are left out. */
export function detailFacts(detail: Record<string, unknown> | null | undefined): {
  plain: DetailFact[]
  technical: DetailFact[]
} {
  const all = Object.entries(detail ?? {})
    .filter(([, value]) => value !== null && value !== '' && !isEmptyList(value))
    .map(([name, value]) => ({
      name,
      label: wordOf('exhibits.detail', name),
      value: sayDetail(name, value),
    }))
  return {
    plain: all.filter((fact) => !TECHNICAL.test(fact.name)),
    technical: all.filter((fact) => TECHNICAL.test(fact.name)),
  }
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}

function sayDetail(name: string, value: unknown): string {
  if (name === 'flags' && Array.isArray(value)) return listOf(value.map(sayFlag))
  if (typeof value !== 'string') {
    return typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
  if (name === 'policy') return policyWords(value)
  if (INSTANT.test(value)) return momentText(value, true)
  const group = WORDS[name]
  return group ? wordOf(group, value) : value
}

function sayFlag(flag: unknown): string {
  if (typeof flag === 'string') return flagText({ code: flag })
  const { code } = flag as { code?: string }
  return code ? flagText({ code }) : JSON.stringify(flag)
}
