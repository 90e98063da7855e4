"""What lies on a phone's disk, read by its page past the app."""

from dataclasses import dataclass
from typing import Any

READ_ROWS = """async () => {
  const all = await indexedDB.databases()
  const mine = all.find(({ name }) => name.startsWith('xunzheng-'))
  if (!mine) return null
  const db = await new Promise((resolve) => {
    const request = indexedDB.open(mine.name)
    request.onsuccess = () => resolve(request.result)
  })
  const read = (store) => new Promise((resolve) => {
    const request = db.transaction(store).objectStore(store).getAll()
    request.onsuccess = () => resolve(request.result)
  })
  const [exhibits, reports, operations, drafts, recordings, settings] = await Promise.all(
    ['exhibits', 'reports', 'operations', 'drafts', 'recordings', 'settings'].map(read))
  const blobs = []
  for (const { id, blob } of await read('blobs')) {
    // Where no blob goes into the database, its bytes lie there as a buffer.
    const bytes = blob instanceof Blob ? await blob.arrayBuffer() : blob.bytes
    const digest = await crypto.subtle.digest('SHA-256', bytes)
    const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0'))
    blobs.push([id, hex.join('')])
  }
  db.close()
  const device = settings.find(({ key }) => key === 'device')
  return {
    device: device ? device.value.id : null,
    exhibits: exhibits.map((row) => ({
      id: row.id, sha256: row.sha256, root: row.segments_root, report: row.report_id,
      isVerified: row.is_receipt_good && row.server?.state === 'verified',
      isCleared: Boolean(row.cleared_at),
    })),
    // Those of other phones, which were only pulled, are no promise of this one.
    reports: reports.filter(({ origin }) => origin === 'device')
      .map(({ id, note }) => ({ id, note })),
    waiting: operations.filter(({ state }) => state !== 'done').length,
    dead: operations.filter(({ state }) => state === 'dead').length,
    drafts: drafts.map(({ id, note }) => ({ id, note })),
    recordings: recordings.map(({ id }) => id),
    blobs: Object.fromEntries(blobs),
  }
}"""


@dataclass(frozen=True)
class Rows:
    """What lies on the phone's disk."""

    device: str | None
    exhibits: dict[str, dict[str, Any]]
    reports: dict[str, str]
    waiting: int
    dead: int
    drafts: dict[str, str]
    recordings: list[str]
    blobs: dict[str, str]

    @property
    def is_proven(self) -> bool:
        """Everything reported is verified by the server, for all the phone knows."""
        whole = all(exhibit["isVerified"] for exhibit in self.exhibits.values())
        return bool(self.reports) and self.waiting == 0 and whole and not self.drafts


def rows_of(found: dict[str, Any] | None) -> Rows:
    """Return what READ_ROWS found; a phone nobody has signed in on has nothing."""
    if found is None:
        return Rows(None, {}, {}, 0, 0, {}, [], {})
    by_id = {row["id"]: row for row in found["exhibits"]}
    notes = {
        name: {row["id"]: row["note"] for row in found[name]} for name in ("reports", "drafts")
    }
    return Rows(**{**found, "exhibits": by_id, **notes})
