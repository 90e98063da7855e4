/** A phone for tests: a fresh IndexedDB, a device key and quick ways to take a photo and report. */
import { deviceKey } from '@/device/key'
import { newId } from '@/domain/ids'
import { LinkSpeed } from '@/domain/link'
import type { Line } from '@/outbox/cycle'
import { keepDraft, saveReport } from '@/outbox/record'
import { sealShot, type Shot } from '@/outbox/seal'
import { FieldDatabase } from '@/store/database'
import type { ReportRow } from '@/store/rows'

import type { LossyServer } from './lossyServer'

export function photo(text = 'black water'): Blob {
  return new Blob([text], { type: 'image/jpeg' })
}

export function shot(draftId: string, blob: Blob = photo()): Shot {
  return {
    draftId,
    blob,
    kind: 'photo',
    source: 'in_app_camera',
    fileName: 'photo.jpg',
    capturedAt: new Date(),
    monoMs: 12.5,
    fix: {
      lon: 118.0894,
      lat: 24.4798,
      accuracy_m: 5.5,
      altitude_m: null,
      fix_at: new Date().toISOString(),
    },
    noFixReason: null,
  }
}

export class Phone {
  readonly speed = new LinkSpeed()

  constructor(
    readonly personId: string = newId(),
    readonly db: FieldDatabase = new FieldDatabase(personId),
  ) {}

  async author() {
    return {
      userId: this.personId,
      device: await deviceKey(this.db, 'test'),
      app: { version: '0.0.0-test', sha256: null },
    }
  }

  async take(draftId: string, blob: Blob = photo()) {
    return sealShot(this.db, await this.author(), shot(draftId, blob))
  }

  async report(photos = 1): Promise<ReportRow> {
    const draftId = newId()
    for (let n = 0; n < photos; n += 1) await this.take(draftId, photo(`photo ${n} of ${draftId}`))
    await keepDraft(this.db, draftId, { category_code: 'black_water', note: '排口水体发黑' })
    return saveReport(this.db, draftId)
  }

  line(server: LossyServer): Line {
    return {
      db: this.db,
      transport: server.transport,
      tus: server.tus,
      speed: this.speed,
      personId: this.personId,
      model: 'test',
      shrink: async (content: Blob) => content.slice(0, 4),
    }
  }
}
