import '@/ui/tokens.css'
import '@/ui/base.css'
import './element'
import './office.css'

import { applyLocale } from '@/messages/i18n'
import { applyPreferences } from '@/ui/preferences'
import { createApp } from 'vue'

import OfficeApp from './OfficeApp.vue'
import { router } from './router'
import { watchSession } from './session'

applyPreferences('office')
applyLocale()
watchSession()
createApp(OfficeApp).use(router).mount('#app')
