/** What a message says and where it leads, from its kind and facts. */
import type { RouteLocationRaw } from 'vue-router'

import type { Category } from '@/domain/resources'
import type { Translate } from '@/messages/i18n'
import { wordFor } from '@/messages/i18n'
import type { MessageRow } from '@/store/dutyRows'
import type { IconName } from '@/ui/icons'

import { categoryName, dayText } from '../../parts/names'
import type zh from './zh-CN.json'

export interface Told {
  readonly icon: IconName
  readonly title: string
  readonly text: string
  readonly from: string
  readonly to: RouteLocationRaw | null
}

type Teller = (row: MessageRow, t: Translate<typeof zh>, categories: readonly Category[]) => Told

const textOf = (row: MessageRow, name: string) => {
  const value = row.facts[name]
  return typeof value === 'string' ? value : ''
}

const dueOf = (row: MessageRow, name: string) => {
  const day = textOf(row, name)
  return day === '' ? '' : dayText(day)
}

const taskRoute = (row: MessageRow) => ({ name: 'task', params: { id: row.subject_id } })

const TELLERS: Readonly<Record<string, Teller>> = {
  incident_step: (row, t, categories) => ({
    icon: 'camera',
    title: t('changed', {
      what: categoryName(categories, textOf(row, 'category_code')),
      state: wordFor('incident_states', textOf(row, 'to_state')),
    }),
    text: [wordFor('rejections', textOf(row, 'reason')), textOf(row, 'note')]
      .filter((part) => part !== '')
      .join(' · '),
    from: [textOf(row, 'actor_name'), wordFor('roles', textOf(row, 'actor_role'))]
      .filter((part) => part !== '')
      .join(' · '),
    to: { name: 'report', params: { id: row.subject_id } },
  }),
  task_given: (row, t) => ({
    icon: 'tasks',
    title: t('task_given'),
    text: t('task_text', { title: textOf(row, 'title'), day: dueOf(row, 'due_on') }),
    from: textOf(row, 'number'),
    to: taskRoute(row),
  }),
  task_withdrawn: (row, t) => ({
    icon: 'tasks',
    title: t('task_withdrawn'),
    text: textOf(row, 'title'),
    from: textOf(row, 'number'),
    to: taskRoute(row),
  }),
  round_given: (row, t) => ({
    icon: 'walk',
    title: t('round_given', { name: textOf(row, 'name') }),
    text: t('round_text', { day: dueOf(row, 'ends_on') }),
    from: '',
    to: { name: 'tasks' },
  }),
  round_withdrawn: (row, t) => ({
    icon: 'walk',
    title: t('round_withdrawn', { name: textOf(row, 'name') }),
    text: '',
    from: '',
    to: null,
  }),
  device_approved: (row, t) => ({
    icon: 'phone',
    title: t('device_approved'),
    text: t('device_text', { model: textOf(row, 'model') }),
    from: textOf(row, 'approved_by'),
    to: { name: 'me' },
  }),
  exhibit_quarantined: (row, t) => ({
    icon: 'warn',
    title: t('exhibit_quarantined'),
    text: t('exhibit_text', { name: textOf(row, 'file_name') }),
    from: '',
    to: { name: 'queue' },
  }),
  notice: (row, t) => ({
    icon: 'notice',
    title: t('notice', { title: textOf(row, 'title') }),
    text: textOf(row, 'body'),
    from: textOf(row, 'sent_by'),
    to: null,
  }),
}

/** The message in words; one that only a newer app knows says so. */
export const tellingOf: Teller = (row, t, categories) =>
  TELLERS[row.kind]?.(row, t, categories) ?? {
    icon: 'bell',
    title: t('unknown'),
    text: '',
    from: '',
    to: null,
  }
