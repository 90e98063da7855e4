/** The list of findings. */
import { Malformed } from './reading'
import type words from './words.json'

export type Status = 'PASS' | 'FAIL' | 'SKIP' | 'INFO'
export type Code = keyof typeof words

export interface Finding {
  status: Status
  code: Code
  subject: string
  note: string
}

/** no text of the package may forge a line: no control characters and none that turn the direction of writing. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g

const plain = (text: string) => text.replace(CONTROL, '?')

/** Whether an error means that what was read is malformed, and not that the verifier is wrong. */
export function isMalformed(error: unknown): error is Error {
  return error instanceof Malformed || error instanceof RangeError
}

export class Report {
  readonly findings: Finding[] = []

  add(status: Status, code: Code, subject = '', note = '') {
    this.findings.push({ status, code, subject: plain(subject), note: plain(note) })
  }

  /** Add PASS or FAIL; what cannot be read fails. */
  expect(code: Code, subject: string, test: () => boolean, note = ''): boolean {
    let [holds, why] = [false, note]
    try {
      holds = test()
    } catch (error) {
      if (!isMalformed(error)) throw error
      why = error.message
    }
    this.add(holds ? 'PASS' : 'FAIL', code, subject, holds ? '' : why)
    return holds
  }
}
