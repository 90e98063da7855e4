"""What a person does with the field app, in whichever browser."""

from typing import Protocol

SHOOT = "[data-action=shoot]"
SHUTTER = "[data-action=shutter]"
REPORT = "[data-action=report]"


class Hands(Protocol):
    """Each waits until the app has done what is asked of it, unless it says otherwise."""

    def see(self, selector: str, text: str = "") -> None:
        """Wait until the first of these can be seen."""

    def see_value(self, selector: str, value: str) -> None:
        """Wait until a field holds this."""

    def is_there(self, selector: str, text: str = "") -> bool:
        """Whether it can be seen now."""

    def click(self, selector: str, text: str = "") -> None:
        """Press the first of these when it can be seen."""

    def write(self, selector: str, value: str, nth: int = 0) -> None:
        """Fill a field."""

    def type(self, selector: str, words: str) -> None:
        """Write letter by letter behind what a field holds."""

    def open(self, path: str = "/") -> None:
        """Load a page of the app by its address."""

    def sign_in(self, account_name: str) -> None:
        """Sign in with a demo account and wait for the home page."""

    def wait_until_ready_for_offline(self) -> None:
        """Return when the app can start with no network and knows the categories."""

    def home(self) -> None:
        """Open the home page."""

    def open_camera(self) -> None:
        """Go from the home page to the camera and wait until a photo can be taken."""

    def take_photos(self, count: int = 1) -> None:
        """Open the camera from the home page and press the shutter."""

    def begin_video(self, seconds: int) -> None:
        """Open the camera from the home page and record for so long, without an end."""

    def pick_file(self, path: str) -> None:
        """Open the camera from the home page and choose a file instead."""

    def choose(self, category_code: str) -> None:
        """Choose a category by its picture."""

    def write_note(self, text: str) -> None:
        """Write the note of the report."""

    def report(self) -> None:
        """Press 上报 and wait for the words that promise the report is on the disk."""

    def continue_draft(self) -> None:
        """Go from the home page to the report that was begun."""

    def go_back(self) -> None:
        """Go back a page, as with the phone's own button."""

    def pause(self, seconds: float) -> None:
        """Do nothing for a while."""
