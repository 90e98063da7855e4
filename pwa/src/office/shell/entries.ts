/** The pages of the navigation, in groups, and which powers show them. */
import {
  Bell,
  Camera,
  Connection,
  CopyDocument,
  Download,
  EditPen,
  Files,
  Iphone,
  List,
  Lock,
  MapLocation,
  Position,
  Search,
  Setting,
  Stamp,
  Switch,
  Tickets,
  Warning,
} from '@element-plus/icons-vue'

import { may } from '../session'

export const GROUPS = [
  {
    key: 'handling',
    entries: [
      { to: '/work', key: 'work', icon: List, needs: ['deadline.read'] },
      { to: '/incidents', key: 'incidents', icon: Warning, needs: ['incident.read'] },
      { to: '/map', key: 'map', icon: MapLocation, needs: ['incident.read'] },
      { to: '/patrols', key: 'patrols', icon: Position, needs: ['patrol.read'] },
      { to: '/notices', key: 'notices', icon: Bell, needs: ['notice.read'] },
      { to: '/leads', key: 'leads', icon: Search, needs: ['lead.read'] },
      { to: '/inspections', key: 'inspections', icon: EditPen, needs: ['inspection.read'] },
      { to: '/cases', key: 'cases', icon: Files, needs: ['case.read'] },
      { to: '/simple-penalties', key: 'simple', icon: Tickets, needs: ['case.read'] },
      { to: '/measures', key: 'measures', icon: Stamp, needs: ['measure.read'] },
    ],
  },
  {
    key: 'evidence',
    entries: [
      { to: '/exhibits', key: 'exhibits', icon: Camera, needs: ['exhibit.read'] },
      {
        to: '/keeping',
        key: 'keeping',
        icon: Lock,
        needs: ['hold.read', 'disposal.read', 'retention.read'],
      },
      { to: '/handovers', key: 'handovers', icon: Switch, needs: ['handover.read'] },
      { to: '/exports', key: 'exports', icon: Download, needs: ['export.read'] },
    ],
  },
  {
    key: 'trust',
    entries: [
      { to: '/conflicts', key: 'conflicts', icon: CopyDocument, needs: ['site.edit'] },
      { to: '/devices', key: 'devices', icon: Iphone, needs: ['device.read'] },
      { to: '/settings', key: 'settings', icon: Setting, needs: ['parameter.read'] },
      { to: '/log', key: 'log', icon: Connection, needs: ['ledger.read'] },
    ],
  },
] as const

/** The groups with the entries this person may open; empty groups are left out. */
export function shownGroups() {
  return GROUPS.map((group) => ({
    key: group.key,
    entries: group.entries.filter((entry) => entry.needs.some(may)),
  })).filter((group) => group.entries.length > 0)
}

/** Where a person begins: the first page his office opens. */
export function homePath(): string {
  return shownGroups()[0]?.entries[0]?.to ?? '/work'
}
