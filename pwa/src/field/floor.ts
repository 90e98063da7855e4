/** The oldest browser this app is built for: Chromium 80. */
import { ref } from 'vue'

const OLDEST = 80

function isBelowFloor(): boolean {
  const version = /Chrom(?:e|ium)\/(\d+)/.exec(navigator.userAgent)?.[1]
  return version !== undefined && Number(version) < OLDEST
}

/** It may still work here, and the person is told that nobody has tried. */
export const isOldBrowser = ref(isBelowFloor())
