/** Archives for MapLibre's `pmtiles://` addresses, each under its digest. */
import { PMTiles, Protocol, type Source } from 'pmtiles'

import { api } from '@/api/client'
import type { Basemap } from '@/domain/basemap'

import { glyphsFor } from './glyphs'

const SLOW_MS = 60_000

interface Library {
  addProtocol(scheme: string, load: Protocol['tile']): void
}

const protocol = new Protocol()
const knowing = new WeakSet<Library>()

/** Teaches the map library where archives and letters come from: from here, never from elsewhere. */
export function teach(library: Library): void {
  if (knowing.has(library)) return
  knowing.add(library)
  library.addProtocol('pmtiles', protocol.tile)
  library.addProtocol('glyphs', glyphsFor as never)
}

/** Makes an archive known and returns its address for a style. */
export function addressOf(source: Source): string {
  if (!protocol.get(source.getKey())) protocol.add(new PMTiles(source))
  return `pmtiles://${source.getKey()}`
}

/** An archive that lies on this device. */
export function fileSource(map: Basemap, file: Blob): Source {
  return {
    getKey: () => map.sha256,
    getBytes: async (offset, length) => ({
      data: await file.slice(offset, offset + length).arrayBuffer(),
    }),
  }
}

/** The archive on the server, by the bytes that are needed. */
export function serverSource(map: Basemap): Source {
  return {
    getKey: () => map.sha256,
    getBytes: async (offset, length, signal) => {
      const answer = await api.raw('GET', `/basemaps/${map.id}/archive`, {
        headers: { Range: `bytes=${offset}-${offset + length - 1}` },
        timeoutMs: SLOW_MS,
        ...(signal ? { signal } : {}),
      })
      if (!answer.ok) throw new Error(answer.problem.code)
      return { data: await answer.data.arrayBuffer() }
    },
  }
}
