"""Scripts by which hands are made: each finds what a person would see, and acts on it."""

FIND = """
  const isSeen = (it) => it.getClientRects().length > 0
  const find = ({ selector, text }) => [...document.querySelectorAll(selector)].find(
    (it) => isSeen(it) && (!text || it.textContent.includes(text)))
"""
IS_THERE = f"""(wanted) => {{ {FIND}
  const it = find(wanted)
  return it !== undefined && !it.disabled
}}"""
CLICK = f"""(wanted) => {{ {FIND}
  find(wanted).click()
}}"""
WRITE = f"""({{ selector, value, nth }}) => {{ {FIND}
  const it = [...document.querySelectorAll(selector)].filter(isSeen)[nth ?? 0]
  const proto = it instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement
  it.focus()
  Object.getOwnPropertyDescriptor(proto.prototype, 'value').set.call(it, value)
  it.dispatchEvent(new InputEvent('input', {{ bubbles: true, inputType: 'insertText' }}))
  it.dispatchEvent(new Event('change', {{ bubbles: true }}))
}}"""
LABELLED = """(label) => {
  const mine = [...document.querySelectorAll('label')].find(
    (it) => it.textContent.trim().startsWith(label))
  return mine?.htmlFor ? `#${CSS.escape(mine.htmlFor)}` : null
}"""
CHOOSE_FILE = """({ name, type, base64 }) => {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  const chosen = new DataTransfer()
  chosen.items.add(new File([bytes], name, { type }))
  const input = document.querySelector('input[type=file]')
  input.files = chosen.files
  input.dispatchEvent(new Event('change', { bubbles: true }))
}"""
