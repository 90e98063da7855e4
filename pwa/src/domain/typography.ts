/** Chinese typesetting: a thin space between Han and Latin letters or digits. */
const THIN = '\u2009'
const HAN = '\u2e80-\u2fff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ud840-\ud8bf\udc00-\udfff'
const before = new RegExp(`([${HAN}])([A-Za-z0-9@#¥$%+\\-][A-Za-z0-9]*)`, 'g')
const after = new RegExp(`([A-Za-z0-9%])([${HAN}])`, 'g')
const dates = new RegExp(`${THIN}?(\\d+)${THIN}?(年|月|日)${THIN}?`, 'g')

/** Sets thin spaces between Han and Latin or digits; dates such as 2026年11月22日 stay closed up. */
export function spaced(text: string): string {
  return text.replace(before, `$1${THIN}$2`).replace(after, `$1${THIN}$2`).replace(dates, '$1$2')
}
