/** Being on duty, whatever page is open: the track is recorded here, by one tab, and only while duty goes on. */
import { ref, shallowRef, watch } from 'vue'

import { ScreenLock } from '@/bridge/wakelock'
import { newId } from '@/domain/ids'
import { BEAT_MS, type Spot, type Tick } from '@/domain/track'
import { noteBeat, noteFix, openPatrol } from '@/outbox/patrol'
import type { FieldDatabase } from '@/store/database'
import { observe } from '@/store/observe'

import { engineNow } from './engine'

/** `elsewhere`: another tab records. */
export type DutyState = 'off' | 'waiting' | 'recording' | 'no_fix' | 'denied' | 'elsewhere'

const SESSION = newId()
const QUIET_MS = 60_000
const STALE_MS = 60_000
const DENIED = 1

export const dutyState = ref<DutyState>('off')
/** The screen is kept on. */
export const isScreenHeld = ref(false)
/** Where the phone was heard last, in this run of the app. */
export const lastSpot = shallowRef<Spot | null>(null)

/** Both clocks now. */
export function tickNow(): Tick {
  return {
    session: SESSION,
    wall: Date.now(),
    mono: performance.now(),
    is_hidden: document.visibilityState === 'hidden',
  }
}

function spotOf(position: GeolocationPosition): Spot {
  const { longitude, latitude, accuracy } = position.coords
  return { lon: longitude, lat: latitude, accuracy_m: accuracy, at: position.timestamp }
}

/** Records the track of one turn of duty until it is stopped. */
class Recorder {
  private watching: number | undefined
  private timer: ReturnType<typeof setInterval> | undefined
  private heardAt = 0
  /** What the system still remembers from before duty is not ours to keep. */
  private since = 0
  private isDenied = false
  private readonly screen = new ScreenLock((isHeld) => (isScreenHeld.value = isHeld))

  constructor(
    private readonly db: FieldDatabase,
    private readonly patrolId: string,
  ) {}

  start(): void {
    dutyState.value = 'waiting'
    this.since = Date.now()
    document.addEventListener('visibilitychange', this.beat)
    this.timer = setInterval(this.beat, BEAT_MS)
    this.listen()
    void this.screen.hold()
    this.beat()
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.beat)
    clearInterval(this.timer)
    if (this.watching !== undefined) navigator.geolocation.clearWatch(this.watching)
    void this.screen.release()
    dutyState.value = 'off'
  }

  private listen(): void {
    if (!('geolocation' in navigator)) {
      dutyState.value = 'no_fix'
      return
    }
    const how = { enableHighAccuracy: true, maximumAge: 5000, timeout: 30_000 }
    this.watching = navigator.geolocation.watchPosition(this.hear, this.fail, how)
  }

  private readonly hear = (position: GeolocationPosition): void => {
    const age = this.since - position.timestamp
    if (age > 0 && age < STALE_MS) return
    this.heardAt = performance.now()
    this.isDenied = false
    lastSpot.value = spotOf(position)
    dutyState.value = 'recording'
    void noteFix(this.db, this.patrolId, tickNow(), spotOf(position)).catch(console.error)
  }

  private readonly fail = (error: GeolocationPositionError): void => {
    this.isDenied = error.code === DENIED
    dutyState.value = this.isDenied ? 'denied' : 'no_fix'
    this.beat()
  }

  private readonly beat = (): void => {
    void noteBeat(this.db, this.patrolId, tickNow(), this.isDenied).catch(console.error)
    // A phone that lies still may not be told anything: ask, before that is taken for a gap.
    const isQuiet = performance.now() - this.heardAt > QUIET_MS
    if (isQuiet && !this.isDenied && 'geolocation' in navigator) {
      const how = { enableHighAccuracy: true, maximumAge: 0, timeout: 20_000 }
      navigator.geolocation.getCurrentPosition(this.hear, this.fail, how)
    }
  }
}

/** Runs `body` while no other tab does, where the browser can tell. */
function alone(name: string, body: (isGone: Promise<void>) => Promise<void>): () => void {
  let leave: () => void = () => undefined
  const gone = new Promise<void>((resolve) => (leave = resolve))
  if (!('locks' in navigator)) void body(gone)
  else {
    const stop = new AbortController()
    void gone.then(() => stop.abort())
    dutyState.value = 'elsewhere'
    navigator.locks
      .request(name, { signal: stop.signal }, () => body(gone))
      .catch((error: unknown) => {
        if (!stop.signal.aborted) console.error(error)
      })
  }
  return leave
}

/** Records whenever somebody is inside and on duty; call it once. */
export function keepDuty(): void {
  let leave: (() => void) | undefined
  let recorded: string | undefined
  const turnTo = (db: FieldDatabase, patrolId: string | undefined) => {
    if (patrolId === recorded) return
    leave?.()
    leave = undefined
    recorded = patrolId
    dutyState.value = 'off'
    if (patrolId === undefined) return
    leave = alone(`xunzheng-duty-${patrolId}`, async (gone) => {
      const recorder = new Recorder(db, patrolId)
      recorder.start()
      await gone
      recorder.stop()
    })
  }
  watch(
    engineNow,
    (engine, _before, onCleanup) => {
      if (!engine) return
      const { db } = engine
      const stop = observe(
        () => openPatrol(db),
        (patrol) => turnTo(db, patrol?.id),
        console.error,
      )
      onCleanup(() => {
        stop()
        turnTo(db, undefined)
      })
    },
    { immediate: true },
  )
}
