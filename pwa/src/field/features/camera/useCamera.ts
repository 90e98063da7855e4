/** The camera and the place of one visit to the camera page. */
import { onBeforeUnmount, onMounted, ref, shallowRef, type Ref } from 'vue'

import { Camera, CameraFailed, type CameraFault, type ZoomRange } from '@/bridge/camera'
import { LocationWatch, type LocationState } from '@/bridge/location'
import { watchPose, type Pose } from '@/bridge/orientation'

export type CameraState =
  | { readonly status: 'opening' }
  | { readonly status: 'ready' }
  | { readonly status: 'failed'; readonly fault: CameraFault }

/** Opens camera and location with the page and closes both with it. */
export function useCamera(video: Ref<HTMLVideoElement | undefined>) {
  const state = shallowRef<CameraState>({ status: 'opening' })
  const place = shallowRef<LocationState>({ best: null, reason: null })
  const hasTorch = ref(false)
  const isTorchOn = ref(false)
  const zoomRange = shallowRef<ZoomRange | null>(null)
  const zoom = ref(1)
  const pose = shallowRef<Pose>({ roll: null, heading: null })
  let stopPose: (() => void) | undefined
  const watch = new LocationWatch((next) => (place.value = next))
  let camera: Camera | undefined
  let isGone = false

  async function open(): Promise<void> {
    state.value = { status: 'opening' }
    camera?.close()
    camera = undefined
    try {
      const opened = await Camera.open()
      if (isGone || !video.value) return opened.close()
      camera = opened
      await camera.showIn(video.value)
      hasTorch.value = camera.hasTorch
      zoomRange.value = camera.zoomRange
      zoom.value = zoomRange.value?.min ?? 1
      state.value = { status: 'ready' }
    } catch (error) {
      const fault = error instanceof CameraFailed ? error.fault : 'busy'
      state.value = { status: 'failed', fault }
    }
  }

  /** Chooses the picture's size. */
  async function prepareFor(purpose: 'stills' | 'video'): Promise<void> {
    await camera?.prepareFor(purpose)
  }

  async function takeStill(): Promise<Blob> {
    if (!camera || !video.value) throw new CameraFailed('busy')
    return camera.takeStill(video.value)
  }

  async function toggleTorch(): Promise<void> {
    await camera?.setTorch(!isTorchOn.value)
    isTorchOn.value = !isTorchOn.value
  }

  async function zoomTo(value: number): Promise<void> {
    await camera?.setZoom(value)
    zoom.value = value
  }

  const reopenIfLost = () => {
    if (document.visibilityState === 'visible' && camera && !camera.isLive) void open()
  }

  onMounted(() => {
    document.addEventListener('visibilitychange', reopenIfLost)
    watch.start()
    stopPose = watchPose((now) => (pose.value = now))
    void open()
  })
  onBeforeUnmount(() => {
    isGone = true
    document.removeEventListener('visibilitychange', reopenIfLost)
    watch.stop()
    stopPose?.()
    camera?.close()
  })

  const current = () => camera
  return {
    state,
    place,
    hasTorch,
    isTorchOn,
    open,
    current,
    prepareFor,
    takeStill,
    toggleTorch,
    zoomRange,
    zoom,
    zoomTo,
    pose,
    watch,
  }
}
