/** Site files of this person's grids; one that left them leaves the phone. */
import type { Site } from '@/domain/sites'

import type { Applier } from './applier'

export const sites: Applier = {
  tables: ['sites'],
  prepare: async (db, resource) => async () => {
    const site = resource as Site
    const known = await db.sites.get(site.id)
    if (known && known.revision > site.revision) return
    await db.sites.put({ ...site, grid_id: site.grid?.id ?? null })
  },
  // Edits that wait in the outbox stay there, with their words.
  drop: async (db, id) => db.sites.delete(id),
}
