/** Fixes of the last seconds, so that the shutter can take the best one at once. */
import { bestFix, type Fix, type NoFixReason } from '@/domain/place'

const KEEP_MS = 30_000
const REASONS: Readonly<Record<number, NoFixReason>> = {
  1: 'denied',
  2: 'unavailable',
  3: 'timeout',
}

export interface LocationState {
  readonly best: Fix | null
  /** Why there is no fix; null while one is awaited or there. */
  readonly reason: NoFixReason | null
}

function fixOf(position: GeolocationPosition): Fix {
  const { longitude, latitude, accuracy, altitude } = position.coords
  return {
    lon: longitude,
    lat: latitude,
    accuracy_m: accuracy,
    altitude_m: altitude,
    fix_at: new Date(position.timestamp).toISOString(),
  }
}

export class LocationWatch {
  private fixes: Fix[] = []
  private reason: NoFixReason | null = null
  private watching: number | undefined
  private waiting: (() => void)[] = []

  constructor(private readonly tell: (state: LocationState) => void = () => undefined) {}

  /** Begins to listen; the browser may ask the person first. */
  start(): void {
    if (!('geolocation' in navigator)) {
      this.reason = 'unavailable'
      this.changed()
      return
    }
    this.watching = navigator.geolocation.watchPosition(
      (position) => this.add(fixOf(position)),
      (error) => {
        this.reason = REASONS[error.code] ?? 'unavailable'
        this.changed()
      },
      { enableHighAccuracy: true, maximumAge: 5000, timeout: 20_000 },
    )
  }

  stop(): void {
    if (this.watching !== undefined) navigator.geolocation.clearWatch(this.watching)
    this.changed()
  }

  private add(fix: Fix): void {
    const oldest = Date.now() - KEEP_MS
    this.fixes = [...this.fixes.filter((known) => Date.parse(known.fix_at) > oldest), fix]
    this.reason = null
    this.changed()
  }

  private changed(): void {
    this.tell(this.state)
    for (const go of this.waiting.splice(0)) go()
  }

  get state(): LocationState {
    return { best: bestFix(this.fixes, Date.now()), reason: this.reason }
  }

  /** The best fix now; when there is none yet and none was refused, waits a moment for the first. */
  async atShutter(patienceMs: number): Promise<{ fix: Fix | null; reason: NoFixReason | null }> {
    if (this.state.best === null && this.reason === null) {
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve)
        setTimeout(resolve, patienceMs)
      })
    }
    const { best, reason } = this.state
    return best === null ? { fix: null, reason: reason ?? 'timeout' } : { fix: best, reason: null }
  }
}
