"""Points over a form and over the lock: what was typed is there, and no PIN costs a record."""

from collections.abc import Callable

from tests.kill.hands import SHOOT
from tests.kill.phone import Phone

PIN = "739182"
NOTE_FIELD = "[data-field=note] textarea"
PIN_FIELD = "input[type=password]"
_SITE = "a[href*='/sites/']"
_FORM = "[data-action=form-site_check]"
ANSWERS = """async () => {
  const all = await indexedDB.databases()
  const { name } = all.find((db) => db.name.startsWith('xunzheng-'))
  const db = await new Promise((resolve) => {
    const request = indexedDB.open(name)
    request.onsuccess = () => resolve(request.result)
  })
  const drafts = await new Promise((resolve) => {
    const request = db.transaction('drafts').objectStore('drafts').getAll()
    request.onsuccess = () => resolve(request.result)
  })
  db.close()
  return drafts.flatMap(({ form, answers }) => (form ? [answers.note] : []))
}"""


def open_sites(phone: Phone) -> None:
    """Open the places and wait for the first of them."""
    phone.app.open("/sites")
    phone.app.see(_SITE)


def _begin_form(phone: Phone, words: str) -> None:
    open_sites(phone)
    phone.app.click(_SITE)
    phone.app.click(_FORM)
    phone.app.type(NOTE_FIELD, words)


def _a_second_after_the_keystroke(phone: Phone, words: str) -> None:
    _begin_form(phone, words)
    phone.app.pause(1)
    phone.kill()


def _before_the_camera_opens(phone: Phone, words: str) -> None:
    _begin_form(phone, words[:-1])
    phone.stop_in_page("camera opens", "")
    # The last letter and the tap follow one another with nothing between them.
    phone.app.type(NOTE_FIELD, words[-1])
    phone.press("[data-action=photos]")
    phone.kill_when_reached()


FORM_POINTS: dict[str, Callable[[Phone, str], None]] = {
    "a second after a form's keystroke": _a_second_after_the_keystroke,
    "form, before the camera opens": _before_the_camera_opens,
}


def _set_pin(phone: Phone) -> None:
    phone.app.open("/pin")
    for nth in range(2):
        phone.app.write(PIN_FIELD, PIN, nth)


def _pin_set_and_die(store: str) -> Callable[[Phone], None]:
    def drive(phone: Phone) -> None:
        _set_pin(phone)
        phone.stop_in_page(store, "put")
        phone.press("[data-action=set-pin]")
        phone.kill_when_reached()

    return drive


def _unlock_and_die(phone: Phone) -> None:
    _set_pin(phone)
    phone.app.click("[data-action=set-pin]")
    phone.app.see(SHOOT)
    phone.app.pause(2)
    phone.app.open("/")
    phone.app.write(PIN_FIELD, PIN)
    phone.stop_in_page("vaults", "put")
    phone.press("[data-action=unlock]")
    phone.kill_when_reached()


LOCK_POINTS: dict[str, Callable[[Phone], None]] = {
    "PIN set, vault not written": _pin_set_and_die("vaults"),
    "PIN set, rows half sealed": _pin_set_and_die("exhibits"),
    "PIN set, bytes half sealed": _pin_set_and_die("blobs"),
    "while unlocking": _unlock_and_die,
}
