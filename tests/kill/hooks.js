// Run in the page before the app: stops for good, synchronously, where the test has asked for it.
// The app has never heard of this file.
(() => {
  const seen = []
  const tell = () => {
    const request = new XMLHttpRequest()
    request.open('POST', '/api/v1/kill-point', true)
    request.send()
  }
  const wait = () => {
    tell()
    // The page stands still in the middle of what it was doing. A request that waits for its answer
    // would not do: Firefox lets the databases go on meanwhile, and a transaction would be done.
    for (;;);
  }
  const armed = () => window.killPoint
  const reach = () => {
    const isSilent = armed().goesOn
    window.killPoint = undefined
    if (isSilent) tell()
    else wait()
  }
  const isThere = (store, method) => {
    const point = armed()
    if (!point || point.store !== store || point.method !== method) return false
    return !point.after || seen.some((url) => url.includes(point.after))
  }
  for (const method of ['add', 'put', 'delete']) {
    const original = IDBObjectStore.prototype[method]
    IDBObjectStore.prototype[method] = function (...given) {
      const request = original.apply(this, given)
      if (isThere(this.name, method)) reach()
      return request
    }
  }
  const fetchOriginal = window.fetch
  window.fetch = async (...given) => {
    const answer = await fetchOriginal(...given)
    if (armed()?.after && answer.ok) seen.push(String(given[0]))
    return answer
  }
  // Not on the one object of the page: WebKit makes another when nobody has held it for a while.
  const devices = window.MediaDevices?.prototype
  if (devices) {
    const original = devices.getUserMedia
    devices.getUserMedia = function (...given) {
      if (armed()?.store === 'camera opens') reach()
      return original.apply(this, given)
    }
  }
  const shoot = window.ImageCapture?.prototype
  if (shoot) {
    const original = shoot.takePhoto
    shoot.takePhoto = function (...given) {
      if (armed()?.store === 'camera') reach()
      return original.apply(this, given)
    }
  }
  const draw = HTMLCanvasElement.prototype.toBlob
  HTMLCanvasElement.prototype.toBlob = function (...given) {
    if (armed()?.store === 'camera') reach()
    return draw.apply(this, given)
  }
})()
