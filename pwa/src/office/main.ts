import '@/ui/tokens.css'
import '@/ui/base.css'

import { applyLocale } from '@/messages/i18n'
import { applyPreferences } from '@/ui/preferences'

applyPreferences('office')
applyLocale()
