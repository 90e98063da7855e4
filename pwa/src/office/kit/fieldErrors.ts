/** The texts of a 422 answer beside the fields they speak of. */
import type { Problem } from '@/api/client'

/** By the last part of the pointer: `/party/name` is found under `name`. */
export function errorsByField(problem: Problem | null): Record<string, string> {
  const found = (problem?.errors ?? []).map((error) => [nameOfPointer(error.pointer), error.text])
  return Object.fromEntries(found) as Record<string, string>
}

function nameOfPointer(pointer: string): string {
  const parts = pointer.split('/').filter((part) => part !== '' && !/^\d+$/.test(part))
  return parts[parts.length - 1] ?? ''
}
