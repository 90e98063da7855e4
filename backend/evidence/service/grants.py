"""Download links that work for one person, one exhibit and five minutes."""

from datetime import datetime, timedelta
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer

from backend.evidence.errors import DownloadGrantInvalid

LIFE = timedelta(minutes=5)
SALT = "exhibit-content"


def issue_grant(secret: str, person_id: UUID, exhibit_id: UUID, now: datetime) -> str:
    """Return a grant that ends in five minutes."""
    ends = int((now + LIFE).timestamp())
    token: str = URLSafeSerializer(secret, salt=SALT).dumps([str(person_id), str(exhibit_id), ends])
    return token


def check_grant(secret: str, grant: str, person_id: UUID, exhibit_id: UUID, now: datetime) -> None:
    """Raise DownloadGrantInvalid unless the grant is the person's, for the exhibit, and alive."""
    try:
        person, exhibit, ends = URLSafeSerializer(secret, salt=SALT).loads(grant)
    except (BadData, ValueError, TypeError) as error:
        raise DownloadGrantInvalid from error
    if (person, exhibit) != (str(person_id), str(exhibit_id)) or now.timestamp() > ends:
        raise DownloadGrantInvalid
