import type { Round } from '../wire-patrol'

/** What a list says of a round: taken back, walked at least once, or still to be walked. */
export function stateOf(round: Round): 'withdrawn' | 'walked' | 'planned' {
  if (round.withdrawn_at) return 'withdrawn'
  return round.walked_at ? 'walked' : 'planned'
}
