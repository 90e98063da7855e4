/** What a person may do in somebody's stead: delegated roles bring their work with them. */
import type { Delegation } from '../wire-duties'

/** Returns by permission for whom this person exercises it now. */
export function actingFor(
  delegations: readonly Delegation[],
  personId: string,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const one of delegations)
    if (one.delegate_id === personId && one.standing === 'in_force')
      for (const permission of one.permissions) found.set(permission, one.principal_name)
  return found
}
