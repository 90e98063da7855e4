/** What may be done with several things at once: only steps that need no look at each thing's own
 * papers beyond what the list shows and the server checks. Reviews are not among them. */
import { api } from '@/api/client'
import { newId } from '@/domain/ids'

import type { Changeable } from '../wire'
import { makeBatch } from './batch'

export interface Task {
  key: string
  /** The permission that makes a person responsible for it. */
  needs: string
  path: string
  /** The state in which things wait for it; none for notices, which wait until they are read. */
  query: Record<string, string>
  action: string
  kind: string
}

const STEPS = [
  ['accept', 'incident.triage', '/incidents', 'reported', 'incident'],
  ['assign', 'incident.triage', '/incidents', 'accepted', 'incident'],
  ['assign_officers', 'lead.decide', '/leads', 'open', 'lead'],
  ['issue_prior_notice', 'case.decide', '/cases', 'notifying', 'case'],
  ['submit_legal_review', 'case.handle', '/cases', 'defence', 'case'],
  ['close', 'case.decide', '/cases', 'executing', 'case'],
  ['archive', 'case.archive', '/cases', 'closed', 'case'],
] as const

const FILING: Task = {
  key: 'approve_filing',
  needs: 'case.decide',
  path: '/cases',
  query: { state: 'filing' },
  action: 'approve_filing',
  kind: 'case',
}

export const TASKS: readonly Task[] = [
  ...STEPS.map(([action, needs, path, state, kind]) => ({
    key: action,
    needs,
    path,
    query: { state },
    action,
    kind,
  })),
  FILING,
  {
    key: 'acknowledge',
    needs: 'deadline.read',
    path: '/deadline-notices',
    query: { unread: 'true' },
    action: 'acknowledge',
    kind: 'deadline_notice',
  },
]

/** The task of that name; filing approvals where there is none. */
export function taskOf(key: string): Task {
  return TASKS.find((one) => one.key === key) ?? FILING
}

/** A thing of any of these lists. */
export interface Doable extends Partial<Changeable> {
  id: string
  number?: string | null
  party?: { name: string }
  category_code?: string
  note?: string
  due_on?: string
  deadline?: { code: string; due_on: string; subject: { number: string | null } }
}

/** One batch for the whole office: leaving the page does not end it. */
export const batch = makeBatch((path, options) => api.post(path, options), newId)
