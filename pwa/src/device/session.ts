/** Who uses this phone: online with the server's session, offline with the last one it saw. */
import { api, useCsrfToken, type Problem } from '@/api/client'
import type { Session } from '@/domain/resources'
import { forgetSession, loadSession, saveSession } from '@/store/database'
import type { SessionSnapshot } from '@/store/rows'

async function remember(session: Session): Promise<SessionSnapshot> {
  useCsrfToken(session.csrf_token)
  const snapshot: SessionSnapshot = {
    session,
    saved_at: new Date().toISOString(),
    is_expired: false,
  }
  await saveSession(snapshot)
  return snapshot
}

/** Signs in and remembers the session for offline starts. */
export async function signIn(
  accountName: string,
  password: string,
): Promise<{ ok: true; snapshot: SessionSnapshot } | { ok: false; problem: Problem }> {
  const body = { account_name: accountName, password }
  const answer = await api.post<Session>('/session', { body })
  return answer.ok ? { ok: true, snapshot: await remember(answer.data) } : answer
}

/** Asks the server who is signed in; keeps the snapshot in step. */
export async function refreshSession(): Promise<
  { ok: true; data: Session } | { ok: false; problem: Problem }
> {
  const answer = await api.get<Session>('/session')
  if (answer.ok) await remember(answer.data)
  else if (answer.problem.code === 'unauthenticated') await markExpired()
  return answer
}

/** Notes that the server wants a new sign-in; the phone's records stay usable. */
export async function markExpired(): Promise<void> {
  const snapshot = await loadSession()
  if (snapshot && !snapshot.is_expired) await saveSession({ ...snapshot, is_expired: true })
}

/** Ends the session here and, when there is a network, on the server. Records stay on the phone. */
export async function signOut(): Promise<void> {
  await api.delete('/session')
  useCsrfToken(null)
  await forgetSession()
}
