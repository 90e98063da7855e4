import '@/ui/tokens.css'
import '@/ui/base.css'

import { createApp } from 'vue'

import { applyLocale } from '@/messages/i18n'
import { applyPreferences } from '@/ui/preferences'

import App from './App.vue'

applyPreferences('field')
applyLocale()
createApp(App).mount('#app')
