"""A WebKitGTK window on a profile folder, led by lines of JSON; runs in the system's own Python.

It reads `{"id", "goto"}` and `{"id", "script", "given"}` from its input, and answers each with
`{"id", "value"}` or `{"id", "error"}`. What it keeps is where a person's browser keeps it.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gio, GLib, Gtk, WebKit2  # noqa: E402 - the versions come first

WIDTH, HEIGHT = 360, 740
CALL = "return JSON.stringify({ value: await ({script})(JSON.parse(given)) })"


class View:
    """One window and who asked it for what."""

    def __init__(
        self, profile: Path, place: tuple[float, float, float], scripts: list[Path]
    ) -> None:
        self._answers = os.fdopen(os.dup(1), "w", buffering=1, encoding="utf-8")
        # The browser's own processes write where nobody reads them as answers.
        os.dup2(2, 1)
        self._place = place
        self._loading: int | None = None
        content = WebKit2.UserContentManager()
        for script in scripts:
            content.add_script(_early(script.read_text(encoding="utf-8")))
        self._view = WebKit2.WebView(
            web_context=self._context(profile),
            user_content_manager=content,
            settings=_settings(),
        )
        self._listen()
        window = Gtk.Window(default_width=WIDTH, default_height=HEIGHT)
        window.add(self._view)
        window.show_all()
        lines = Gio.DataInputStream.new(Gio.UnixInputStream.new(0, False))
        self._read_next(lines)

    def _context(self, profile: Path) -> Any:
        kept = WebKit2.WebsiteDataManager(
            base_data_directory=str(profile / "data"), base_cache_directory=str(profile / "cache")
        )
        cookies = kept.get_cookie_manager()
        cookies.set_persistent_storage(
            str(profile / "cookies.sqlite"), WebKit2.CookiePersistentStorage.SQLITE
        )
        context = WebKit2.WebContext.new_with_website_data_manager(kept)
        context.set_preferred_languages(["zh-CN"])
        where = context.get_geolocation_manager()
        where.connect("start", self._tell_place)
        return context

    def _tell_place(self, where: Any) -> bool:
        def tell() -> bool:
            where.update_position(WebKit2.GeolocationPosition.new(*self._place))
            return False

        GLib.idle_add(tell)
        return True

    def _listen(self) -> None:
        self._view.connect("permission-request", _allow)
        self._view.connect("script-dialog", _agree)
        self._view.connect("load-changed", self._on_load)
        self._view.connect("load-failed", self._on_failure)
        self._view.connect("web-process-terminated", lambda *_: Gtk.main_quit())

    def _read_next(self, lines: Any) -> None:
        lines.read_line_async(GLib.PRIORITY_DEFAULT, None, self._on_line)

    def _on_line(self, lines: Any, result: Any) -> None:
        line, _ = lines.read_line_finish_utf8(result)
        if line is None:
            Gtk.main_quit()
            return
        asked = json.loads(line)
        if "goto" in asked:
            self._loading = asked["id"]
            self._view.load_uri(asked["goto"])
        else:
            self._evaluate(asked["id"], asked["script"], asked["given"])
        self._read_next(lines)

    def _evaluate(self, number: int, script: str, given: object) -> None:
        arguments = GLib.Variant("a{sv}", {"given": GLib.Variant("s", json.dumps(given))})
        body = CALL.replace("{script}", script)
        self._view.call_async_javascript_function(
            body, -1, arguments, None, None, None, self._on_value, number
        )

    def _on_value(self, view: Any, result: Any, number: int) -> None:
        try:
            value = view.call_async_javascript_function_finish(result)
        except GLib.Error as error:
            self._answer({"id": number, "error": error.message})
        else:
            self._answer({"id": number, **json.loads(value.to_string())})

    def _on_load(self, _: Any, event: Any) -> None:
        if event == WebKit2.LoadEvent.FINISHED and self._loading is not None:
            self._answer({"id": self._loading, "value": None})
            self._loading = None

    def _on_failure(self, _: Any, __: Any, uri: str, error: Any) -> bool:
        if self._loading is not None:
            self._answer({"id": self._loading, "error": f"{uri}: {error.message}"})
            self._loading = None
        return True

    def _answer(self, answer: dict[str, object]) -> None:
        self._answers.write(f"{json.dumps(answer)}\n")


def _early(script: str) -> Any:
    return WebKit2.UserScript.new(
        script,
        WebKit2.UserContentInjectedFrames.TOP_FRAME,
        WebKit2.UserScriptInjectionTime.START,
        None,
        None,
    )


def _settings() -> Any:
    return WebKit2.Settings(
        enable_media_stream=True,
        enable_mock_capture_devices=True,
        enable_mediasource=True,
        media_playback_requires_user_gesture=False,
        enable_write_console_messages_to_stdout=True,
    )


def _allow(_: Any, request: Any) -> bool:
    request.allow()
    return True


def _agree(_: Any, dialog: Any) -> bool:
    if dialog.get_dialog_type() != WebKit2.ScriptDialogType.ALERT:
        dialog.confirm_set_confirmed(True)
    return True


def main() -> None:
    """Show the window until the input ends."""
    profile, latitude, longitude, accuracy, *scripts = sys.argv[1:]
    place = float(latitude), float(longitude), float(accuracy)
    View(Path(profile), place, [Path(script) for script in scripts])
    Gtk.main()


if __name__ == "__main__":
    main()
