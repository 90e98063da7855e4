import '@/ui/tokens.css'
import '@/ui/base.css'
import '@/ui/vant.css'

import { createApp } from 'vue'

import { applyLocale } from '@/messages/i18n'
import { endWhenPutAside } from '@/store/suspending'
import { applyPreferences } from '@/ui/preferences'

import App from './App.vue'
import { keepDuty } from './duty'
import { resume } from './engine'
import { router } from './router'
import { watchIdle } from './protection'
import { registerWorker } from './update'

applyPreferences('field')
applyLocale()
keepDuty()
endWhenPutAside()

async function open(): Promise<void> {
  try {
    await resume()
  } catch (error) {
    // No IndexedDB: the sign-in page says what cannot be done here.
    console.error(error)
  }
  watchIdle()
  createApp(App).use(router).mount('#app')
  await registerWorker()
}

void open()
