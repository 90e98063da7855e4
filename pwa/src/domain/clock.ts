/** What the device knows about the server's clock. */

export interface ClockReading {
  /** Server time minus device time, milliseconds. */
  readonly offset_ms: number
  readonly round_trip_ms: number
  readonly measured_at: string
}

/** The offset from one exchange, taking the server's reading as made half way through it. */
export function readClock(sentAt: number, receivedAt: number, serverTime: string): ClockReading {
  const middle = sentAt + (receivedAt - sentAt) / 2
  return {
    offset_ms: Math.round(Date.parse(serverTime) - middle),
    round_trip_ms: receivedAt - sentAt,
    measured_at: new Date(receivedAt).toISOString(),
  }
}
