/** All texts of the office, each feature's pair of files beside its pages. */
import { locale, useMessages, type Facts } from '@/messages/i18n'

import actionsEn from './actions/en.json'
import actionsZh from './actions/zh-CN.json'
import basemapsEn from './basemaps/en.json'
import basemapsZh from './basemaps/zh-CN.json'
import casesEn from './cases/en.json'
import casesZh from './cases/zh-CN.json'
import devicesEn from './devices/en.json'
import devicesZh from './devices/zh-CN.json'
import dutiesEn from './duties/en.json'
import dutiesZh from './duties/zh-CN.json'
import exhibitsEn from './exhibits/en.json'
import exhibitsZh from './exhibits/zh-CN.json'
import exportsEn from './exports/en.json'
import exportsZh from './exports/zh-CN.json'
import handoversEn from './handovers/en.json'
import handoversZh from './handovers/zh-CN.json'
import incidentsEn from './incidents/en.json'
import incidentsZh from './incidents/zh-CN.json'
import inspectionsEn from './inspections/en.json'
import inspectionsZh from './inspections/zh-CN.json'
import keepingEn from './keeping/en.json'
import keepingZh from './keeping/zh-CN.json'
import kitEn from './kit/en.json'
import kitZh from './kit/zh-CN.json'
import leadsEn from './leads/en.json'
import leadsZh from './leads/zh-CN.json'
import logEn from './log/en.json'
import logZh from './log/zh-CN.json'
import mapEn from './map/en.json'
import mapZh from './map/zh-CN.json'
import settingsEn from './settings/en.json'
import settingsZh from './settings/zh-CN.json'
import noticesEn from './notices/en.json'
import noticesZh from './notices/zh-CN.json'
import patrolEn from './patrol/en.json'
import patrolZh from './patrol/zh-CN.json'
import measuresEn from './measures/en.json'
import measuresZh from './measures/zh-CN.json'
import shellEn from './shell/en.json'
import shellZh from './shell/zh-CN.json'
import selfcheckEn from './selfcheck/en.json'
import selfcheckZh from './selfcheck/zh-CN.json'
import simpleEn from './simple/en.json'
import simpleZh from './simple/zh-CN.json'
import conflictsEn from './conflicts/en.json'
import conflictsZh from './conflicts/zh-CN.json'
import workEn from './work/en.json'
import workZh from './work/zh-CN.json'

const zh = {
  ...actionsZh,
  basemaps: basemapsZh,
  cases: casesZh,
  devices: devicesZh,
  duties: dutiesZh,
  exhibits: exhibitsZh,
  exports: exportsZh,
  handovers: handoversZh,
  incidents: incidentsZh,
  inspections: inspectionsZh,
  keeping: keepingZh,
  kit: kitZh,
  leads: leadsZh,
  log: logZh,
  map: mapZh,
  settings: settingsZh,
  notices: noticesZh,
  patrol: patrolZh,
  measures: measuresZh,
  selfcheck: selfcheckZh,
  simple: simpleZh,
  conflicts: conflictsZh,
  shell: shellZh,
  work: workZh,
}

const en = {
  ...actionsEn,
  basemaps: basemapsEn,
  cases: casesEn,
  devices: devicesEn,
  duties: dutiesEn,
  exhibits: exhibitsEn,
  exports: exportsEn,
  handovers: handoversEn,
  incidents: incidentsEn,
  inspections: inspectionsEn,
  keeping: keepingEn,
  kit: kitEn,
  leads: leadsEn,
  log: logEn,
  map: mapEn,
  settings: settingsEn,
  notices: noticesEn,
  patrol: patrolEn,
  measures: measuresEn,
  selfcheck: selfcheckEn,
  simple: simpleEn,
  conflicts: conflictsEn,
  shell: shellEn,
  work: workEn,
}

const office = useMessages<typeof zh>(zh, en)

/** A text of the office by its key. */
export const t = office.t

const CODE = /^[\w-]+$/

/** A text for a code the server sent, such as `action.close`; `otherwise` when the code is unknown here. */
export function wordOf(group: string, code: string, otherwise: string = code, facts?: Facts) {
  // Only a code has words; anything else is a text already, and stays as it is.
  if (!CODE.test(code)) return otherwise
  const key = `${group}.${code}`
  const found = t(key as Parameters<typeof t>[0], facts)
  return found === key ? otherwise : found
}

/** The name of a thing that the API names in Chinese, with an English name where it has one. */
export function titleIn(chinese: string, english: string | null | undefined): string {
  return locale.value === 'en' && english ? english : chinese
}

/** Words one after another, as each language writes a list. */
export function listOf(words: readonly string[]): string {
  return words.join(locale.value === 'en' ? ', ' : '、')
}
