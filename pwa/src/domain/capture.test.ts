import { expect, it } from 'vitest'

import { fromUtf8 } from './bytes'
import { captureRecord, parseCheckpoint, type CaptureFacts } from './capture'

const FACTS: CaptureFacts = {
  captureId: '019ab000-0000-7000-8000-000000000001',
  deviceKeyId: 'ab'.repeat(32),
  userId: '019ab000-0000-7000-8000-000000000002',
  kind: 'photo',
  source: 'in_app_camera',
  seq: 1,
  prev: '',
  capturedAt: new Date('2026-11-22T06:05:00.123Z'),
  monoMs: 1234.56,
  clockOffsetMs: -12.4,
  mime: 'image/jpeg',
  size: 3,
  digest: { sha256: 'cd'.repeat(32), segments_root: null },
  fix: {
    lon: 118.0894123456,
    lat: 24.4798,
    accuracy_m: 5.555,
    altitude_m: null,
    fix_at: '2026-11-22T06:04:59.000Z',
  },
  noFixReason: null,
  notBefore: null,
  app: { version: '0.1.0', sha256: 'ef'.repeat(32) },
}

it('is one line of canonical JSON with whole numbers only', () => {
  expect(fromUtf8(captureRecord(FACTS))).toBe(
    `{"app":{"build_sha256":"${'ef'.repeat(32)}","version":"0.1.0"},` +
      '"capture_id":"019ab000-0000-7000-8000-000000000001",' +
      '"captured_at":"2026-11-22T06:05:00.123Z","case_id":null,"clock_offset_ms":-12,' +
      `"device_key_id":"${'ab'.repeat(32)}",` +
      '"fix":{"acc_cm":556,"alt_cm":null,"crs":"WGS-84","fix_at":"2026-11-22T06:04:59.000Z",' +
      '"lat_e7":244798000,"lon_e7":1180894123,"source":"geolocation"},"kind":"photo",' +
      `"media":{"mime":"image/jpeg","sha256":"${'cd'.repeat(32)}","size":3},"mono_ms":1235,` +
      '"no_fix_reason":null,"not_before":null,"prev":"","second_officer_id":null,"seq":1,' +
      '"source":"in_app_camera","task_id":null,' +
      '"user_id":"019ab000-0000-7000-8000-000000000002","v":"xunzheng.capture/2"}',
  )
})

it.each([
  [43.217, 4322],
  [359.999, 0],
  [-0.5, 35950],
  [0, 0],
])('says where the lens pointed, %s degrees as %s hundredths', (headingDeg, heading_cdeg) => {
  const record = JSON.parse(fromUtf8(captureRecord({ ...FACTS, headingDeg })))

  expect(record.heading_cdeg).toBe(heading_cdeg)
})

it.each([null, undefined, NaN])('leaves out a heading that the phone does not know: %s', (none) => {
  const record = captureRecord({ ...FACTS, headingDeg: none as null })

  expect(fromUtf8(record)).toBe(fromUtf8(captureRecord(FACTS)))
})

it('signs the root over the segments of what is large', () => {
  const digest = { sha256: null, segments_root: 'ab'.repeat(32) } as const
  const record = captureRecord({ ...FACTS, kind: 'video', mime: 'video/mp4', digest })

  expect(JSON.parse(fromUtf8(record))).toMatchObject({
    media: {
      mime: 'video/mp4',
      size: 3,
      segment_size: 4194304,
      segments_root: 'ab'.repeat(32),
    },
  })
})

it('names the checkpoint with the time it was signed', () => {
  const notBefore = {
    origin: 'o',
    tree_size: 7,
    root: 'AAAA',
    issued_at: '2026-11-22T06:00:00.000Z',
  }

  expect(JSON.parse(fromUtf8(captureRecord({ ...FACTS, notBefore })))).toMatchObject({
    not_before: notBefore,
  })
})

it('reads a checkpoint from a signed note and refuses anything else', () => {
  const note =
    'xunzheng.test/log\n42\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— xunzheng.test sig\n'

  expect(parseCheckpoint(note, null)).toEqual({
    issued_at: null,
    origin: 'xunzheng.test/log',
    tree_size: 42,
    root: 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=',
  })
  expect(parseCheckpoint('<!doctype html>\n<html>\n</html>', null)).toBeNull()
})
