/** `j` and `k` walk through the rows of the list on this page. */
import { onActivated, onDeactivated, onMounted, onUnmounted, type Ref } from 'vue'

/** Whether a key press belongs to a text being typed or to an open dialog. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null
  if (event.ctrlKey || event.metaKey || event.altKey) return true
  if (target?.closest('input, textarea, select, [contenteditable="true"]')) return true
  return document.querySelector('[aria-modal="true"]:not([style*="display: none"])') !== null
}

/** Moves the focus among the `a[data-row]` links inside `root`. */
export function useRowKeys(root: Readonly<Ref<HTMLElement | null>>): void {
  function move(event: KeyboardEvent): void {
    if ((event.key !== 'j' && event.key !== 'k') || isTyping(event)) return
    const links = [...(root.value?.querySelectorAll<HTMLElement>('a[data-row]') ?? [])]
    if (links.length === 0) return
    const now = links.indexOf(document.activeElement as HTMLElement)
    const step = event.key === 'j' ? 1 : -1
    const next = now === -1 ? 0 : Math.min(Math.max(now + step, 0), links.length - 1)
    links[next]?.focus()
    event.preventDefault()
  }
  const listen = () => window.addEventListener('keydown', move)
  const stop = () => window.removeEventListener('keydown', move)
  onMounted(listen)
  onActivated(listen)
  onDeactivated(stop)
  onUnmounted(stop)
}
