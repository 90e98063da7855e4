/** Keys that work on every page. */
import { onMounted, onUnmounted } from 'vue'

import { isTyping } from '../kit/useRowKeys'

/** `/` goes to the search box of the page; `?` shows the keys. */
export function useShortcuts(showHelp: () => void): void {
  function press(event: KeyboardEvent): void {
    if (isTyping(event)) return
    if (event.key === '?') showHelp()
    else if (event.key === '/') focusSearch(event)
  }
  onMounted(() => window.addEventListener('keydown', press))
  onUnmounted(() => window.removeEventListener('keydown', press))
}

function focusSearch(event: KeyboardEvent): void {
  const box = document.querySelector<HTMLElement>('input[data-search], [data-search] input')
  if (!box) return
  event.preventDefault()
  box.focus()
}
