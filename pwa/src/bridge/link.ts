/** What the browser says of the network, where it says anything (Network Information API). */
interface Connection {
  readonly downlink?: number
}

/** Bytes per second, or null. Browsers say at most 10 Mbit/s, and only in steps. */
export function linkSpeedSaid(): number | null {
  const { connection } = navigator as Navigator & { readonly connection?: Connection }
  const megabits = connection?.downlink
  return megabits === undefined || megabits <= 0 ? null : (megabits * 1_000_000) / 8
}
