"""What a document's data is made of: types, records that many share, and how a kind is put down."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

Fields = Mapping[str, "Field"]


@dataclass(frozen=True)
class Field:
    """One datum: its type, whether it may be None, the record inside it, the values allowed."""

    type: str
    is_optional: bool = False
    record: Fields = field(default_factory=dict)
    at_least: int = 0
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """A kind of document 文书; its template never changes once a document was made from it, a new
    wording is a new version.
    """

    title_zh: str
    number_word: str
    template_version: str
    fields: Fields


NO_FIELDS: Fields = MappingProxyType({})


def optional(one: Field) -> Field:
    """Return the datum as one that may be None."""
    return replace(one, is_optional=True)


def record_of(**fields: Field) -> Field:
    """Return a record of these fields."""
    return Field("record", record=MappingProxyType(fields))


def list_of(record: Field, at_least: int = 0) -> Field:
    """Return a list of such records."""
    return replace(record, type="list", at_least=at_least)


def kind(
    title_zh: str,
    number_word: str,
    shared: Fields = NO_FIELDS,
    *,
    template_version: str = "v1",
    **fields: Field,
) -> Kind:
    """Return a kind with its own fields beside those it shares with others."""
    return Kind(title_zh, number_word, template_version, MappingProxyType({**shared, **fields}))


TEXT, DATE, TIME, FEN = Field("text"), Field("date"), Field("time"), Field("fen")
COUNT, BOOL, PNG, JPEG = Field("count"), Field("bool"), Field("png"), Field("jpeg")
TEXT_OR_NONE = optional(TEXT)

SERVICE_MODES = {
    "direct": "直接送达",
    "left": "留置送达",
    "post": "邮寄送达",
    "electronic": "电子送达",
    "entrusted": "委托送达",
    "announcement": "公告送达",
}
RECIPIENTS = {
    "police": "公安机关",
    "procuratorate": "人民检察院",
    "court": "人民法院",
    "authority": "行政机关",
    "party": "当事人",
}

PARTY = record_of(
    name=TEXT,
    kind=Field("choice", values=("organisation", "citizen")),
    credit_code=TEXT_OR_NONE,
    legal_representative=TEXT_OR_NONE,
    address=TEXT_OR_NONE,
)
OFFICER = record_of(full_name=TEXT, certificate_number=TEXT)
SIGNING_OFFICER = record_of(
    full_name=TEXT, certificate_number=TEXT, signature=optional(PNG), signed_at=optional(TIME)
)
EXHIBIT = record_of(name=TEXT, fact_to_prove=TEXT, captured_at=TIME, captured_by=TEXT, sha256=TEXT)
DEFENCE = record_of(received_on=DATE, content=TEXT, review_opinion=TEXT, is_adopted=BOOL)
PAYMENT = record_of(decision_number=TEXT, amount_fen=FEN, paid_on=DATE, reference=TEXT)
DAILY = record_of(number=TEXT, decided_on=DATE, served_on=DATE)
CONTACT = record_of(name=TEXT, phone=TEXT_OR_NONE, position=TEXT_OR_NONE)
OFFICE = record_of(name=TEXT, phone=TEXT_OR_NONE, address=TEXT_OR_NONE)
PARTY_OPINION = record_of(
    signed_by=TEXT_OR_NONE,
    signature=optional(PNG),
    is_refused=BOOL,
    reason=TEXT_OR_NONE,
    opinion=TEXT_OR_NONE,
    at=TIME,
)
EXTRACTED = record_of(
    name=TEXT,
    category=TEXT,
    format=TEXT,
    size=COUNT,
    sha256=TEXT,
    sm3=TEXT,
    place=TEXT,
    captured_at=TIME,
    captured_by=TEXT,
    tool=TEXT,
)
HANDED_OVER = record_of(
    name=TEXT,
    category=TEXT,
    format=TEXT,
    size=COUNT,
    sha256=TEXT,
    sm3=TEXT,
    captured_at=TIME,
    captured_by=TEXT,
)
HOLDER_OPINION = record_of(is_refused=BOOL, reason=TEXT_OR_NONE, signature=optional(PNG))
INVESTIGATORS = list_of(OFFICER, at_least=1)
EVIDENCE = list_of(EXHIBIT, at_least=1)
CONTENTS = list_of(record_of(text=TEXT), at_least=1)
"""What a party is or may be ordered to bear, an item each."""
POINTS = list_of(record_of(text=TEXT, is_met=BOOL), at_least=1)

DECIDED: Fields = MappingProxyType(
    {
        "party": PARTY,
        "violation_name": TEXT,
        "decision_title": TEXT,
        "decision_number": TEXT,
        "decided_on": DATE,
        "decision_served_on": DATE,
        "fine_fen": FEN,
    }
)
"""What every paper about performing a decision says of it."""
OWED: Fields = MappingProxyType(
    {**DECIDED, "paid_fen": FEN, "surcharge_fen": FEN, "left_fen": FEN, "days": COUNT}
)
"""What is still owed, and within how many working days it is demanded."""
APPROVAL: Fields = MappingProxyType(
    {
        "party": PARTY,
        "violation_name": TEXT,
        "filing_number": TEXT,
        "filed_on": DATE,
        "investigators": INVESTIGATORS,
        "ground": TEXT_OR_NONE,
        "reasons": TEXT,
        "proposed_by": TEXT,
        "proposed_on": DATE,
        "approved_by": TEXT,
        "approved_on": DATE,
    }
)
"""What the head's approval of a turn in a case says."""
