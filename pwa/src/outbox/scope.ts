/** Where a person may look. Who was moved to other grids gets their files, and the old ones leave the phone. */
import type { Session } from '@/domain/resources'
import type { FieldDatabase } from '@/store/database'

function scopeOf({ person }: Session): string {
  return [person.authority.id, ...person.grids.map(({ id }) => id).sort()].join(' ')
}

/** Starts the pull anew when the scope is another than the last time; what waits to be sent stays. */
export async function noteScope(db: FieldDatabase, session: Session): Promise<void> {
  const scope = scopeOf(session)
  if ((await db.setting('scope')) === scope) return
  const grids = new Set(session.person.grids.map(({ id }) => id))
  await db.transaction('rw', db.settings, db.reference, db.sites, async () => {
    await db.settings.delete('cursor')
    // The lists of grids and forms are those of the scope, too.
    await db.reference.delete('forms')
    if (grids.size > 0) {
      await db.sites.filter(({ grid_id }) => grid_id !== null && !grids.has(grid_id)).delete()
    }
    await db.keep('scope', scope)
  })
}
