/** Keeps the keyboard inside an open dialog and gives the focus back afterwards. */
const FOCUSABLE =
  'button:not([disabled]), [href], input:not([disabled]), textarea:not([disabled]), select:not([disabled]), [tabindex="0"]'

/** Traps Tab in `dialog`, calls `leave` on Escape; returns how to release. */
export function trapFocus(dialog: HTMLElement, leave: () => void): () => void {
  const before = document.activeElement
  const inside = () => Array.from(dialog.querySelectorAll<HTMLElement>(FOCUSABLE))

  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      leave()
      return
    }
    if (event.key !== 'Tab') return
    const stops = inside()
    const first = stops[0]
    const last = stops[stops.length - 1]
    const edge = event.shiftKey ? first : last
    if (document.activeElement === edge || !dialog.contains(document.activeElement)) {
      event.preventDefault()
      ;(event.shiftKey ? last : first)?.focus()
    }
  }

  dialog.addEventListener('keydown', onKey)
  ;(inside()[0] ?? dialog).focus()
  return () => {
    dialog.removeEventListener('keydown', onKey)
    if (before instanceof HTMLElement) before.focus()
  }
}
