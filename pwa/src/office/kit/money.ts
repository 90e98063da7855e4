/** Money crosses the wire as whole fen; people read and type yuan. */

const YUAN = /^\d{1,12}(\.\d{1,2})?$/

/** Fen as yuan with thousands separators and two decimals: 2900000 → "29,000.00". */
export function yuanOfFen(fen: number): string {
  const sign = fen < 0 ? '-' : ''
  const digits = Math.abs(Math.trunc(fen)).toString().padStart(3, '0')
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${sign}${whole}.${digits.slice(-2)}`
}

/** Typed yuan as fen without passing through a float; null when it is not an amount. */
export function fenOfYuan(text: string): number | null {
  const plain = text.replace(/[,,\s¥¥]/g, '')
  if (!YUAN.test(plain)) return null
  const [whole = '0', cents = ''] = plain.split('.')
  return Number(whole) * 100 + Number(cents.padEnd(2, '0'))
}
