/** The camera of a browser: one stream per visit, the sharpest still it can give. */

export type CameraFault = 'denied' | 'missing' | 'busy' | 'unsupported'

/** The camera cannot be used; the file picker still can. */
export class CameraFailed extends Error {
  override readonly name = 'CameraFailed'

  constructor(
    readonly fault: CameraFault,
    options?: ErrorOptions,
  ) {
    super(fault, options)
  }
}

export interface ZoomRange {
  readonly min: number
  readonly max: number
  readonly step: number
}

interface ImageCaptureLike {
  takePhoto(): Promise<Blob>
}

declare global {
  interface Window {
    ImageCapture?: new (track: MediaStreamTrack) => ImageCaptureLike
  }
}

const FAULTS: Readonly<Record<string, CameraFault>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'busy',
  AbortError: 'busy',
}

const STILL_SIZE = { width: { ideal: 4096 }, height: { ideal: 3072 } }
const VIDEO_SIZE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } }
const JPEG_QUALITY = 0.92
const STILL_TIMEOUT_MS = 4000

export class Camera {
  private constructor(private readonly stream: MediaStream) {}

  /** Opens the camera that looks away from the person. Throws `CameraFailed`. */
  static async open(): Promise<Camera> {
    // Absent in old containers and on plain http.
    const devices = navigator.mediaDevices as MediaDevices | undefined
    if (!devices?.getUserMedia) throw new CameraFailed('unsupported')
    try {
      const stream = await devices.getUserMedia({
        audio: false,
        video: {
          facingMode: { ideal: 'environment' },
          ...STILL_SIZE,
        },
      })
      return new Camera(stream)
    } catch (error) {
      const name = error instanceof Error ? error.name : ''
      throw new CameraFailed(FAULTS[name] ?? 'busy', { cause: error })
    }
  }

  private get track(): MediaStreamTrack | undefined {
    return this.stream.getVideoTracks()[0]
  }

  /** Chooses the finest picture for stills, a size that a phone can encode and send for videos. */
  async prepareFor(purpose: 'stills' | 'video'): Promise<void> {
    const size = purpose === 'stills' ? STILL_SIZE : VIDEO_SIZE
    // A driver that cannot change stays as it is: the recording is larger, not lost.
    await this.track?.applyConstraints(size).catch(() => undefined)
  }

  /** The picture, for a recorder; the camera still owns it. */
  get picture(): readonly MediaStreamTrack[] {
    return this.stream.getVideoTracks()
  }

  /** Shows the stream in a video element. */
  async showIn(video: HTMLVideoElement): Promise<void> {
    video.srcObject = this.stream
    await video.play()
  }

  /** A JPEG of this moment: the sensor's own still where the browser offers it, else the frame shown. */
  async takeStill(video: HTMLVideoElement): Promise<Blob> {
    const still = await this.sensorStill()
    return still ?? frameOf(video)
  }

  private async sensorStill(): Promise<Blob | null> {
    const track = this.track
    if (!window.ImageCapture || track?.readyState !== 'live') return null
    const photo = new window.ImageCapture(track).takePhoto().catch(() => null)
    // Some drivers never answer; the frame on the screen is then the honest photo.
    const timeout = new Promise<null>((resolve) => setTimeout(resolve, STILL_TIMEOUT_MS, null))
    const blob = await Promise.race([photo, timeout])
    return blob?.type === 'image/jpeg' && blob.size > 0 ? blob : null
  }

  /** False once the system has taken the camera away, as when the phone was locked. */
  get isLive(): boolean {
    return this.track?.readyState === 'live'
  }

  /** Whether the lamp can be switched. */
  get hasTorch(): boolean {
    const capabilities = this.track?.getCapabilities?.() as { torch?: boolean } | undefined
    return capabilities?.torch === true
  }

  /** How far the lens itself zooms, or null; a cut-out of the picture is never offered. */
  get zoomRange(): ZoomRange | null {
    const capabilities = this.track?.getCapabilities?.() as { zoom?: ZoomRange } | undefined
    const zoom = capabilities?.zoom
    return zoom && zoom.max > zoom.min ? { min: zoom.min, max: zoom.max, step: zoom.step } : null
  }

  /** Zooms as the driver does it, in the picture itself. */
  async setZoom(zoom: number): Promise<void> {
    const constraints = { advanced: [{ zoom }] } as unknown as MediaTrackConstraints
    await this.track?.applyConstraints(constraints)
  }

  /** Switches the lamp. */
  async setTorch(isOn: boolean): Promise<void> {
    const constraints = { advanced: [{ torch: isOn }] } as unknown as MediaTrackConstraints
    await this.track?.applyConstraints(constraints)
  }

  /** Lets the camera go: its light goes out. */
  close(): void {
    for (const track of this.stream.getTracks()) track.stop()
  }
}

async function frameOf(video: HTMLVideoElement): Promise<Blob> {
  const canvas = document.createElement('canvas')
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  canvas.getContext('2d')?.drawImage(video, 0, 0)
  const blob = await new Promise<Blob | null>((resolve) =>
    canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY),
  )
  if (blob === null) throw new CameraFailed('busy')
  return blob
}
