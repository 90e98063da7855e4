"""Editable drafts: a paper's words as a Word file, marked, without number, signature or seal."""

from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

from docxtpl import DocxTemplate

from backend.documents.models import Document
from backend.documents.rendering import page_of
from backend.kernel.db import Json

TEMPLATE = Path(__file__).parents[1] / "templates" / "draft.docx"
PARAGRAPHS = {"p": "text", "h2": "heading", "h3": "heading", "li": "text"}
LEFT_OUT = {"head", "header"}
"""The page's own head, and authority and title, which the template sets."""
SIGNED = "（签名）"


def draft_of(paper: Document) -> bytes:
    """Return a paper as a draft to go on writing at: the same words as the page that is printed."""
    frozen = paper.frozen
    reader = _Reader()
    reader.feed(page_of({**frozen, "number": None}))
    draft = DocxTemplate(TEMPLATE)
    context = {
        "authority_name": frozen["authority_name"],
        "title": frozen["title"],
        "blocks": [block for block in reader.blocks if block["kind"] == "table" or block["text"]],
    }
    # A party's name may hold < and &.
    draft.render(context, autoescape=True)
    written = BytesIO()
    draft.save(written)
    return written.getvalue()


class _Reader(HTMLParser):
    """Reads a printed page as headings, paragraphs and tables of cells."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Json] = []
        self._left_out = ""
        self._cell: list[str] | None = None
        self._text: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a part."""
        if self._left_out or tag in LEFT_OUT:
            self._left_out = self._left_out or tag
        elif tag == "table":
            self.blocks.append({"kind": "table", "rows": []})
        elif tag == "tr":
            self.blocks[-1]["rows"].append([])
        elif tag in ("td", "th"):
            self._cell = []
        elif tag in ("br", "p") and self._cell:
            self._cell.append("\n")
        elif tag == "img":
            self._write(SIGNED)
        elif tag in PARAGRAPHS and self._cell is None:
            self._text = []

    def handle_endtag(self, tag: str) -> None:
        """End a part."""
        if self._left_out:
            self._left_out = "" if tag == self._left_out else self._left_out
        elif tag in ("td", "th"):
            self.blocks[-1]["rows"][-1].append(_plain(self._cell or []))
            self._cell = None
        elif tag in PARAGRAPHS and self._text is not None:
            self.blocks.append({"kind": PARAGRAPHS[tag], "text": _plain(self._text)})
            self._text = None

    def handle_data(self, data: str) -> None:
        """Take in words."""
        if not self._left_out:
            self._write(data)

    def _write(self, words: str) -> None:
        into = self._text if self._cell is None else self._cell
        if into is not None:
            into.append(words)


def _plain(pieces: list[str]) -> str:
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)
