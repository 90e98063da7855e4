import type { Answer } from '@/api/client'
import { describe, expect, it } from 'vitest'

import type { Page } from '../wire'
import { useKeysetList, type PageRequest } from './useKeysetList'

interface Row {
  id: string
}

const page = (ids: string[], next: string | null): Answer<Page<Row>> => ({
  ok: true,
  status: 200,
  etag: null,
  data: { items: ids.map((id) => ({ id })), next_cursor: next, has_more: next !== null },
})

const offline: Answer<Page<Row>> = {
  ok: false,
  problem: { code: 'offline', status: 0, title: 'offline', retry: 'later' },
}

/** A list over answers given by hand, so that their order can be chosen. */
function listOver(...answers: Answer<Page<Row>>[]) {
  const asked: PageRequest[] = []
  const list = useKeysetList<Row>((request) => {
    asked.push(request)
    return Promise.resolve(answers.shift() ?? offline)
  })
  return { list, asked, ids: () => list.items.value.map((row) => row.id) }
}

describe('keyset list', () => {
  it('adds pages until there are no more', async () => {
    const { list, asked, ids } = listOver(page(['a', 'b'], 'after-b'), page(['c'], null))

    await list.reload()
    expect(list.atEnd.value).toBe(false)
    await list.loadMore()

    expect(ids()).toEqual(['a', 'b', 'c'])
    expect(list.atEnd.value).toBe(true)
    expect(asked.map((request) => request.cursor)).toEqual([null, 'after-b'])
  })

  it('shows a row once, even when it moved to the next page meanwhile', async () => {
    const { list, ids } = listOver(page(['a', 'b'], 'x'), page(['b', 'c'], null))

    await list.reload()
    await list.loadMore()

    expect(ids()).toEqual(['a', 'b', 'c'])
  })

  it('keeps the rows it has when the next page fails, and can try again', async () => {
    const { list, ids } = listOver(page(['a'], 'x'), offline, page(['b'], null))

    await list.reload()
    await list.loadMore()
    expect([list.state.value, ids()]).toEqual(['failed', ['a']])
    await list.loadMore()

    expect([list.state.value, ids()]).toEqual(['ready', ['a', 'b']])
  })

  it('asks once for a double click on more', async () => {
    const { list, asked } = listOver(page(['a'], 'x'), page(['b'], null))
    await list.reload()

    await Promise.all([list.loadMore(), list.loadMore()])

    expect(asked).toHaveLength(2)
  })

  it('drops the late answer to filters that are no longer set', async () => {
    const waiting: ((answer: Answer<Page<Row>>) => void)[] = []
    const list = useKeysetList<Row>(() => new Promise((resolve) => waiting.push(resolve)))
    const first = list.reload()
    const second = list.reload()

    waiting[1]?.(page(['new'], null))
    waiting[0]?.(page(['old'], null))
    await Promise.all([first, second])

    expect(list.items.value.map((row) => row.id)).toEqual(['new'])
  })

  it('refreshes quietly as many rows as are shown', async () => {
    const many = Array.from({ length: 60 }, (_, index) => `row-${index}`)
    const { list, asked } = listOver(page(many, 'x'), page(many, 'x'))
    await list.reload()

    await list.reload(true)

    expect(asked[1]).toEqual({ cursor: null, limit: 60 })
  })
})
