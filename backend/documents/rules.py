"""How documents check their data and write numbers, money and days."""

import hashlib
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from io import BytesIO
from typing import Any

from PIL import Image

from backend.documents.kinds import KINDS, Field, Fields
from backend.kernel.clock import BUREAU_ZONE, wire_time
from backend.kernel.errors import Invalid
from backend.kernel.jcs import canonical_bytes

STATES = ("rendering", "issued", "failed")
DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("仟", "佰", "拾", "")
GROUPS = ("亿", "万", "")
MAX_FEN = 10**14 - 1
"""The largest amount whose capitals need no place above 仟亿."""
MAX_PICTURE_CHARS = 700_000
MAX_PIXELS = 4_000_000
PNG_PREFIX = "data:image/png;base64,"
JPEG_PREFIX = "data:image/jpeg;base64,"
MAX_COPY_CHARS = 8_000_000

Errors = dict[str, tuple[str, str]]


def document_title(kind: str) -> str:
    """Return the Chinese title of a kind."""
    return KINDS[kind].title_zh


def written_number(document_code: str, kind: str, year: int, number: int) -> str:
    """Write a document number 文号, e.g. 闽厦环罚〔2026〕1号."""
    return f"{document_code}{KINDS[kind].number_word}〔{year}〕{number}号"


def chinese_date(day: date) -> str:
    """Write a day, e.g. 2026年11月22日."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_time(moment: datetime) -> str:
    """Write an aware time by the bureau's clock to the minute, e.g. 2026年11月22日14时05分."""
    local = moment.astimezone(BUREAU_ZONE)
    return f"{chinese_date(local.date())}{local.hour}时{local.minute:02d}分"


def yuan(fen: int) -> str:
    """Write an amount, e.g. ¥29,000.00."""
    return f"¥{fen // 100:,}.{fen % 100:02d}"


def yuan_capitals(fen: int) -> str:
    """Write an amount in capitals, e.g. 贰万玖仟元整 (支付结算办法 附一).

    Raises ValueError below zero or from one trillion yuan.
    """
    if not 0 <= fen <= MAX_FEN:
        raise ValueError(f"{fen} fen cannot be written")
    whole, jiao, cent = fen // 100, fen // 10 % 10, fen % 10
    text = f"{_whole_in_capitals(whole)}元" if whole or not fen else ""
    if not jiao and not cent:
        return text + "整"
    if jiao:
        text += f"{DIGITS[jiao]}角"
    elif text:
        text += "零"
    return text + (f"{DIGITS[cent]}分" if cent else "")


def _whole_in_capitals(whole: int) -> str:
    if not whole:
        return "零"
    text, gap = "", False
    for place, digit in zip(range(11, -1, -1), f"{whole:012d}", strict=True):
        if digit != "0":
            text += ("零" if gap and text else "") + DIGITS[int(digit)] + PLACES[3 - place % 4]
            gap = False
        else:
            gap = True
        if place % 4 == 0 and whole // 10**place % 10**4:
            text += GROUPS[2 - place // 4]
    return text


def snapshot_of(kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data as JSON, complete and of the declared types; raises Invalid naming every
    field that is missing, unknown or wrong.
    """
    errors: Errors = {}
    frozen = _record(KINDS[kind].fields, data, "", errors)
    if errors:
        raise Invalid(errors, detail=f"文书《{document_title(kind)}》的内容不完整或有误")
    return frozen


def _record(fields: Fields, data: Any, path: str, errors: Errors) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        errors[path or "/"] = ("field_invalid", "应为一组内容")
        return {}
    for name in data.keys() - fields.keys():
        errors[f"{path}/{name}"] = ("field_unknown", "文书中没有这一项")
    frozen = {}
    for name, one in fields.items():
        if name in data:
            frozen[name] = _value(one, data[name], f"{path}/{name}", errors)
        else:
            errors[f"{path}/{name}"] = ("field_missing", "缺少这一项")
    return frozen


def _value(one: Field, value: Any, path: str, errors: Errors) -> Any:
    if one.is_optional and (value is None or (one.type == "text" and value == "")):
        return None
    if one.type == "record":
        return _record(one.record, value, path, errors)
    if one.type == "list":
        return _list(one, value, path, errors)
    try:
        return READERS[one.type](one, value)
    except (TypeError, ValueError) as error:
        errors[path] = ("field_invalid", str(error))
        return None


def _list(one: Field, value: Any, path: str, errors: Errors) -> list[Any]:
    if not isinstance(value, list) or len(value) < one.at_least:
        errors[path] = ("field_invalid", f"应为至少 {one.at_least} 项的列表")
        return []
    return [
        _record(one.record, item, f"{path}/{index}", errors) for index, item in enumerate(value)
    ]


def _text(_: Field, value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or "\x00" in value:
        raise ValueError("应为不空的文字")
    return value


def _date(_: Field, value: Any) -> str:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise TypeError("应为日期")
    return value.isoformat()


def _time(_: Field, value: Any) -> str:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise TypeError("应为带时区的时刻")
    return wire_time(value)


def _fen(_: Field, value: Any) -> int:
    if type(value) is not int or not 0 <= value <= MAX_FEN:
        raise ValueError("应为以分计的金额")
    return value


def _count(_: Field, value: Any) -> int:
    if type(value) is not int or value < 1:
        raise ValueError("应为正整数")
    return value


def _bool(_: Field, value: Any) -> bool:
    if type(value) is not bool:
        raise TypeError("应为是或否")
    return value


def _png(_: Field, value: Any) -> str:
    return _picture(value, "PNG", PNG_PREFIX, MAX_PICTURE_CHARS)


def _jpeg(_: Field, value: Any) -> str:
    return _picture(value, "JPEG", JPEG_PREFIX, MAX_COPY_CHARS)


def _picture(value: Any, name: str, prefix: str, most: int) -> str:
    if not isinstance(value, str) or not value.startswith(prefix):
        raise ValueError(f"应为 {name} 图片")
    if len(value) > most:
        raise ValueError("图片过大")
    try:
        picture = Image.open(BytesIO(b64decode(value.removeprefix(prefix), validate=True)))
        picture.verify()
    except Exception as error:
        raise ValueError("图片无法读取") from error
    if picture.format != name or picture.width * picture.height > MAX_PIXELS:
        raise ValueError(f"应为不超过四百万像素的 {name} 图片")
    return value


def _choice(one: Field, value: Any) -> str:
    if value not in one.values:
        raise ValueError(f"应为 {'、'.join(one.values)} 之一")
    return str(value)


READERS: dict[str, Callable[[Field, Any], Any]] = {
    "text": _text,
    "date": _date,
    "time": _time,
    "fen": _fen,
    "count": _count,
    "bool": _bool,
    "png": _png,
    "jpeg": _jpeg,
    "choice": _choice,
}


def texts_of(value: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of a snapshot that is printed, with its JSON pointer."""
    if isinstance(value, str) and not value.startswith((PNG_PREFIX, JPEG_PREFIX)):
        yield pointer, value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from texts_of(one, f"{pointer}/{name}")
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from texts_of(one, f"{pointer}/{index}")


def digest_of(snapshot: dict[str, Any]) -> str:
    """Return the SHA-256 of the snapshot's canonical bytes (RFC 8785), in hex."""
    return hashlib.sha256(canonical_bytes(snapshot)).hexdigest()
