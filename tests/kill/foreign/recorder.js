// In place of a recorder that gives nothing: Debian's GStreamer is older than what its WebKit asks for
// (fragmented MP4). The bytes are no film, but begin like one, and come every so often as a film's do.
window.MediaRecorder = class {
  static isTypeSupported(type) {
    return type.startsWith('video/mp4') || type.startsWith('audio/mp4')
  }

  state = 'inactive'

  start(everyMs) {
    this.state = 'recording'
    this.give(new TextEncoder().encode('\0\0\0\x18ftypiso5\0\0\0\0iso5mp41'))
    this.timer = setInterval(() => this.give(crypto.getRandomValues(new Uint8Array(60_000))), everyMs)
  }

  give(bytes) {
    const data = new Blob([bytes], { type: 'video/mp4' })
    queueMicrotask(() => this.ondataavailable({ data }))
  }

  stop() {
    clearInterval(this.timer)
    this.state = 'inactive'
    setTimeout(() => this.onstop())
  }
}
