/** How much room the browser gives, and whether it promised to keep what is in it. */

export interface StorageRoom {
  readonly used: number
  readonly quota: number
  readonly isPersistent: boolean
}

/** Asks the browser not to clear this app's records by itself; it may say no. */
export async function askToKeep(): Promise<boolean> {
  const storage = navigator.storage as StorageManager | undefined
  if (!storage?.persist) return false
  return (await storage.persisted()) || storage.persist()
}

/** The room used and left, or null where the browser does not tell. */
export async function storageRoom(): Promise<StorageRoom | null> {
  const storage = navigator.storage as StorageManager | undefined
  if (!storage?.estimate) return null
  const { usage = 0, quota = 0 } = await storage.estimate()
  return { used: usage, quota, isPersistent: await storage.persisted() }
}
