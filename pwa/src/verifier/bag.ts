/** The bag itself (RFC 8493): every file listed, unchanged, and none besides. */
import type { Digests, Package } from './package'
import { isMalformed, type Report } from './report'

const SHA256_LIST = 'manifest-sha256.txt'
const SM3_LIST = 'manifest-sm3.txt'
const TAG_LIST = 'tagmanifest-sha256.txt'
const TAG_FILES = ['bagit.txt', 'bag-info.txt', SHA256_LIST, SM3_LIST, TAG_LIST]

export interface Manifests {
  sha256: Map<string, string>
  sm3: Map<string, string>
  tags: Map<string, string>
}

/** The lists; one that cannot be read is empty and said to be. */
export async function readManifests(held: Package, report: Report): Promise<Manifests> {
  const read = async (name: string) => {
    try {
      return await held.manifest(name)
    } catch (error) {
      if (!isMalformed(error)) throw error
      report.add('FAIL', 'B1', name, error.message)
      return new Map<string, string>()
    }
  }
  return { sha256: await read(SHA256_LIST), sm3: await read(SM3_LIST), tags: await read(TAG_LIST) }
}

/** Check that every listed file is there and every file is listed. */
export function checkPresence(held: Package, { sha256, sm3, tags }: Manifests, report: Report) {
  const listed = new Set([...sha256.keys(), ...tags.keys()])
  const wanted = new Set([...listed, ...sm3.keys(), ...TAG_FILES])
  const missing = [...wanted].filter((name) => !held.sizes.has(name)).sort()
  for (const name of missing) report.add('FAIL', 'B1', name)
  if (!report.findings.some(({ code }) => code === 'B1')) report.add('PASS', 'B1')
  const unlisted = [...held.sizes.keys()].filter((name) => {
    const isPayload = name.startsWith('data/')
    return (
      (!listed.has(name) && name !== TAG_LIST) ||
      (isPayload && (!sm3.has(name) || !sha256.has(name)))
    )
  })
  for (const name of [...new Set([...unlisted, ...held.unsafe])].sort())
    report.add('FAIL', 'B3', name)
  if (!unlisted.length && !held.unsafe.length) report.add('PASS', 'B3')
}

/** Add a line when a file differs from a list; the label says in words whose file it is. */
export function checkFile(
  report: Report,
  manifests: Manifests,
  name: string,
  found: Digests,
  label = '',
) {
  const wanted = manifests.sha256.get(name) ?? manifests.tags.get(name)
  const sm3 = manifests.sm3.get(name)
  const subject = label ? `${label} ${name}` : name
  if (wanted !== undefined && found.sha256 !== wanted) report.add('FAIL', 'B2', subject, 'SHA-256')
  else if (sm3 !== undefined && found.sm3 !== sm3) report.add('FAIL', 'B2', subject, 'SM3')
}

/** Check the files that belong to no exhibit. */
export async function checkRest(held: Package, manifests: Manifests, report: Report) {
  const inside = new Set([...held.folders.values()].flat())
  for (const name of [...held.sizes.keys()].sort()) {
    if (!inside.has(name)) checkFile(report, manifests, name, await held.digests(name))
  }
}
