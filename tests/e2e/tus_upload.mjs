// Uploads a file by tus-js-client, resuming after every break, and prints what it saw.
import { createRequire } from 'node:module'
import { createReadStream, statSync } from 'node:fs'

const [modules, endpoint, path, exhibitId, cookie, csrf] = process.argv.slice(2)
const tus = createRequire(`${modules}/x.js`)('tus-js-client')
let retries = 0
const upload = new tus.Upload(createReadStream(path), {
  endpoint,
  uploadSize: statSync(path).size,
  chunkSize: 4 * 1024 * 1024,
  metadata: { exhibit_id: exhibitId },
  headers: { Cookie: cookie, 'X-CSRF-Token': csrf },
  retryDelays: Array(60).fill(300),
  onShouldRetry: () => { retries += 1; return true },
  onError: (error) => { console.error(String(error)); process.exit(1) },
  onSuccess: () => { console.log(JSON.stringify({ url: upload.url, retries })) },
})
upload.start()
