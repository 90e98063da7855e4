/** Theme and text size of this browser, kept in localStorage and applied to <html>. */
import { ref, watchEffect } from 'vue'

export type Theme = 'system' | 'light' | 'dark'
export type TextSize = 'normal' | 'large'

const read = (key: string) => {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

const write = (key: string, value: string) => {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Private mode: the choice holds for this visit only.
  }
}

const storedTheme = read('xz.theme')
export const theme = ref<Theme>(
  storedTheme === 'light' || storedTheme === 'dark' ? storedTheme : 'system',
)
export const textSize = ref<TextSize>(read('xz.text') === 'large' ? 'large' : 'normal')

/** Keeps <html data-theme data-text> in step with the choices, from now on. */
export function applyPreferences(app: 'field' | 'office'): void {
  const root = document.documentElement
  const dark = window.matchMedia('(prefers-color-scheme: dark)')
  const systemDark = ref(dark.matches)
  // Old WebViews know only addListener.
  if ('addEventListener' in dark) {
    dark.addEventListener('change', (event) => (systemDark.value = event.matches))
  }
  root.dataset['app'] = app
  watchEffect(() => {
    const chosen = theme.value === 'system' ? (systemDark.value ? 'dark' : 'light') : theme.value
    root.dataset['theme'] = chosen
    root.dataset['text'] = textSize.value
    write('xz.theme', theme.value)
    write('xz.text', textSize.value)
  })
}
