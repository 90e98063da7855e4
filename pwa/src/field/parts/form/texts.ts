import { formatDate, formatLonLat } from '@/domain/format'
import type { FieldShape } from '@/domain/forms'
import { locale, useMessages } from '@/messages/i18n'

import { whenText } from '../names'

import en from './en.json'
import zh from './zh-CN.json'

export const { t } = useMessages(zh, en)

/** The question in the language of the screen. */
export function titleOf(shape: FieldShape): string {
  return (locale.value === 'en' ? shape['x-title-en'] : shape.title) ?? ''
}

/** The options with their words in the language of the screen. */
export function optionsOf(shape: FieldShape): { value: string; text: string }[] {
  const words = locale.value === 'en' ? shape['x-enum-en'] : shape['x-enum-zh']
  return (shape.enum ?? []).map((value, n) => ({ value, text: words?.[n] ?? value }))
}

/** The form's own phrases in the language of the screen. */
export function phrasesOf(shape: FieldShape): readonly string[] {
  return (locale.value === 'en' ? shape['x-phrases-en'] : shape['x-phrases-zh']) ?? []
}

function wordOf(shape: FieldShape | undefined, value: unknown): string {
  const option = shape && optionsOf(shape).find((one) => one.value === value)
  return option?.text ?? String(value)
}

function textOfText(shape: FieldShape | undefined, text: string): string {
  if (shape?.format === 'date') return formatDate(text, locale.value)
  return shape?.format === 'date-time' ? whenText(text) : wordOf(shape, text)
}

/** An answer as people read it. */
export function answerText(shape: FieldShape | undefined, value: unknown): string {
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
  if (typeof value === 'string') return textOfText(shape, value)
  if (Array.isArray(value)) {
    const words = value.map((one) => wordOf(shape?.items, one))
    return words.join(locale.value === 'en' ? ', ' : '、')
  }
  if (typeof value === 'object' && value !== null && 'lon' in value && 'lat' in value) {
    return formatLonLat(Number(value.lon), Number(value.lat))
  }
  return String(value)
}
