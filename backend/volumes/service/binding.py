"""Binding a plan as one PDF: the papers' own pages, unchanged but for the number on each."""

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from backend.documents import render_sheet
from backend.kernel.clock import bureau_date
from backend.kernel.db import Json
from backend.kernel.pdf import SONG, render_pdf

STYLE = f"""@page {{ size: A4; margin: 0 }}
body {{ margin: 0; font: 10.5pt "{SONG}" }}
p {{ margin: 0; padding: 11mm 18mm 0 0; text-align: right; break-after: page }}"""


@dataclass(frozen=True)
class Bound:
    """A bound volume; `pages` counts the numbered ones, as the cover does."""

    content: bytes
    pages: int

    @property
    def sha256(self) -> str:
        """The digest of the bytes, in hex."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class _Piece:
    title: str
    content: bytes
    pages: int
    first: int


def bind(plan: Json, papers: Mapping[str, bytes], pictures: Mapping[str, bytes]) -> Bound:
    """Return the volume of a plan from the papers and reading copies by id: the same bytes from
    the same plan, whenever and wherever it is made. Raises Invalid or CannotRender.
    """
    pieces = list(_pieces(plan, papers, pictures))
    pages = pieces[-1].first + pieces[-1].pages - 1
    writer = PdfWriter()
    _append(writer, "封面", _sheet(plan, "bound_cover", _cover(plan, pages)))
    _append(writer, "卷内目录", _sheet(plan, "bound_contents", _contents(plan, pieces)))
    numbers = iter(enumerate(_stamps(pages), 1))
    for piece in pieces:
        for page in _append(writer, piece.title, piece.content):
            _stamp(writer, page, *next(numbers))
    _append(writer, "备考表", _sheet(plan, "bound_note", _note(plan, pages)))
    return Bound(_written(writer, plan), pages)


def _pieces(
    plan: Json, papers: Mapping[str, bytes], pictures: Mapping[str, bytes]
) -> Iterator[_Piece]:
    first = 1
    for entry in plan["entries"]:
        key = entry["id"]
        is_paper = entry["kind"] == "document"
        content = papers[key] if is_paper else _exhibit(plan, entry, pictures.get(key))
        pages = len(PdfReader(BytesIO(content)).pages)
        yield _Piece(entry["title"], content, pages, first)
        first += pages


def _sheet(plan: Json, kind: str, data: Json) -> bytes:
    made_at = datetime.fromisoformat(plan["made_at"])
    cover = plan["cover"]
    shared = {name: cover[name] for name in ("party", "violation_name", "case_number")}
    return render_sheet(
        kind,
        {**shared, "part_name": plan["part_name"], **data},
        identifier=f"{plan['made_at']}/{plan['part']}/{kind}",
        authority_name=plan["authority_name"],
        dated=bureau_date(made_at),
        made_at=made_at,
    ).content


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _cover(plan: Json, pages: int) -> Json:
    cover = plan["cover"]
    days = {name: _day(cover[name]) for name in ("filed_on", "closed_on", "archived_on")}
    kept = {name: cover[name] for name in ("outcome", "officers", "kept_years")}
    return {**kept, **days, "pages": pages}


def _contents(plan: Json, pieces: list[_Piece]) -> Json:
    return {
        "rows": [
            {
                "title": entry["title"],
                "number": entry["number"],
                "dated": date.fromisoformat(entry["dated"]),
                "first": piece.first,
                "last": piece.first + piece.pages - 1,
            }
            for entry, piece in zip(plan["entries"], pieces, strict=True)
        ]
    }


def _exhibit(plan: Json, entry: Json, picture: bytes | None) -> bytes:
    sheet: Json = entry["sheet"]
    shown = "data:image/jpeg;base64," + base64.b64encode(picture).decode() if picture else None
    moment = datetime.fromisoformat(sheet["captured_at"])
    return _sheet(plan, "bound_exhibit", {**sheet, "captured_at": moment, "picture": shown})


def _note(plan: Json, pages: int) -> Json:
    made_on = bureau_date(datetime.fromisoformat(plan["made_at"]))
    counted = {"papers": len(plan["entries"]), "pages": pages, "made_on": made_on}
    return {**plan["note"], **counted}


def _append(writer: PdfWriter, title: str, content: bytes) -> list[PageObject]:
    first = len(writer.pages)
    writer.append(PdfReader(BytesIO(content)), import_outline=False)
    writer.add_outline_item(title=title, page_number=first)
    return list(writer.pages[first:])


def _stamps(pages: int) -> list[PageObject]:
    """Return pages that hold nothing but a number each."""
    numbers = "".join(f"<p>{number}</p>" for number in range(1, pages + 1))
    html = f'<!doctype html><html lang="zh-CN"><body>{numbers}</body></html>'
    pdf = render_pdf(html, STYLE, identifier=b"numbers")
    return list(PdfReader(BytesIO(pdf.content)).pages)[:pages]


def _stamp(writer: PdfWriter, page: PageObject, number: int, drawing: PageObject) -> None:
    """Draw the number over a page, whose own streams stay as they are, byte for byte."""
    # Pages of one paper may share their resources, so each number has a name of its own.
    name = NameObject(f"/VolumeNumber{number}")
    form = DecodedStreamObject()
    drawn = drawing.get_contents()
    form.set_data(drawn.get_data() if drawn is not None else b"")
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = ArrayObject(drawing.mediabox)
    form[NameObject("/Resources")] = drawing["/Resources"].clone(writer)
    own = page["/Contents"].get_object()
    streams = list(own) if isinstance(own, ArrayObject) else [page.raw_get("/Contents")]
    page[NameObject("/Contents")] = ArrayObject(
        [
            writer._add_object(_stream(b"q\n")),
            *streams,
            writer._add_object(_stream(b"\nQ q " + name.encode() + b" Do Q\n")),
        ]
    )
    resources = page["/Resources"].get_object()
    if not isinstance(resources, DictionaryObject):
        raise TypeError("a page without resources")
    forms = resources.setdefault(NameObject("/XObject"), DictionaryObject()).get_object()
    forms[name] = writer._add_object(form)


def _stream(content: bytes) -> StreamObject:
    stream = DecodedStreamObject()
    stream.set_data(content)
    return stream


def _written(writer: PdfWriter, plan: Json) -> bytes:
    cover = plan["cover"]
    title = f"{plan['authority_name']} {cover['case_number']} {plan['part_name']}"
    writer.metadata = {
        "/Title": title,
        "/Author": plan["authority_name"],
        "/Producer": "xunzheng",
        "/CreationDate": f"D:{datetime.fromisoformat(plan['made_at']):%Y%m%d%H%M%S}Z",
    }
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject("zh-CN")
    root[NameObject("/PageMode")] = NameObject("/UseOutlines")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
