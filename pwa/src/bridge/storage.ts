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

let hasAsked = false

/** Something of this person lies on the disk now: asks once that it be kept, in the gesture that saved it. */
export function keepWhatIsSaved(): void {
  if (hasAsked) return
  hasAsked = true
  void askToKeep()
}

/** The room used and left, or null where the browser does not tell. */
export async function storageRoom(): Promise<StorageRoom | null> {
  const storage = navigator.storage as StorageManager | undefined
  if (!storage?.estimate) return null
  const { usage = 0, quota = 0 } = await storage.estimate()
  return { used: usage, quota, isPersistent: await storage.persisted() }
}

/** Below this much room nothing new is begun, so that what is begun can be kept. */
export const ROOM_TO_SHOOT = 50_000_000
export const ROOM_TO_RECORD = 300_000_000
/** A recording ends by itself while there is still room to seal it. */
export const ROOM_TO_GO_ON = 100_000_000

/** Whether at least this many bytes are free; true where the browser does not tell. */
export async function hasRoom(bytes: number): Promise<boolean> {
  const room = await storageRoom()
  return room === null || room.quota - room.used >= bytes
}
