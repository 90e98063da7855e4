/** A copy of a photo for reading and passing on: smaller, with a band that says it is a copy. The original stays as it is. */

const LONGEST = 1600
const QUALITY = 0.85

/** Draws the photo with these lines under it; null where the browser cannot read the photo. */
export async function copyForReading(photo: Blob, lines: readonly string[]): Promise<Blob | null> {
  const picture = await decode(photo)
  if (picture === null) return null
  const scale = Math.min(1, LONGEST / Math.max(picture.naturalWidth, picture.naturalHeight))
  const canvas = document.createElement('canvas')
  const line = Math.max(18, Math.round(picture.naturalWidth * scale * 0.032))
  const band = Math.round(line * (lines.length + 0.6) * 1.4)
  canvas.width = Math.round(picture.naturalWidth * scale)
  canvas.height = Math.round(picture.naturalHeight * scale) + band
  const pen = canvas.getContext('2d')
  if (!pen) return null
  pen.fillStyle = 'white'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height - band)
  pen.fillStyle = 'black'
  pen.font = `${line}px sans-serif`
  pen.textBaseline = 'top'
  lines.forEach((text, n) =>
    pen.fillText(
      text,
      line / 2,
      canvas.height - band + line * (0.5 + n * 1.4),
      canvas.width - line,
    ),
  )
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY))
}

async function decode(photo: Blob): Promise<HTMLImageElement | null> {
  const url = URL.createObjectURL(photo)
  const picture = new Image()
  picture.src = url
  try {
    // Turned as its EXIF says, unlike createImageBitmap in old browsers.
    await picture.decode()
    return picture
  } catch {
    return null
  } finally {
    setTimeout(() => URL.revokeObjectURL(url), 10_000)
  }
}

/** Passes a file to another app, or saves it where there is nobody to pass it to. */
export async function passOn(content: Blob, name: string): Promise<void> {
  const file = new File([content], name, { type: content.type })
  const sharing = navigator as Navigator & { canShare?: (data: ShareData) => boolean }
  if (sharing.canShare?.({ files: [file] }) === true) {
    try {
      return await navigator.share({ files: [file] })
    } catch (error) {
      if (error instanceof Error && error.name === 'AbortError') return
    }
  }
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
