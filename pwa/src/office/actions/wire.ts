/** What the API says may be done with a thing now, and why not. */
import type { BlockedBy } from '@/api/client'

import type { FormSchema } from './formSchema'

export interface ActionOffer {
  name: string
  title_zh?: string
  title_en?: string
  /** Whether the step belongs to the present state, allowed or not. */
  here?: boolean
  allowed: boolean
  blocked_by: BlockedBy[]
  form: FormSchema | null
  will_produce: string[]
  danger: boolean
  basis: string | null
}
