/** Who is signed in. A session that ends keeps the page: a dialog asks for the password again. */
import { api, useCsrfToken, whenUnauthenticated, type Problem } from '@/api/client'
import { computed, ref, shallowRef } from 'vue'

import type { Session } from './wire'

export const session = shallowRef<Session | null>(null)
export const sessionEnded = ref(false)
/** Counts renewed sign-ins, so that what failed with 401 reads itself again. */
export const signedInAgain = ref(0)

export const person = computed(() => session.value?.person ?? null)

/** Whether the person may do this at all; the API decides every single case. */
export function may(permission: string): boolean {
  return session.value?.permissions.includes(permission) ?? false
}

function begin(fresh: Session): void {
  useCsrfToken(fresh.csrf_token)
  session.value = fresh
  sessionEnded.value = false
}

/** Finds out whether this browser is already signed in; the problem when it cannot be known. */
export async function resumeSession(): Promise<Problem | null> {
  const answer = await api.get<Session>('/session')
  if (answer.ok) begin(answer.data)
  else if (answer.problem.status !== 401) return answer.problem
  return null
}

/** Signs in; somebody else than before starts on a fresh page, never on another's. */
export async function signIn(accountName: string, password: string): Promise<Problem | null> {
  const before = session.value?.person.id
  const answer = await api.post<Session>('/session', {
    body: { account_name: accountName, password },
  })
  if (!answer.ok) return answer.problem
  begin(answer.data)
  if (before !== undefined && before !== answer.data.person.id) window.location.assign('/office/')
  else if (before !== undefined) signedInAgain.value += 1
  return null
}

/** Ends the session here and on the server; the problem when the server could not be told. */
export async function signOut(): Promise<Problem | null> {
  const answer = await api.delete('/session')
  if (!answer.ok && answer.problem.status !== 401) return answer.problem
  useCsrfToken(null)
  session.value = null
  window.location.assign('/office/')
  return null
}

/** Listens for answers that say the session is over. */
export function watchSession(): void {
  whenUnauthenticated(() => {
    if (session.value) sessionEnded.value = true
  })
}
