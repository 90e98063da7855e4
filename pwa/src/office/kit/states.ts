/** How a state looks: always a colour and an icon beside its word. */
import {
  CircleCheck,
  CircleClose,
  Clock,
  Document,
  EditPen,
  FolderChecked,
  Lock,
  Promotion,
  Remove,
  Stamp,
  Upload,
  VideoPause,
  Warning,
} from '@element-plus/icons-vue'
import type { Component } from 'vue'

export type Tone = 'saved' | 'uploading' | 'received' | 'verified' | 'needs-you' | 'refused'

export interface Look {
  tone: Tone
  icon: Component
}

const look = (tone: Tone, icon: Component): Look => ({ tone, icon })

const LOOKS: Record<string, Record<string, Look>> = {
  incident: {
    reported: look('needs-you', Clock),
    accepted: look('uploading', CircleCheck),
    rejected: look('refused', CircleClose),
    assigned: look('uploading', Promotion),
    handled: look('received', EditPen),
    closed: look('verified', CircleCheck),
    referred: look('received', Promotion),
  },
  patrol: {
    on_duty: look('uploading', Promotion),
    ended: look('saved', CircleCheck),
  },
  round: {
    planned: look('uploading', Clock),
    walked: look('verified', CircleCheck),
    withdrawn: look('saved', Remove),
  },
  check_in: {
    qr: look('verified', CircleCheck),
    manual: look('received', EditPen),
    missed: look('saved', Remove),
  },
  recheck: {
    given: look('needs-you', Clock),
    active: look('uploading', Promotion),
    done: look('verified', CircleCheck),
    withdrawn: look('saved', Remove),
  },
  lead: {
    open: look('needs-you', Clock),
    filing_review: look('uploading', Document),
    filed: look('verified', FolderChecked),
    not_filed: look('saved', Remove),
  },
  inspection: {
    draft: look('needs-you', EditPen),
    completed: look('verified', CircleCheck),
    discarded: look('saved', Remove),
  },
  case: {
    not_filed: look('refused', CircleClose),
    withdrawn: look('refused', CircleClose),
    suspended: look('needs-you', VideoPause),
    closed: look('verified', CircleCheck),
    archived: look('verified', FolderChecked),
  },
  exhibit: {
    awaiting_upload: look('saved', Upload),
    received: look('received', Clock),
    verified: look('verified', Stamp),
    quarantined: look('refused', Warning),
    disposed: look('saved', Remove),
  },
  document: {
    rendering: look('uploading', Clock),
    issued: look('verified', Stamp),
    failed: look('refused', Warning),
  },
  volume: {
    building: look('uploading', Clock),
    ready: look('verified', CircleCheck),
    failed: look('refused', Warning),
  },
  export: {
    queued: look('saved', Clock),
    building: look('uploading', Clock),
    ready: look('verified', FolderChecked),
    failed: look('refused', Warning),
  },
  derivative: {
    queued: look('uploading', Clock),
    ready: look('verified', CircleCheck),
    failed: look('refused', Warning),
  },
  health: {
    well: look('verified', CircleCheck),
    behind: look('refused', Warning),
    unwitnessed: look('needs-you', Warning),
  },
  hold: {
    on: look('needs-you', Lock),
    released: look('saved', Remove),
  },
  disposal: {
    proposed: look('needs-you', Clock),
    approved: look('uploading', Clock),
    rejected: look('saved', CircleClose),
    done: look('saved', Remove),
  },
  handover: {
    draft: look('needs-you', EditPen),
    sent: look('uploading', Promotion),
    confirmed: look('verified', Stamp),
    cancelled: look('saved', Remove),
  },
  device: {
    pending: look('needs-you', Clock),
    active: look('verified', CircleCheck),
    revoked: look('refused', CircleClose),
    retired: look('saved', Remove),
  },
  key_storage: {
    non_extractable: look('verified', Stamp),
    wrapped_software: look('needs-you', Warning),
  },
  deadline: {
    open: look('uploading', Clock),
    soon: look('needs-you', Warning),
    stopped: look('saved', VideoPause),
    overdue: look('refused', Warning),
    met: look('verified', CircleCheck),
    missed: look('refused', CircleClose),
    cancelled: look('saved', Remove),
  },
}

const RUNNING = look('uploading', Document)

/** The colour and icon of a state; a running one where the state has no look of its own. */
export function lookOf(kind: string, state: string): Look {
  return LOOKS[kind]?.[state] ?? RUNNING
}
