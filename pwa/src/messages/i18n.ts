/** Texts in two languages. Each feature keeps `zh-CN.json` and `en.json` beside its pages; what all share is here. */
import { computed, ref, watchEffect } from 'vue'

import { spaced } from '@/domain/typography'

import sharedEn from './en.json'
import sharedZh from './zh-CN.json'

export type Locale = 'zh-CN' | 'en'
export type Facts = Readonly<Record<string, unknown>>

interface Messages {
  readonly [key: string]: string | Messages
}

/** The dotted paths of a message file: `{a: {b: "…"}}` has the one key `"a.b"`. */
export type KeyOf<M> = {
  [K in keyof M & string]: M[K] extends string ? K : `${K}.${KeyOf<M[K]>}`
}[keyof M & string]

export type Translate<M> = (key: KeyOf<M>, facts?: Facts) => string

function storedLocale(): Locale {
  try {
    return localStorage.getItem('xz.locale') === 'en' ? 'en' : 'zh-CN'
  } catch {
    return 'zh-CN'
  }
}

/** The language of every screen in this tab; Chinese unless the person chose English. */
export const locale = ref<Locale>(storedLocale())

/** Remembers the language and tells the document, for screen readers and font choice. */
export function applyLocale(): void {
  watchEffect(() => {
    document.documentElement.lang = locale.value
    try {
      localStorage.setItem('xz.locale', locale.value)
    } catch {
      // Private mode: the choice holds for this visit only.
    }
  })
}

function lookUp(messages: Messages, key: string): string | undefined {
  let found: string | Messages | undefined = messages
  for (const part of key.split('.')) {
    if (found === undefined || typeof found === 'string') return undefined
    found = found[part]
  }
  return typeof found === 'string' ? found : undefined
}

/** Puts facts into `{name}` places; `{n|one item|{n} items}` chooses by number. A missing fact shows as a dash. */
export function fill(text: string, facts: Facts = {}): string {
  return text
    .replace(
      /\{(\w+)\|([^|{}]*)\|((?:[^{}]|\{\w+\})*)\}/g,
      (_, name: string, one: string, many: string) => (Number(facts[name]) === 1 ? one : many),
    )
    .replace(/\{(\w+)\}/g, (_, name: string) => {
      const fact = facts[name]
      return fact === undefined || fact === null ? '—' : String(fact)
    })
}

function say(text: string, facts?: Facts): string {
  const filled = fill(text, facts)
  return locale.value === 'zh-CN' ? spaced(filled) : filled
}

/** A typed `t(key, facts)` over one feature's two message files; it follows the language. */
export function useMessages<M extends Messages>(zh: M, en: M): { t: Translate<M> } {
  const current = computed<Messages>(() => (locale.value === 'en' ? en : zh))
  const t = (key: string, facts?: Facts) => say(lookUp(current.value, key) ?? key, facts)
  return { t: t as Translate<M> }
}

const shared = useMessages(sharedZh, sharedEn)

/** Texts that every screen may use: states, roles, common buttons. */
export const t = shared.t

function sharedText(key: string, facts: Facts | undefined, otherwise: string): string {
  const found = lookUp(locale.value === 'en' ? sharedEn : sharedZh, key)
  return found === undefined ? otherwise : say(found, facts)
}

/** What a refused request means for the person; the server's own words when the code is unknown here. */
export function problemText(
  problem: { code: string; detail?: string | undefined; title?: string | undefined } & Facts,
): string {
  return sharedText(
    `problems.${problem.code}`,
    problem,
    problem.detail || problem.title || problem.code,
  )
}

/** Why an action is not allowed. */
export function guardText(blocked: { code: string; text?: string; facts?: Facts }): string {
  return sharedText(`guards.${blocked.code}`, blocked.facts, blocked.text || blocked.code)
}

/** What a check noticed about an exhibit. */
export function flagText(flag: { code: string; facts?: Facts }): string {
  return sharedText(`flags.${flag.code}`, flag.facts, flag.code)
}

/** A word from the shared files for a code the server sent: `wordFor('roles', 'officer')`. */
export function wordFor(group: string, code: string): string {
  return sharedText(`${group}.${code}`, undefined, code)
}

/** The name in the language of the screen, of anything that has both. */
export function nameOf(thing: { name_zh: string; name_en: string }): string {
  return locale.value === 'en' ? thing.name_en : thing.name_zh
}

/** Grids by name in the language of the screen, one after the other. */
export function gridNames(grids: readonly { name: string; name_en: string }[]): string {
  return locale.value === 'en'
    ? grids.map((grid) => grid.name_en).join(', ')
    : grids.map((grid) => grid.name).join('、')
}
