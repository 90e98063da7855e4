/** The list of things of a measure while it is typed. */

export interface ItemDraft {
  name: string
  specification: string
  quantity: string
  condition: string
  kept_at: string
  keeper: string
}

export const ITEM_FIELDS = [
  'name',
  'specification',
  'quantity',
  'condition',
  'kept_at',
  'keeper',
] as const satisfies readonly (keyof ItemDraft)[]

/** A row nobody has typed into. */
export function emptyItem(): ItemDraft {
  return { name: '', specification: '', quantity: '', condition: '', kept_at: '', keeper: '' }
}

/** The rows that say everything the law wants said; half-typed ones are left out. */
export function itemsForWire(items: readonly ItemDraft[]): Record<string, unknown>[] {
  return items
    .filter((item) =>
      [item.name, item.quantity, item.condition, item.kept_at].every((text) => text.trim() !== ''),
    )
    .map((item) => ({
      name: item.name.trim(),
      specification: item.specification.trim() || null,
      quantity: item.quantity.trim(),
      condition: item.condition.trim(),
      kept_at: item.kept_at.trim(),
      keeper: item.keeper.trim() || null,
      exhibit_ids: [],
    }))
}
