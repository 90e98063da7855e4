interface Badging {
  setAppBadge?(count: number): Promise<void>
  clearAppBadge?(): Promise<void>
}

/** Shows a number on the app's icon where the system can. */
export async function showBadge(count: number): Promise<void> {
  const system = navigator as Badging
  try {
    if (count > 0) await system.setAppBadge?.(count)
    else await system.clearAppBadge?.()
  } catch {
    // The app is not installed, or the system forbids it: the number is on the tab as well.
  }
}
