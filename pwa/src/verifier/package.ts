/** The package: a bag in a ZIP, read in place and in blocks. */
import { Archive, type Entry } from './archive'
import { newSha256, Sm3 } from './digests'
import { type Bytes, hex, isHex64, join, Malformed, utf8 } from './reading'

export const SEGMENT = 4 << 20
const LARGEST_RECORD_FILE = 64 << 20
const LONGEST_LINE = 1 << 20

/** Segments are the SHA-256 of each 4 MiB. */
export interface Digests {
  sha256: string
  sm3: string
  segments: Bytes[]
}

export class Package {
  readonly sizes = new Map<string, number>()
  readonly unsafe: string[] = []
  readonly folders = new Map<string, string[]>()
  private readonly entries = new Map<string, Entry>()
  private constructor(private readonly archive: Archive) {
    this.list()
  }

  static async open(file: Blob): Promise<Package> {
    return new Package(await Archive.open(file))
  }

  private list() {
    const { entries } = this.archive
    const counts = new Map<string, number>()
    for (const { name } of entries) counts.set(oneName(name), (counts.get(oneName(name)) ?? 0) + 1)
    const top = topOf(entries.map(({ name }) => name))
    for (const entry of entries) {
      const { name } = entry
      const isAlone = counts.get(oneName(name)) === 1
      if (entry.isPlain && isAlone && isSafe(name) && name.startsWith(top)) {
        this.add(name.slice(top.length), entry)
      } else {
        this.unsafe.push(name)
      }
    }
  }

  private add(name: string, entry: Entry) {
    this.sizes.set(name, entry.size)
    this.entries.set(name, entry)
    const folder = /^data\/evidence\/([^/]+)\//.exec(name)?.[1]
    if (folder) this.folders.set(folder, [...(this.folders.get(folder) ?? []), name])
  }

  blocks(name: string): AsyncGenerator<Bytes> {
    const entry = this.entries.get(name)
    if (!entry) throw new Malformed(`no ${name}`)
    return this.archive.blocks(entry)
  }

  /** A record file whole. */
  async read(name: string): Promise<Bytes> {
    if ((this.sizes.get(name) ?? 0) > LARGEST_RECORD_FILE)
      throw new Malformed(`${name} is too large`)
    const parts: Bytes[] = []
    for await (const block of this.blocks(name)) parts.push(block)
    return join(...parts)
  }

  /** The lines of a file of any size, each ended by a line feed. */
  async *lines(name: string): AsyncGenerator<Bytes> {
    let rest: Bytes = new Uint8Array(0)
    for await (const block of this.blocks(name)) {
      const whole = join(rest, block)
      let start = 0
      for (let end = whole.indexOf(10); end >= 0; end = whole.indexOf(10, start)) {
        if (end - start > LONGEST_LINE) throw new Malformed(`a line is too long: ${name}`)
        yield whole.slice(start, end)
        start = end + 1
      }
      rest = whole.slice(start)
      if (rest.length > LONGEST_LINE) throw new Malformed(`a line is too long: ${name}`)
    }
    if (rest.length) throw new Malformed(`the last line is not ended: ${name}`)
  }

  /** A file's digests, read once; one that is damaged has none. */
  async digests(name: string): Promise<Digests> {
    const [sha256, sm3, segments] = [newSha256(), new Sm3(), [] as Bytes[]]
    const isLong = (this.sizes.get(name) ?? 0) > SEGMENT
    let [part, filled] = [newSha256(), 0]
    try {
      for await (const block of this.blocks(name)) {
        sha256.update(block)
        sm3.update(block)
        if (!isLong) continue
        part.update(block)
        filled += block.length
        if (filled % SEGMENT === 0) {
          segments.push(new Uint8Array(part.digest()))
          part = newSha256()
        }
      }
    } catch (error) {
      if (!(error instanceof Malformed)) throw error
      return { sha256: 'damaged', sm3: 'damaged', segments: [] }
    }
    const whole = new Uint8Array(sha256.digest())
    if (!isLong) segments.push(whole)
    else if (filled % SEGMENT) segments.push(new Uint8Array(part.digest()))
    return { sha256: hex(whole), sm3: hex(sm3.digest()), segments }
  }

  /** The digests a manifest lists. */
  async manifest(name: string): Promise<Map<string, string>> {
    const wanted = new Map<string, string>()
    for await (const line of this.lines(name)) {
      const text = utf8(line)
      const [digest, listed] = [text.slice(0, 64), text.slice(66)]
      if (text.slice(64, 66) !== '  ' || !isHex64(digest) || wanted.has(listed)) {
        throw new Malformed(`not a manifest: ${name}`)
      }
      wanted.set(listed, digest)
    }
    return wanted
  }
}

function isSafe(name: string): boolean {
  const parts = name.split('/')
  const isPlace = parts.some((part) => part === '' || part === '.' || part === '..')
  return !isPlace && !/[\\:\0\r\n]/.test(name)
}

/** What some machine would unpack into one and the same file. */
const oneName = (name: string) => name.normalize('NFC').toLowerCase()

/** The folder that holds the bag, the shortest where several look so. */
function topOf(names: readonly string[]): string {
  const tops = names
    .filter((name) => /^([^/]+\/)?bagit.txt$/.test(name))
    .map((name) => name.slice(0, -9))
  return tops.reduce((best, one) => (one.length < best.length ? one : best), tops[0] ?? '')
}
