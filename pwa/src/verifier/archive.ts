/** A ZIP read in place through File.slice: nothing is unpacked, and big files pass in blocks. */
import { inflate } from './inflate'
import { type Bytes, join, Malformed, utf8 } from './reading'

export const BLOCK = 1 << 20
const END = 0x06054b50
const END64 = 0x06064b50
const LOCATOR64 = 0x07064b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50
const LARGEST_DIRECTORY = 512 << 20
const LARGEST_INFLATED = 64 << 20

export interface Entry {
  name: string
  size: number
  packed: number
  method: number
  crc: number
  start: number
  isPlain: boolean
}

const CRC_TABLE = Int32Array.from({ length: 256 }, (_, octet) => {
  let value = octet
  for (let i = 0; i < 8; i++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

export class Archive {
  entries: Entry[] = []
  private constructor(private readonly file: Blob) {}

  static async open(file: Blob): Promise<Archive> {
    const archive = new Archive(file)
    await archive.readDirectory()
    return archive
  }

  private async view(start: number, end: number): Promise<DataView> {
    if (start < 0 || end > this.file.size || start > end) throw new Malformed('ZIP: out of range')
    return new DataView(await this.file.slice(start, end).arrayBuffer())
  }

  private async readDirectory() {
    const start = Math.max(0, this.file.size - 65557)
    const tail = await this.view(start, this.file.size)
    let place = tail.byteLength - 22
    while (place >= 0 && tail.getUint32(place, true) !== END) place -= 1
    if (place < 0) throw new Malformed('not a ZIP file')
    let [count, size, from] = [
      tail.getUint16(place + 10, true),
      tail.getUint32(place + 12, true),
      tail.getUint32(place + 16, true),
    ]
    if (place >= 20 && tail.getUint32(place - 20, true) === LOCATOR64) {
      const at = big(tail, place - 12)
      const end = await this.view(at, at + 56)
      if (end.getUint32(0, true) !== END64) throw new Malformed('ZIP64: no end')
      ;[count, size, from] = [big(end, 32), big(end, 40), big(end, 48)]
    }
    if (size > LARGEST_DIRECTORY) throw new Malformed('ZIP: directory too large')
    this.parseDirectory(await this.view(from, from + size), count)
  }

  private parseDirectory(directory: DataView, count: number) {
    let place = 0
    for (let i = 0; i < count; i++) {
      if (directory.getUint32(place, true) !== ENTRY) throw new Malformed('ZIP: no entry')
      const [nameLength, extraLength, noteLength] = [28, 30, 32].map((offset) =>
        directory.getUint16(place + offset, true),
      ) as [number, number, number]
      const bytes = new Uint8Array(directory.buffer, place + 46, nameLength)
      const entry = {
        name: utf8(bytes),
        method: directory.getUint16(place + 10, true),
        crc: directory.getUint32(place + 16, true),
        packed: directory.getUint32(place + 20, true),
        size: directory.getUint32(place + 24, true),
        start: directory.getUint32(place + 42, true),
        isPlain: isPlain(directory, place),
      }
      widen(entry, directory, place + 46 + nameLength, extraLength)
      if (!entry.name.endsWith('/')) this.entries.push(entry)
      place += 46 + nameLength + extraLength + noteLength
    }
  }

  /** Yield an entry's bytes; throws Malformed when they are not what the directory says. */
  async *blocks(entry: Entry): AsyncGenerator<Bytes> {
    let crc = -1
    let size = 0
    for await (const block of this.raw(entry)) {
      for (const octet of block) crc = CRC_TABLE[(crc ^ octet) & 255]! ^ (crc >>> 8)
      size += block.length
      yield block
    }
    if (size !== entry.size || ~crc >>> 0 !== entry.crc)
      throw new Malformed(`damaged: ${entry.name}`)
  }

  private async *raw(entry: Entry): AsyncGenerator<Bytes> {
    const head = await this.view(entry.start, entry.start + 30)
    if (head.getUint32(0, true) !== LOCAL) throw new Malformed(`damaged: ${entry.name}`)
    const nameLength = head.getUint16(26, true)
    const begin = entry.start + 30 + nameLength + head.getUint16(28, true)
    const name = await this.view(entry.start + 30, entry.start + 30 + nameLength)
    if (utf8(new Uint8Array(name.buffer)) !== entry.name)
      throw new Malformed(`damaged: ${entry.name}`)
    if (begin + entry.packed > this.file.size) throw new Malformed(`damaged: ${entry.name}`)
    const packed = this.file.slice(begin, begin + entry.packed)
    if (entry.method === 0) {
      for (let from = 0; from < packed.size; from += BLOCK) {
        yield new Uint8Array(await packed.slice(from, from + BLOCK).arrayBuffer())
      }
    } else if (entry.method === 8) {
      yield* inflated(packed, entry.size)
    } else {
      throw new Malformed(`damaged: ${entry.name}`)
    }
  }
}

/** Inflate, giving up as soon as more comes than was said. */
async function* inflated(packed: Blob, size: number): AsyncGenerator<Bytes> {
  const stream = rawInflater()
  if (!stream) {
    if (size > LARGEST_INFLATED) throw new Malformed('too large for this browser')
    yield inflate(new Uint8Array(await packed.arrayBuffer()), size)
    return
  }
  const reader = packed.stream().pipeThrough(stream).getReader()
  let rest: Uint8Array[] = []
  let [held, total] = [0, 0]
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      total += part.value.length
      if (total > size) throw new Malformed('more than the directory says')
      rest.push(part.value)
      held += part.value.length
      if (held >= BLOCK) {
        const whole = join(...rest)
        const cut = whole.length - (whole.length % BLOCK)
        for (let from = 0; from < cut; from += BLOCK) yield whole.slice(from, from + BLOCK)
        rest = [whole.slice(cut)]
        held = whole.length - cut
      }
    }
  } catch (error) {
    throw new Malformed(error instanceof Error ? error.message : 'damaged')
  } finally {
    await reader.cancel().catch(() => undefined)
  }
  if (held) yield join(...rest)
}

function rawInflater(): ReadableWritablePair<Uint8Array, BufferSource> | null {
  try {
    return new DecompressionStream('deflate-raw')
  } catch {
    return null
  }
}

function big(view: DataView, place: number): number {
  const value = view.getUint32(place + 4, true) * 2 ** 32 + view.getUint32(place, true)
  if (!Number.isSafeInteger(value)) throw new Malformed('ZIP64: too large')
  return value
}

function isPlain(directory: DataView, place: number): boolean {
  const kind = (directory.getUint32(place + 38, true) >>> 28) & 15
  const isEncrypted = directory.getUint16(place + 8, true) & 1
  return (kind === 0 || kind === 8) && !isEncrypted
}

function widen(entry: Entry, view: DataView, start: number, length: number) {
  for (let place = start; place + 4 <= start + length;) {
    const [kind, size] = [view.getUint16(place, true), view.getUint16(place + 2, true)]
    let value = place + 4
    if (kind === 1) {
      for (const name of ['size', 'packed', 'start'] as const) {
        if (entry[name] !== 0xffffffff) continue
        if (value + 8 > place + 4 + size) throw new Malformed('ZIP64: too short')
        entry[name] = big(view, value)
        value += 8
      }
    }
    place += 4 + size
  }
}
