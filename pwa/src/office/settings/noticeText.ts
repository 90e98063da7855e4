/** A notice of holidays as people paste it: one day a line, `2027-02-05 休 春节`, or a CSV file. */
export interface NoticeDay {
  day: string
  is_working: boolean
  name: string | null
}

export interface NoticeRead {
  days: NoticeDay[]
  /** The lines that say nothing we know, by their number. */
  faults: number[]
}

const LINE = /^(\d{4}-\d{2}-\d{2})[\s,，;；\t]+(休|班|off|work)(?:[\s,，;；\t]+(.*))?$/i
const WORKS = new Set(['班', 'work'])

export function readNotice(text: string): NoticeRead {
  const days: NoticeDay[] = []
  const faults: number[] = []
  text.split(/\r?\n/).forEach((raw, index) => {
    const line = raw.trim()
    if (line === '') return
    const found = LINE.exec(line)
    if (found === null) faults.push(index + 1)
    else
      days.push({
        day: found[1] ?? '',
        is_working: WORKS.has((found[2] ?? '').toLowerCase()),
        name: found[3]?.trim() || null,
      })
  })
  return { days, faults }
}
