/** How the phone is held: tilt for the level, heading for the direction of the view. */

export interface Pose {
  /** Degrees the picture leans to the right; null while the phone lies flat or does not tell. */
  readonly roll: number | null
  /** Degrees from true or magnetic north, clockwise, of where the camera looks; null without a compass. */
  readonly heading: number | null
}

interface CompassEvent extends DeviceOrientationEvent {
  readonly webkitCompassHeading?: number
}

interface AskingConstructor {
  requestPermission?: () => Promise<'granted' | 'denied'>
}

const RADIANS = Math.PI / 180
/** Nearer to lying flat than this a horizon means nothing. */
const FLAT = 0.35

/** Roll of a phone held upright from the angles of the device orientation specification. */
export function rollOf(beta: number, gamma: number): number | null {
  // Gravity in the axes of the device: x to its right, y to its top.
  const x = Math.cos(beta * RADIANS) * Math.sin(gamma * RADIANS)
  const y = Math.sin(beta * RADIANS)
  if (Math.hypot(x, y) < FLAT) return null
  return Math.atan2(x, y) / RADIANS
}

/** Where the back camera looks, clockwise from north; null when it looks up or down. */
export function headingOf(alpha: number, beta: number, gamma: number): number | null {
  const [a, b, c] = [alpha * RADIANS, beta * RADIANS, gamma * RADIANS]
  // The back camera looks along -z of the device; this is that vector in east and north (W3C, worked example).
  const east = -(Math.cos(a) * Math.sin(c) + Math.sin(a) * Math.sin(b) * Math.cos(c))
  const north = -(Math.sin(a) * Math.sin(c) - Math.cos(a) * Math.sin(b) * Math.cos(c))
  if (Math.hypot(east, north) < FLAT) return null
  return (Math.atan2(east, north) / RADIANS + 360) % 360
}

function poseOf(event: CompassEvent, isAbsolute: boolean): Pose {
  const { alpha, beta, gamma, webkitCompassHeading } = event
  if (beta === null || gamma === null) return { roll: null, heading: null }
  const heading =
    webkitCompassHeading ?? (isAbsolute && alpha !== null ? headingOf(alpha, beta, gamma) : null)
  return { roll: rollOf(beta, gamma), heading }
}

/** Tells the pose from now on; returns how to stop. Asks for leave where the browser wants it. */
export function watchPose(tell: (pose: Pose) => void): () => void {
  // Absolute angles come by an event of their own on Android.
  const name =
    'ondeviceorientationabsolute' in window ? 'deviceorientationabsolute' : 'deviceorientation'
  const listen = (event: Event) => {
    const turned = event as CompassEvent
    tell(poseOf(turned, turned.absolute))
  }
  const asking = (window.DeviceOrientationEvent as unknown as AskingConstructor | undefined)
    ?.requestPermission
  // Without a gesture of the person some browsers refuse; then there is no level, and nothing else is lost.
  void asking?.call(window.DeviceOrientationEvent).catch(() => undefined)
  window.addEventListener(name, listen)
  return () => window.removeEventListener(name, listen)
}
