/** The log sizes a recipient has seen before, as typed: "1200, 4031". */
const APART = /[\s,，、;；]+/
const SIZE = /^\d{1,15}$/

/** The sizes in ascending order without repeats; null when something else was typed. */
export function treeSizesOf(text: string): number[] | null {
  const words = text.split(APART).filter((word) => word !== '')
  if (words.some((word) => !SIZE.test(word) || Number(word) < 1)) return null
  return [...new Set(words.map(Number))].sort((a, b) => a - b)
}
