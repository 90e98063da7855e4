/** Recording with MediaRecorder: bytes come out every second, so that a kill costs a second and not the whole. */

export type RecordingKind = 'video' | 'audio'

const EVERY_MS = 1000
/** What any court's computer plays comes first. */
const TYPES: Readonly<Record<RecordingKind, readonly string[]>> = {
  video: [
    'video/mp4;codecs=avc1.42E01E,mp4a.40.2',
    'video/webm;codecs=vp8,opus',
    'video/webm',
    'video/mp4',
  ],
  audio: ['audio/mp4;codecs=mp4a.40.2', 'audio/webm;codecs=opus', 'audio/webm', 'audio/mp4'],
}
const BITS = { videoBitsPerSecond: 2_500_000, audioBitsPerSecond: 96_000 }

/** The type this browser records, or null when it records none. */
export function recordingType(kind: RecordingKind): string | null {
  const known = typeof MediaRecorder === 'undefined' ? undefined : MediaRecorder
  return TYPES[kind].find((type) => known?.isTypeSupported(type)) ?? null
}

/** `video/webm` of `video/webm;codecs=vp8,opus`. */
export function plainType(type: string): string {
  return type.split(';')[0] ?? type
}

/** The microphone, or null when it is refused or missing. */
export async function openMicrophone(): Promise<readonly MediaStreamTrack[] | null> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
    return stream.getAudioTracks()
  } catch {
    return null
  }
}

export interface RecorderEars {
  /** The next bytes and how long the recording is by now. */
  onBytes(content: Blob, durationMs: number): void
  /** It ended by itself: the system took the camera away, or the encoder failed. */
  onLost(): void
}

export class Recorder {
  private readonly startedAt = performance.now()
  private readonly ended: Promise<void>
  private isStopping = false

  private constructor(
    private readonly media: MediaRecorder,
    ears: RecorderEars,
  ) {
    media.ondataavailable = ({ data }) => {
      if (data.size > 0) ears.onBytes(data, performance.now() - this.startedAt)
    }
    this.ended = new Promise((resolve) => {
      media.onstop = () => {
        resolve()
        if (!this.isStopping) ears.onLost()
      }
    })
    media.start(EVERY_MS)
  }

  /** Begins to record the tracks; throws where the browser cannot. */
  static start(tracks: readonly MediaStreamTrack[], type: string, ears: RecorderEars): Recorder {
    const media = new MediaRecorder(new MediaStream([...tracks]), { mimeType: type, ...BITS })
    return new Recorder(media, ears)
  }

  /** Milliseconds since the start. */
  get elapsedMs(): number {
    return performance.now() - this.startedAt
  }

  /** Ends the recording; its last bytes have come out when this returns. */
  async stop(): Promise<void> {
    this.isStopping = true
    if (this.media.state !== 'inactive') this.media.stop()
    await this.ended
  }
}
