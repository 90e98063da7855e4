/** Keeps the screen on while it is wanted, where the browser can; it is asked again when the page comes back. */
export class ScreenLock {
  private lock: WakeLockSentinel | undefined
  private isWanted = false

  constructor(private readonly tell: (isHeld: boolean) => void) {}

  /** Begins to keep the screen on. */
  async hold(): Promise<void> {
    if (!this.isWanted) document.addEventListener('visibilitychange', this.again)
    this.isWanted = true
    await this.ask()
  }

  /** Lets the screen go dark again. */
  async release(): Promise<void> {
    this.isWanted = false
    document.removeEventListener('visibilitychange', this.again)
    await this.lock?.release()
  }

  private readonly again = (): void => {
    if (document.visibilityState === 'visible') void this.ask()
  }

  private async ask(): Promise<void> {
    if (!('wakeLock' in navigator) || this.lock !== undefined) return
    try {
      const lock = await navigator.wakeLock.request('screen')
      lock.addEventListener('release', () => {
        this.lock = undefined
        this.tell(false)
      })
      this.lock = lock
      this.tell(true)
      if (!this.isWanted) await lock.release()
    } catch {
      // A nearly empty battery or a hidden page: the track says where it was interrupted.
      this.tell(false)
    }
  }
}
