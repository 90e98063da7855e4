/** Recheck tasks of this person and what the server tells him. */
import type { Message, Task } from '@/domain/duty'

import type { Applier } from './applier'

export const tasks: Applier = {
  tables: ['tasks'],
  prepare: async (db, resource) => async () => {
    const task = resource as Task
    const known = await db.tasks.get(task.id)
    if (known && known.server.revision > task.revision) return
    await db.tasks.put({ accepted_at: null, done: null, ...known, id: task.id, server: task })
  },
  drop: async (db, id) => db.tasks.delete(id),
}

export const messages: Applier = {
  tables: ['messages'],
  prepare: async (db, resource) => async () => {
    const message = resource as Message
    const known = await db.messages.get(message.id)
    // Read here already, and the server is yet to hear of it.
    const read_at = message.read_at ?? known?.read_at ?? null
    await db.messages.put({ ...message, read_at, is_unread: read_at === null ? 1 : 0 })
  },
  drop: async (db, id) => db.messages.delete(id),
}
