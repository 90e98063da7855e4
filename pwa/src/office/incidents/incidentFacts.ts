/** Where, when and by whom, as the incident page lists it. */
import type { Fact } from '../kit/FactList.vue'
import { momentText } from '../kit/time'
import { t, wordOf } from '../texts'
import type { Incident } from '../wire'

/** WGS-84 degrees with the fifth decimal, about a metre. */
export function placeText(position: { lon: number; lat: number }): string {
  return `${position.lon.toFixed(5)}, ${position.lat.toFixed(5)}`
}

/** The pair as the device gave it, with its datum: what the WGS-84 place was computed from. */
function sourceText(position: NonNullable<Incident['position']>): string {
  const pair = placeText({ lon: position.source_lon, lat: position.source_lat })
  return `${pair} ${position.source_datum}`
}

function placeFacts(incident: Incident): Fact[] {
  const position = incident.position
  if (!position) {
    const reason = wordOf('incidents.no_position_reasons', incident.no_position_reason ?? '', '')
    const value = [t('incidents.no_position'), reason].filter(Boolean).join(' · ')
    return [{ label: t('incidents.position'), value }]
  }
  const accuracy =
    position.accuracy_m === null
      ? ''
      : ` ${t('incidents.accuracy', { n: Math.round(position.accuracy_m) })}`
  return [
    { label: t('incidents.position'), value: `${placeText(position)}${accuracy}` },
    { label: t('incidents.source_position'), value: sourceText(position) },
    { label: t('incidents.source'), value: wordOf('incidents.sources', position.source) },
  ]
}

/** The facts of an incident in reading order. */
export function factsOf(incident: Incident, department: string | null): Fact[] {
  return [
    { label: t('incidents.occurred_at'), value: momentText(incident.occurred_at) },
    { label: t('incidents.reported_at'), value: momentText(incident.reported_at) },
    { label: t('incidents.reported_by'), value: incident.reported_by.full_name },
    { label: t('incidents.grid'), value: incident.grid?.name },
    ...placeFacts(incident),
    { label: t('incidents.authority'), value: incident.authority.short_name },
    { label: t('incidents.department'), value: department },
    ...leadFact(incident),
  ]
}

function leadFact(incident: Incident): Fact[] {
  if (!incident.lead_id) return []
  return [
    {
      label: t('incidents.lead'),
      value: t('incidents.see_lead'),
      to: `/leads/${incident.lead_id}`,
    },
  ]
}
