/** One wish of one dialog: however often it is sent, it happens once. */
import { api, type Answer, type Problem } from '@/api/client'
import { newId } from '@/domain/ids'
import { ref, shallowRef, type Ref } from 'vue'

export interface Command<T> {
  sending: Readonly<Ref<boolean>>
  problem: Readonly<Ref<Problem | null>>
  run: (path: string, body: unknown, revision?: number | null) => Promise<T | null>
  forget: () => void
}

type Send = <T>(
  path: string,
  options: { body: unknown; idempotencyKey: string; ifMatch?: string },
) => Promise<Answer<T>>

/** Repeating the same wish reuses its key; another body or revision is another wish. */
export function useCommand<T>(send: Send = (path, options) => api.post(path, options)): Command<T> {
  const sending = ref(false)
  const problem = shallowRef<Problem | null>(null)
  let wish = ''
  let key = ''

  async function run(path: string, body: unknown, revision?: number | null): Promise<T | null> {
    if (sending.value) return null
    const asked = JSON.stringify([path, body, revision ?? null])
    if (asked !== wish) {
      wish = asked
      key = newId()
    }
    sending.value = true
    const answer = await send<T>(path, {
      body,
      idempotencyKey: key,
      ...(revision == null ? {} : { ifMatch: `"${revision}"` }),
    })
    sending.value = false
    problem.value = answer.ok ? null : answer.problem
    return answer.ok ? answer.data : null
  }

  function forget(): void {
    wish = ''
    problem.value = null
  }

  return { sending, problem, run, forget }
}
