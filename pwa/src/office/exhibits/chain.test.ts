import { describe, expect, it } from 'vitest'
import type { CustodyEvent } from '../wire-evidence'
import { linksOf } from './chain'

const event = (seq: number, prev: string, hash: string) => ({ seq, prev, hash }) as CustodyEvent
const joints = (events: CustodyEvent[]) => linksOf(events).map((link) => link.joint)

describe('chain of custody', () => {
  it('reads from the first link to the last whatever the order of the answer', () => {
    const chain = [event(2, 'a', 'b'), event(1, '', 'a'), event(3, 'b', 'c')]

    expect(linksOf(chain).map((link) => link.event.seq)).toEqual([1, 2, 3])
    expect(joints(chain)).toEqual(['first', 'joined', 'joined'])
  })

  it('shows the link whose hash does not follow', () => {
    expect(joints([event(1, '', 'a'), event(2, 'x', 'b'), event(3, 'b', 'c')])).toEqual([
      'first',
      'broken',
      'joined',
    ])
  })

  it('shows a link that was taken out', () => {
    expect(joints([event(1, '', 'a'), event(3, 'a', 'c')])).toEqual(['first', 'broken'])
    expect(joints([event(2, 'a', 'b')])).toEqual(['broken'])
  })
})
