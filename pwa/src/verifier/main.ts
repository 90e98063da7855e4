/** The page: choose the files, look, tell. Nothing leaves this computer. */
import { Audit, type Seen } from './audit'
import { Trust } from './notes'
import { Package } from './package'
import { at, base64, loadJson, object } from './reading'
import { type Finding, isMalformed, type Status } from './report'
import words from './words.json'

const SEEN = 'xunzheng.seen/1'
const ORDER: Status[] = ['FAIL', 'SKIP', 'INFO', 'PASS']
const STATUS_WORDS: Record<Status, [string, string]> = {
  FAIL: ['不通过', 'FAIL'],
  SKIP: ['未核验', 'SKIP'],
  INFO: ['提示', 'INFO'],
  PASS: ['通过', 'PASS'],
}

const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T
const chosen = (id: string) => element<HTMLInputElement>(id).files?.[0] ?? null
const bytes = async (file: Blob) => new Uint8Array(await file.arrayBuffer())

/** What the finding means, in both languages. */
export function meaningOf({ status, code }: Finding): [string, string] {
  const meanings: readonly string[] = words[code]
  const start = { PASS: 0, FAIL: 2, INFO: meanings.length - 2, SKIP: -1 }[status]
  if (start < 0) return ['本机无法验算', 'cannot be computed on this machine']
  return [meanings[start] ?? '', meanings[start + 1] ?? '']
}

async function readSeen(file: File | null, origin: string): Promise<Seen | null> {
  if (!file) return null
  const content = loadJson(await bytes(file))
  if (at(content, 'v') !== SEEN) throw new Error('seen.json 的格式不对 not a seen file')
  const seen = object(at(content, 'logs'))[origin]
  return seen === undefined ? null : { size: at(seen, 'size'), root: at(seen, 'root') }
}

async function offerSeen(file: File | null, audit: Audit) {
  const logs = file ? object(at(loadJson(await bytes(file)), 'logs')) : {}
  const { log } = audit
  const renewed = {
    v: SEEN,
    logs: { ...logs, [log.note.origin]: { size: log.size, root: base64(log.root) } },
  }
  const link = element<HTMLAnchorElement>('renewed')
  link.href = URL.createObjectURL(
    new Blob([JSON.stringify(renewed, null, 1)], { type: 'application/json' }),
  )
  link.hidden = false
}

async function verify() {
  const [given, trustFile, seenFile] = [chosen('package'), chosen('trust'), chosen('seen')]
  if (!given || !trustFile) return
  const trust = new Trust(loadJson(await bytes(trustFile)))
  const audit = new Audit(
    await Package.open(given),
    trust,
    await readSeen(seenFile, trust.log.name),
  )
  const findings = await audit.run(async (done, total) => {
    element('progress').textContent = `正在核验 Checking ${done + 1} / ${total} …`
    await new Promise((resume) => setTimeout(resume))
  })
  const isPassed = show(findings, given.name)
  if (isPassed) await offerSeen(seenFile, audit)
}

function show(findings: Finding[], name: string): boolean {
  const counts = Object.fromEntries(ORDER.map((status) => [status, 0])) as Record<Status, number>
  for (const { status } of findings) counts[status] += 1
  const isPassed = counts.FAIL === 0 && counts.PASS > 0
  verdict(isPassed, isPassed ? '核验通过 Verified' : '核验不通过 NOT verified')
  element('counts').textContent = ORDER.map(
    (one) => `${STATUS_WORDS[one].join(' ')} ${counts[one]}`,
  ).join('　')
  element('about').textContent = `${name}　${new Date().toLocaleString()}`
  const sorted = [...findings].sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status))
  const table = element('findings')
  table.textContent = ''
  table.append(...sorted.map(row))
  element('result').hidden = false
  return isPassed
}

function row(finding: Finding): HTMLTableRowElement {
  const line = document.createElement('tr')
  line.className = finding.status
  line.dataset['code'] = finding.code
  const [zh, en] = meaningOf(finding)
  const cells = [
    STATUS_WORDS[finding.status].join(' '),
    finding.code,
    `${zh}\n${en}`,
    [finding.subject, finding.note].filter(Boolean).join('\n'),
  ]
  for (const text of cells) line.insertCell().textContent = text
  return line
}

function verdict(isPassed: boolean, text: string) {
  element('verdict').className = isPassed ? 'PASS' : 'FAIL'
  element('verdict').textContent = text
  element('progress').textContent = ''
}

async function run() {
  const button = element<HTMLButtonElement>('run')
  button.disabled = true
  element('result').hidden = true
  element('renewed').hidden = true
  try {
    await verify()
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    verdict(false, `无法核验 Cannot be checked: ${text}`)
    if (!isMalformed(error)) throw error
  } finally {
    button.disabled = false
  }
}

for (const id of ['package', 'trust']) {
  element(id).addEventListener('change', () => {
    element<HTMLButtonElement>('run').disabled = !chosen('package') || !chosen('trust')
  })
}
element('run').addEventListener('click', () => void run())
element('print').addEventListener('click', () => window.print())
element('large').addEventListener('click', () => document.documentElement.classList.toggle('large'))
element('all').addEventListener('change', () => {
  element('table').classList.toggle('all', element<HTMLInputElement>('all').checked)
})
