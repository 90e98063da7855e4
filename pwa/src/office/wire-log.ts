/** What the log says of itself, as the API describes it. */
export interface LogAnchor {
  id: string
  kind: string
  authority_name: string
  tree_size: number
  gen_time: string
  obtained_at: string
  checked_with: string
}

export interface LogStatus {
  origin: string
  tree_size: number
  queued: number
  oldest_queued_at: string | null
  checkpoint: { tree_size: number; root: string; issued_at: string | null } | null
  witness: {
    name: string | null
    tree_size: number | null
    cosigned_at: string | null
    problem: string | null
  } | null
  anchors: LogAnchor[]
  authorities: { name: string; last_gen_time: string | null; problem: string | null }[]
  heads: { date: string; root: string; count: number; tree_size: number } | null
  max_anchor_delay_s: number
}
