"""Asking other machines over HTTP, with limits on time and size."""

from dataclasses import dataclass
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

TIMEOUT_S = 10
LARGEST_REPLY = 256 * 1024


class Unreachable(Exception):
    """The other side gave no answer in time."""


@dataclass(frozen=True)
class Reply:
    """An answer, whatever its status."""

    status: int
    content_type: str
    body: bytes


class _NoRedirect(HTTPRedirectHandler):
    """An address of the settings is where things are sent, and nowhere else."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        """Follow nothing."""


_opener = build_opener(_NoRedirect)


def post(url: str, body: bytes, content_type: str) -> Reply:
    """Send bytes to an http or https address of the settings; raises Unreachable."""
    if not url.startswith(("http://", "https://")):
        raise Unreachable(f"{url} is no address")
    request = Request(url, body, {"Content-Type": content_type})  # noqa: S310 - checked above
    try:
        with _opener.open(request, timeout=TIMEOUT_S) as answer:
            given = answer.read(LARGEST_REPLY + 1)
            reply = Reply(answer.status, answer.headers.get("Content-Type", ""), given)
    except HTTPError as error:
        with error:
            kind = error.headers.get("Content-Type", "")
            reply = Reply(error.code, kind, error.read(LARGEST_REPLY))
    except (URLError, OSError) as error:
        raise Unreachable(str(error)) from error
    if len(reply.body) > LARGEST_REPLY:
        raise Unreachable("the reply is too long")
    return reply
