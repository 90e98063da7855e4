/** Reads QR codes from the camera: by the browser's own reader, else by one that is loaded when it is needed. */
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url'

interface Detector {
  detect(source: CanvasImageSource): Promise<readonly { readonly rawValue: string }[]>
}

interface DetectorClass {
  new (options: { formats: readonly string[] }): Detector
  getSupportedFormats(): Promise<readonly string[]>
}

type Reader = (video: HTMLVideoElement) => Promise<string | null>

const LONGEST_PX = 800

async function ownReader(): Promise<Reader | null> {
  const found = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector
  // Some systems have the class without anything behind it.
  if (!found || !(await found.getSupportedFormats()).includes('qr_code')) return null
  const detector = new found({ formats: ['qr_code'] })
  return async (video) => (await detector.detect(video))[0]?.rawValue ?? null
}

async function loadedReader(): Promise<Reader> {
  const zxing = await import('zxing-wasm/reader')
  zxing.prepareZXingModule({ overrides: { locateFile: () => wasmUrl } })
  const canvas = document.createElement('canvas')
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  return async (video) => {
    if (pen === null || video.videoWidth === 0) return null
    const scale = Math.min(1, LONGEST_PX / Math.max(video.videoWidth, video.videoHeight))
    canvas.width = Math.round(video.videoWidth * scale)
    canvas.height = Math.round(video.videoHeight * scale)
    pen.drawImage(video, 0, 0, canvas.width, canvas.height)
    const picture = pen.getImageData(0, 0, canvas.width, canvas.height)
    const found = await zxing.readBarcodes(picture, { formats: ['QRCode'], maxNumberOfSymbols: 1 })
    return found[0]?.text ?? null
  }
}

/** A reader for this browser. Throws when neither kind can be had. */
export async function openReader(): Promise<Reader> {
  return (await ownReader().catch(() => null)) ?? loadedReader()
}
