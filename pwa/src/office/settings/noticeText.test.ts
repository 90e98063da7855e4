import { describe, expect, it } from 'vitest'

import { readNotice } from './noticeText'

describe('a pasted notice of holidays', () => {
  it('takes days off and days worked in exchange, with spaces or commas', () => {
    expect(readNotice('2027-02-05 休 春节\n2027-02-14,班,调休上班\n\n2027-05-01 off')).toEqual({
      days: [
        { day: '2027-02-05', is_working: false, name: '春节' },
        { day: '2027-02-14', is_working: true, name: '调休上班' },
        { day: '2027-05-01', is_working: false, name: null },
      ],
      faults: [],
    })
  })

  it('names the lines it does not understand', () => {
    expect(readNotice('日期,安排\n2027-02-05 休\n2027/2/6 休').faults).toEqual([1, 3])
  })
})
