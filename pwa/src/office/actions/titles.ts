/** What steps and their fields are called: the server's own titles once seen, our words until then. */
import { locale } from '@/messages/i18n'
import { shallowReactive } from 'vue'

import { wordOf } from '../texts'
import { optionsOf, type FormField } from './formSchema'
import type { ActionOffer } from './wire'

const seen = shallowReactive(new Map<string, { zh: string; en: string }>())

const inLanguage = (title: { zh: string; en: string } | undefined, otherwise: string) =>
  (locale.value === 'en' ? title?.en : title?.zh) || otherwise

/** Learns the titles of every step a thing can take, so that its history uses the same words. */
export function learnTitles(kind: string, offers: readonly ActionOffer[]): void {
  for (const offer of offers) {
    seen.set(`${kind}.${offer.name}`, { zh: offer.title_zh ?? '', en: offer.title_en ?? '' })
    for (const [name, property] of Object.entries(offer.form?.properties ?? {})) {
      const title = { zh: property.title ?? '', en: property['x-title-en'] ?? '' }
      seen.set(`${kind}.${offer.name}.${name}`, title)
      for (const option of optionsOf(property))
        seen.set(`${kind}.${offer.name}.${name}.${option.value}`, option)
    }
  }
}

/** The name of a step of a thing of this kind. */
export function actionTitle(kind: string, action: string): string {
  return inLanguage(
    seen.get(`${kind}.${action}`),
    wordOf(`begun.${kind}`, action, wordOf('action', action)),
  )
}

/** The name of a field as the step that asks for it calls it. */
export function fieldTitle(kind: string, action: string, field: string): string {
  return inLanguage(
    seen.get(`${kind}.${action}.${field}`),
    wordOf(`begun_form.${kind}`, field, wordOf('form', field)),
  )
}

/** What a chosen option is called by the step that offered it. */
export function choiceTitle(kind: string, action: string, field: string, value: string): string {
  return inLanguage(
    seen.get(`${kind}.${action}.${field}.${value}`),
    wordOf(`option.${field}`, value),
  )
}

/** The label above a field of an open form. */
export function labelOf(field: FormField): string {
  return inLanguage(field.title, wordOf('form', field.name))
}

/** What a choice is called. */
export function optionLabel(field: FormField, value: string): string {
  const option = field.options.find((one) => one.value === value)
  return inLanguage(option, wordOf(`option.${field.name}`, value))
}
