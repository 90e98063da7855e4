/** Notices when the device's clock is moved while the app runs, by the clock that only runs on. */

const LOOK_EVERY_MS = 5000
const TOLERANCE_MS = 2000

interface Reading {
  readonly wall: number
  readonly mono: number
}

/** How far the wall clock moved beside the monotonic one, milliseconds; zero within the tolerance. */
export function jumpBetween(before: Reading, after: Reading, sleptBetween: boolean): number {
  const jump = after.wall - before.wall - (after.mono - before.mono)
  // Asleep, some phones stop the monotonic clock: then only a step back is certain.
  if (Math.abs(jump) < TOLERANCE_MS || (jump > 0 && sleptBetween)) return 0
  return jump
}

/** Tells each jump from now on; returns how to stop. */
export function watchClock(tell: (jumpMs: number) => void): () => void {
  const read = (): Reading => ({ wall: Date.now(), mono: performance.now() })
  let last = read()
  let hasSlept = false
  const look = () => {
    const now = read()
    const jump = jumpBetween(last, now, hasSlept)
    last = now
    hasSlept = document.visibilityState === 'hidden'
    if (jump !== 0) tell(jump)
  }
  const timer = setInterval(look, LOOK_EVERY_MS)
  document.addEventListener('visibilitychange', look)
  return () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', look)
  }
}
