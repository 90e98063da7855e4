/** A small picture to remember a photo by once its original has left the phone. */
const LONG_SIDE = 320

function drawn(bitmap: ImageBitmap): HTMLCanvasElement {
  const scale = Math.min(1, LONG_SIDE / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(bitmap.width * scale))
  canvas.height = Math.max(1, Math.round(bitmap.height * scale))
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  return canvas
}

/** Null for what is no picture that this browser can read. */
export async function smallPicture(
  content: Blob,
  { kind }: { readonly kind: string },
): Promise<Blob | null> {
  if (kind !== 'photo') return null
  const bitmap = await createImageBitmap(content)
  try {
    const canvas = drawn(bitmap)
    return await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.7))
  } finally {
    bitmap.close()
  }
}
