/** QR codes as pictures, drawn here by a writer that is loaded when it is needed. */
import wasmUrl from 'zxing-wasm/writer/zxing_writer.wasm?url'

/** The QR code of a text as the address of an SVG picture. */
export async function pictureOf(text: string): Promise<string> {
  const { prepareZXingModule, writeBarcode } = await import('zxing-wasm/writer')
  prepareZXingModule({ overrides: { locateFile: () => wasmUrl } })
  const { svg, error } = await writeBarcode(text, { format: 'QRCode' })
  if (error) throw new Error(error)
  return `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`
}
