/** Edits made offline, on a branch of versions: how the phone counts on and what it shows meanwhile. */

export type Contents = Readonly<Record<string, string>>

/** An edit as it is sent: `trunk_version` is the server's, `base_version` is counted on from there. */
export interface OfflineEdit {
  readonly edit_id: string
  readonly branch_id: string
  readonly base_version: number
  readonly trunk_version: number
  readonly made_at: string
  readonly changes: Contents
}

export type Choice = 'mine' | 'theirs'

export interface Side {
  readonly name: string
  readonly base: string | null
  readonly mine: string | null
  readonly theirs: string | null
  /** Both sides wrote something, and not the same. */
  readonly is_clash: boolean
}

/** A branch that somebody has to settle. */
export interface EditConflict {
  readonly branch_id: string
  readonly kind: 'soft' | 'hard'
  readonly author_id: string
  readonly author_name: string
  readonly made_at: string
  readonly edits: number
  readonly against_version: number
  readonly sides: readonly Side[]
}

/** The server's newest version with the edits that are still on the phone laid over it. */
export function overlaid(contents: Contents, unsent: readonly OfflineEdit[]): Contents {
  return unsent.reduce<Contents>((shown, edit) => ({ ...shown, ...edit.changes }), contents)
}

/** The next edit: on the branch that is under way, or on a new one from the server's version. */
export function nextEdit(
  changes: Contents,
  version: number,
  unsent: readonly OfflineEdit[],
  ids: { readonly edit: string; readonly branch: string },
  now: string,
): OfflineEdit {
  const last = unsent[unsent.length - 1]
  return {
    edit_id: ids.edit,
    branch_id: last?.branch_id ?? ids.branch,
    base_version: last ? last.base_version + 1 : version,
    trunk_version: last?.trunk_version ?? version,
    made_at: now,
    changes,
  }
}

/** The fields that say something else than before. */
export function changesOf(before: Contents, after: Contents): Contents {
  const changed = Object.entries(after).filter(([name, value]) => (before[name] ?? '') !== value)
  return Object.fromEntries(changed)
}

/** One side for every open field. */
export function chooseAll(sides: readonly Side[], choice: Choice): Record<string, Choice> {
  return Object.fromEntries(sides.map((side) => [side.name, choice]))
}

/** What is proposed, for a person to look at: mine where only I wrote, nothing where both did. */
export function proposal(sides: readonly Side[]): Record<string, Choice> {
  return chooseAll(
    sides.filter((side) => !side.is_clash),
    'mine',
  )
}
