/** One recording at a time: from the red button to a sealed video or voice note in the draft. */
import { computed, onBeforeUnmount, ref } from 'vue'

import type { Camera } from '@/bridge/camera'
import type { LocationWatch } from '@/bridge/location'
import {
  openMicrophone,
  plainType,
  Recorder,
  recordingType,
  type RecordingKind,
} from '@/bridge/recorder'
import { hasRoom, keepWhatIsSaved, ROOM_TO_GO_ON, ROOM_TO_RECORD } from '@/bridge/storage'
import { beginRecording, sealRecording } from '@/outbox/recordings'
import type { RecordingStage } from '@/outbox/staging'

import { useBusy } from '../../busy'
import type { Engine } from '../../engine'
import { captureFault, recordingName, type CaptureFault } from './names'

export type RecorderState = 'idle' | 'starting' | 'recording' | 'sealing'

interface Running {
  readonly recorder: Recorder
  readonly stage: RecordingStage
  readonly sound: readonly MediaStreamTrack[]
  readonly timer: ReturnType<typeof setInterval>
}

const TICK_MS = 250
const LOOK_EVERY_TICKS = 20
/** Bytes come every second; so many ticks without any, and this browser does not record. */
const SILENT_TICKS = 40
const PATIENCE_MS = 20_000

export function useRecorder(
  engine: Engine,
  draftId: string,
  watch: LocationWatch,
  heading: () => number | null,
) {
  const state = ref<RecorderState>('idle')
  const elapsedMs = ref(0)
  const bytes = ref(0)
  const hasSound = ref(true)
  const fault = ref<CaptureFault>()
  let running: Running | undefined
  const isRunning = computed(() => state.value !== 'idle')
  useBusy('recording', isRunning)
  let ticks = 0
  let silentTicks = 0

  function tick(recorder: Recorder): void {
    elapsedMs.value = recorder.elapsedMs
    ticks += 1
    silentTicks += 1
    if (silentTicks > SILENT_TICKS) void stop('recorder_silent')
    if (ticks % LOOK_EVERY_TICKS !== 0) return
    void hasRoom(ROOM_TO_GO_ON).then((isEnough) => {
      if (!isEnough && state.value === 'recording') void stop('storage_stopped')
    })
  }

  async function stageOf(kind: RecordingKind, type: string): Promise<RecordingStage> {
    const at = new Date()
    const { best, reason } = watch.state
    const stage = await beginRecording(engine.db, {
      draft_id: draftId,
      kind,
      mime: plainType(type),
      file_name: recordingName(kind, type, at),
      started_at: at.toISOString(),
      mono_ms: performance.now(),
      fix: best,
      no_fix_reason: best === null ? (reason ?? 'timeout') : null,
      heading_deg: kind === 'video' ? heading() : null,
    })
    if (best === null) void watch.atShutter(PATIENCE_MS).then(({ fix }) => stage.place(fix))
    return stage
  }

  async function begin(kind: RecordingKind, camera: Camera | undefined): Promise<Running> {
    // A key that has ended is noticed before anything is recorded, not after.
    await engine.author()
    const type = recordingType(kind)
    if (type === null) throw new Error('this browser records nothing')
    const sound = (await openMicrophone()) ?? []
    hasSound.value = sound.length > 0
    const tracks = [...(kind === 'video' ? (camera?.picture ?? []) : []), ...sound]
    try {
      const stage = await stageOf(kind, type)
      const recorder = Recorder.start(tracks, type, {
        onBytes: (content, durationMs) => {
          bytes.value += content.size
          silentTicks = 0
          stage.append(content, Math.round(durationMs)).catch((error: unknown) => {
            console.error(error)
            void stop(captureFault(error))
          })
        },
        onLost: () => void stop('camera_lost'),
      })
      return { recorder, stage, sound, timer: setInterval(() => tick(recorder), TICK_MS) }
    } catch (error) {
      for (const track of sound) track.stop()
      throw error
    }
  }

  async function start(kind: RecordingKind, camera: Camera | undefined): Promise<void> {
    if (state.value !== 'idle') return
    state.value = 'starting'
    fault.value = undefined
    bytes.value = elapsedMs.value = ticks = silentTicks = 0
    try {
      if (await hasRoom(ROOM_TO_RECORD)) {
        running = await begin(kind, camera)
        state.value = 'recording'
      } else {
        fault.value = 'storage_low'
        state.value = 'idle'
      }
    } catch (error) {
      console.error(error)
      fault.value = captureFault(error)
      state.value = 'idle'
    }
  }

  async function stop(why?: CaptureFault): Promise<void> {
    if (!running || state.value !== 'recording') return
    const { recorder, stage, sound, timer } = running
    running = undefined
    state.value = 'sealing'
    clearInterval(timer)
    try {
      await recorder.stop()
      for (const track of sound) track.stop()
      await sealRecording(engine.db, await engine.author(), stage)
      keepWhatIsSaved()
      fault.value = why
    } catch (error) {
      console.error(error)
      const found = captureFault(error)
      fault.value = found === 'nothing_recorded' && why === 'recorder_silent' ? why : found
    } finally {
      state.value = 'idle'
    }
  }

  // A phone that is put away takes the camera: what there is is sealed while the page still runs.
  const stopIfHidden = () => {
    if (document.visibilityState === 'hidden') void stop()
  }
  document.addEventListener('visibilitychange', stopIfHidden)
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', stopIfHidden)
    void stop()
  })

  return { state, elapsedMs, bytes, hasSound, fault, start, stop }
}
