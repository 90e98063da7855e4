import { locale } from '@/messages/i18n'
import { afterEach, describe, expect, it } from 'vitest'
import { reasonText } from './reasons'

describe('reason against a step', () => {
  afterEach(() => {
    locale.value = 'zh-CN'
  })

  it('writes dates and money the way people do', () => {
    const running = {
      code: 'defence_period_running',
      text: '',
      facts: { ends_on: '2026-11-26', from: '2026-11-27' },
    }
    const range = {
      code: 'fine_out_of_range',
      text: '',
      facts: { fine_min_fen: 2000000, fine_max_fen: 10000000 },
    }

    expect(reasonText('case', running)).toContain('2026年11月26日')
    expect(reasonText('case', range)).toContain('20,000.00')
  })

  it('names states by their words in the language of the screen', () => {
    locale.value = 'en'

    const text = reasonText('case', {
      code: 'wrong_state',
      text: '',
      facts: { state: 'defence', needed: ['deciding'] },
    })

    expect(text).toContain('Decision')
    expect(text).not.toContain('deciding')
  })

  it('shows what the server says when the code is new', () => {
    expect(reasonText('case', { code: 'brand_new', text: '服务器的话' })).toBe('服务器的话')
  })
})
