/** The part of a key's digest that two people read to one another. */
const READ_ALOUD = 16
const GROUP = /.{4}/g

/** "a1b2c3d4…" → "a1b2 c3d4 e5f6 0718": the first eight bytes in groups of four. */
export function keyWords(keyId: string): string {
  return (keyId.slice(0, READ_ALOUD).match(GROUP) ?? [keyId]).join(' ')
}
