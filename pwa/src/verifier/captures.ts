/** The capture record and the file it describes. */
import { Tree } from './digests'
import { type Digests, SEGMENT } from './package'
import {
  at,
  type Bytes,
  bytesOf,
  type Facts,
  hex,
  join,
  type Json,
  list,
  loadJson,
  Malformed,
  object,
  seconds,
  text,
  unbase64,
  whole,
} from './reading'

export const CAPTURE_2 = 'xunzheng.capture/2'
const CAPTURES: Json[] = ['xunzheng.capture/1', CAPTURE_2]
const CAPTURE_TYPE = 'application/vnd.xunzheng.capture+json'

export interface Capture {
  facts: Facts
  payload: Bytes
  signed: Bytes
  signature: Bytes
  keyId: string
}

/** When the device says it was; it measured how far its clock was off and signed that. */
export const capturedAt = ({ facts }: Capture) =>
  seconds(at(facts, 'captured_at')) + whole(at(facts, 'clock_offset_ms') ?? 0) / 1000

/** Read a DSSE envelope. */
export function readCapture(content: Uint8Array): Capture {
  const envelope = loadJson(content)
  const kind = text(at(envelope, 'payloadType'))
  const payload = unbase64(at(envelope, 'payload'))
  const [signature, ...more] = list(at(envelope, 'signatures'))
  if (signature === undefined || more.length) throw new Malformed('one signature expected')
  const facts = object(loadJson(payload))
  if (!CAPTURES.includes(at(facts, 'v')) || kind !== CAPTURE_TYPE)
    throw new Malformed('another format')
  const keyId = text(at(facts, 'device_key_id'))
  if (at(signature, 'keyid') !== keyId) throw new Malformed('the envelope names another key')
  const head = bytesOf(`DSSEv1 ${bytesOf(kind).length} ${kind} ${payload.length} `)
  return {
    facts,
    payload,
    signed: join(head, payload),
    signature: unbase64(at(signature, 'sig')),
    keyId,
  }
}

/** Whether a file is the one a capture record describes, whole or by its segments. */
export function isSignedFile(media: Json, original: Digests, size: number): boolean {
  if (object(media)['segments_root'] === undefined) {
    return at(media, 'sha256') === original.sha256 && at(media, 'size') === size
  }
  const tree = new Tree()
  for (const segment of original.segments) tree.add(segment)
  return (
    at(media, 'segments_root') === hex(tree.root()) &&
    at(media, 'size') === size &&
    at(media, 'segment_size') === SEGMENT
  )
}
