import { describe, expect, it } from 'vitest'

import type { Task } from '@/domain/duty'
import { newId } from '@/domain/ids'
import { Phone, photo } from '@/testing/phone'

import { messages, tasks } from './appliers/task'
import { dropFromDraft, keepDraft } from './record'
import { acceptTask, completeTask, draftFor, keepResult, readMessages, saveHandling } from './works'

const AT = '2026-11-22T01:00:00.000Z'

function taskOf(changes: Partial<Task> = {}): Task {
  return {
    id: newId(),
    revision: 1,
    number: '复查-350203-2026-00001',
    state: 'given',
    subject: { kind: 'incident', id: newId(), number: '350203-2026-000001', title: '排口' },
    position: null,
    place: '',
    wanted: '看看是否还有黑水',
    due_on: '2026-11-30',
    given_by: { id: newId(), full_name: '赵敏' },
    given_at: AT,
    result: null,
    result_note: null,
    done_at: null,
    exhibits: [],
    history: [],
    ...changes,
  }
}

async function take(phone: Phone, resource: Task): Promise<Task> {
  await (
    await tasks.prepare(phone.db, resource, phone.personId)
  )()
  return resource
}

async function names(phone: Phone): Promise<string[]> {
  return (await phone.db.operations.orderBy('order').toArray()).map((row) => row.name)
}

describe('a recheck task', () => {
  it('is accepted once and stays accepted while the server does not know', async () => {
    const phone = new Phone()
    const task = await take(phone, taskOf())

    await acceptTask(phone.db, task.id)
    await acceptTask(phone.db, task.id)
    await take(phone, task)

    expect(await names(phone)).toEqual(['task.accept'])
    expect((await phone.db.tasks.get(task.id))?.accepted_at).not.toBeNull()
  })

  it('is done with its photos registered before the result that names them', async () => {
    const phone = new Phone()
    const task = await take(phone, taskOf())
    const draft = await draftFor(phone.db, {
      kind: 'recheck',
      subject_id: task.id,
      result: null,
    })
    const first = await phone.take(draft.id, photo('one'))
    const second = await phone.take(draft.id, photo('two'))
    await keepResult(phone.db, draft.id, 'corrected')

    await completeTask(phone.db, draft.id)

    const rows = await phone.db.operations.orderBy('order').toArray()
    expect(rows.map((row) => row.name)).toEqual([
      'exhibit.register',
      'exhibit.register',
      'task.complete',
    ])
    expect(rows[2]?.payload).toMatchObject({
      result: 'corrected',
      exhibit_ids: [first.id, second.id],
    })
    expect(await phone.db.drafts.count()).toBe(0)
    expect((await phone.db.exhibits.get(first.id))?.report_id).toBe(task.id)
  })

  it('needs a result, a photo, and a reason from whoever cannot tell', async () => {
    const phone = new Phone()
    const task = await take(phone, taskOf())
    const draft = await draftFor(phone.db, {
      kind: 'recheck',
      subject_id: task.id,
      result: null,
    })

    await expect(completeTask(phone.db, draft.id)).rejects.toThrow()
    await phone.take(draft.id)
    await expect(completeTask(phone.db, draft.id)).rejects.toThrow()
    await keepResult(phone.db, draft.id, 'cannot_tell')
    await expect(completeTask(phone.db, draft.id)).rejects.toThrow()
    await keepDraft(phone.db, draft.id, { note: '涨潮淹没' })
    await completeTask(phone.db, draft.id)

    expect(await names(phone)).toEqual(['exhibit.register', 'task.complete'])
  })

  it('keeps its draft when the last photo is taken out again', async () => {
    const phone = new Phone()
    const work = { kind: 'recheck' as const, subject_id: newId(), result: null }
    const draft = await draftFor(phone.db, work)
    const taken = await phone.take(draft.id)

    await dropFromDraft(phone.db, draft.id, taken.id)

    expect((await phone.db.drafts.get(draft.id))?.work).toEqual(work)
  })

  it('keeps what this phone did when older news arrives', async () => {
    const phone = new Phone()
    const task = await take(phone, taskOf({ revision: 3, state: 'done' }))

    await take(phone, { ...task, revision: 2, state: 'active' })

    expect((await phone.db.tasks.get(task.id))?.server.state).toBe('done')
  })
})

describe('what is put right on the spot', () => {
  it('closes the report with the photos of after', async () => {
    const phone = new Phone()
    const report = await phone.report()
    const draft = await draftFor(phone.db, { kind: 'handling', subject_id: report.id })
    const after = await phone.take(draft.id, photo('after'))
    await keepDraft(phone.db, draft.id, { note: '已督促覆盖' })

    await saveHandling(phone.db, draft.id)

    expect((await names(phone)).slice(-2)).toEqual(['exhibit.register', 'incident.handle_on_spot'])
    expect((await phone.db.reports.get(report.id))?.handling?.exhibit_ids).toEqual([after.id])
  })

  it('says what was done, or is not saved', async () => {
    const phone = new Phone()
    const report = await phone.report()
    const draft = await draftFor(phone.db, { kind: 'handling', subject_id: report.id })
    await phone.take(draft.id, photo('after'))

    await expect(saveHandling(phone.db, draft.id)).rejects.toThrow()

    expect(await names(phone)).not.toContain('incident.handle_on_spot')
  })
})

describe('a message', () => {
  const message = {
    id: newId(),
    kind: 'notice',
    subject_kind: 'notice',
    subject_id: newId(),
    facts: {},
    told_at: AT,
    read_at: null,
  }

  it('is read once, here and on the server', async () => {
    const phone = new Phone()
    await (
      await messages.prepare(phone.db, message, phone.personId)
    )()

    await readMessages(phone.db)
    await readMessages(phone.db)
    await (
      await messages.prepare(phone.db, message, phone.personId)
    )()

    expect(await names(phone)).toEqual(['message.read'])
    expect(await phone.db.messages.where('is_unread').equals(1).count()).toBe(0)
  })

  it('of an earlier release is read without asking the server', async () => {
    const phone = new Phone()
    await phone.db.messages.add({ ...message, id: 'abc:2', is_unread: 1 })

    await readMessages(phone.db)

    expect(await names(phone)).toEqual([])
  })
})
