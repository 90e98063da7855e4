"""Reproducible PDF/A set in pinned fonts: the same input gives the same bytes on every machine."""

import hashlib
import logging
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock

import noto_cjk_sans_otc
import pylopdf_fonts_zh_cn
from fontTools.ttLib import TTCollection, TTFont
from weasyprint import CSS, HTML
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

SONG, HEI, RARE = "Pinned Song", "Pinned Hei", "Pinned Rare"
"""Family names for stylesheets, which no font of a host has; RARE holds the characters of names
that the others lack.
"""
FAMILIES = (SONG, HEI, RARE)
SCHEME = "pinned-font:"
INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp"}
RARE_FACE = "NotoSansCJKsc-Regular"

_one_at_a_time = Lock()


class CannotRender(Exception):
    """The text cannot be set faithfully: a character has no glyph, or a picture is lost."""


@dataclass(frozen=True)
class Pdf:
    """A finished document."""

    content: bytes
    pages: int

    @property
    def sha256(self) -> str:
        """The digest of the bytes, in hex."""
        return hashlib.sha256(self.content).hexdigest()


class _PinnedOnly(URLFetcher):  # type: ignore[misc]
    """Lets a page use the pinned fonts and pictures written into it, and nothing else."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return the bytes behind a URL; raises CannotRender for any other place."""
        if url.startswith(("data:image/png;base64,", "data:image/jpeg;base64,")):
            return super().fetch(url, headers)
        if url.startswith(SCHEME):
            return URLFetcherResponse(url, _font(FAMILIES[int(url.removeprefix(SCHEME))]))
        raise CannotRender(f"文书引用了外部内容：{url[:80]}")


def render_pdf(html: str, css: str, *, identifier: bytes) -> Pdf:
    """Return the page as PDF/A-2b; raises CannotRender rather than print a box, a substitute font
    or a gap. Dates come from the page's own dcterms metadata.
    """
    with _one_at_a_time, _warnings() as warnings:
        fonts, fetcher = _fonts(), _PinnedOnly()
        style = CSS(string=css, font_config=fonts, url_fetcher=fetcher)
        document = HTML(string=html, url_fetcher=fetcher).render(
            stylesheets=[style], font_config=fonts
        )
        content = document.write_pdf(pdf_variant="pdf/a-2b", pdf_identifier=identifier)
    if warnings:
        raise CannotRender("；".join(dict.fromkeys(warnings))[:500])
    foreign = {font.family for font in document.fonts.values()} - set(FAMILIES)
    if foreign:
        raise CannotRender(
            f"字体库中没有所需的字，不得以其他字体代替：{'、'.join(sorted(foreign))}"
        )
    return Pdf(content, len(document.pages))


def unprintable(text: str) -> list[str]:
    """Return the characters of a text that no pinned font can show, each once."""
    doubtful = set(text) - _seen_printable
    if not doubtful:
        return []
    lost = {char for char in doubtful if not (_is_invisible(char) or _has_glyph(char))}
    _seen_printable.update(doubtful - lost)
    return [char for char in dict.fromkeys(text) if char in lost]


_seen_printable: set[str] = set()
"""Characters that were looked up and can be shown: most texts hold no others."""


def _has_glyph(char: str) -> bool:
    return any(ord(char) in _codepoints(family) for family in FAMILIES)


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) in INVISIBLE or "\ufe00" <= char <= "\ufe0f"


@cache
def _codepoints(family: str) -> frozenset[int]:
    with TTFont(BytesIO(_font(family)), lazy=True) as font:
        return frozenset(font.getBestCmap())


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Collect what the renderer would only have mentioned."""
    heard: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.getMessage())

    listener = Listener(logging.WARNING)
    LOGGER.addHandler(listener)
    try:
        yield heard
    finally:
        LOGGER.removeHandler(listener)


@cache
def _fonts() -> FontConfiguration:
    configuration = FontConfiguration()
    faces = "".join(
        f"@font-face {{ font-family: '{family}'; src: url({SCHEME}{index}) }}"
        for index, family in enumerate(FAMILIES)
    )
    CSS(string=faces, font_config=configuration, url_fetcher=_PinnedOnly())
    return configuration


def _font(family: str) -> bytes:
    if family == RARE:
        return _face_of_collection(Path(str(noto_cjk_sans_otc.FONT_PATH)), RARE_FACE)
    path = pylopdf_fonts_zh_cn.serif_path() if family == SONG else pylopdf_fonts_zh_cn.sans_path()
    content: bytes = path.read_bytes()
    return content


def _face_of_collection(path: Path, face: str) -> bytes:
    """Return one face as a font of its own: shapes of one character differ by region."""
    with TTCollection(path, lazy=True) as collection:
        font = next(font for font in collection if font["name"].getDebugName(6) == face)
        font.recalcTimestamp = False
        out = BytesIO()
        font.save(out, reorderTables=None)
        return out.getvalue()
