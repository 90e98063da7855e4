import type { StoredProblem } from './rows'

/** What to remember of a refusal beside the row it concerns. */
export function storedProblem(problem: {
  readonly code: string
  readonly retry: StoredProblem['retry']
  readonly detail?: string | undefined
}): StoredProblem {
  return {
    code: problem.code,
    retry: problem.retry,
    detail: problem.detail ?? null,
    at: new Date().toISOString(),
  }
}
