"""The WSGI entry point."""

from backend.app import create_app
from backend.settings import Settings

app = create_app(Settings())  # type: ignore[call-arg]
