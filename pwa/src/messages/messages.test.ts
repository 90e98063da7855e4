import { describe, expect, it } from 'vitest'

import { fill } from './i18n'

type Tree = { readonly [key: string]: string | Tree }

const files = import.meta.glob<Tree>(['../**/zh-CN.json', '../**/en.json', '../**/notes.json'], {
  eager: true,
  import: 'default',
})

function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(prefix + key, value)
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) found.set(inner, text)
  }
  return found
}

/** A fact may come once in each language: `{point_zh}` and `{point_en}` are the same place. */
const placesOf = (text: string) =>
  [
    ...new Set([...text.matchAll(/\{(\w+)/g)].map((match) => match[1]?.replace(/_(zh|en)$/, ''))),
  ].sort()

const folders = Object.keys(files)
  .filter((path) => path.endsWith('/zh-CN.json'))
  .map((path) => path.replace('/zh-CN.json', ''))

describe.each(folders)('the texts of %s', (folder) => {
  const zh = flatten(files[`${folder}/zh-CN.json`] ?? {})
  const en = flatten(files[`${folder}/en.json`] ?? {})

  it('have the same keys in both languages', () => {
    expect([...en.keys()].sort()).toEqual([...zh.keys()].sort())
  })

  it('name the same facts in both languages', () => {
    for (const [key, text] of zh)
      expect([key, placesOf(en.get(key) ?? '')]).toEqual([key, placesOf(text)])
  })

  it('are never empty', () => {
    expect([...zh, ...en].filter(([, text]) => text.trim() === '')).toEqual([])
  })

  it('use full-width punctuation in Chinese', () => {
    const halfWidth = /[\u4e00-\u9fff”][,:;?!()]|[,:;?!()][\u4e00-\u9fff“]/
    expect([...zh].filter(([, text]) => halfWidth.test(text))).toEqual([])
  })

  it('have notes only for keys that exist', () => {
    const notes = flatten(files[`${folder}/notes.json`] ?? {})
    expect([...notes.keys()].filter((key) => !zh.has(key))).toEqual([])
  })
})

describe('filling in facts', () => {
  it('puts a dash where a fact is missing', () => {
    expect(fill('还可以再试 {attempts_left} 次', {})).toBe('还可以再试 — 次')
  })

  it('chooses by number', () => {
    const text = '{count|1 photo|{count} photos} taken'

    expect(fill(text, { count: 1 })).toBe('1 photo taken')
    expect(fill(text, { count: 3 })).toBe('3 photos taken')
  })
})
