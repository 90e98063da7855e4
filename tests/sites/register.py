"""Entering sites as the register does."""

from itertools import count
from typing import Any

from backend.demo.city import credit_code
from backend.kernel.ids import new_id
from tests.factories import City

_SERIALS = count(5000)


def entry_of(city: City, **changes: Any) -> dict[str, Any]:
    """Return an entry of a Siming site."""
    return {
        "authority_id": str(city.authorities["siming"]),
        "name": "厦门示范洗涤服务有限公司",
        "credit_code": credit_code(next(_SERIALS)),
        "legal_representative": "李示范",
        "address": "厦门市思明区示范路 8 号",
        "category": "洗涤",
        "position": None,
        "facts": {"permit_number": "91350200", "permit_valid_to": "2029-06-30"},
    } | changes


def enter_site(admin: Any, city: City, **changes: Any) -> dict[str, Any]:
    """Enter a site and return it."""
    answer = admin.put(f"/sites/{new_id()}", entry_of(city, **changes))
    assert answer.status_code == 201, answer.text
    site: dict[str, Any] = answer.json
    return site
