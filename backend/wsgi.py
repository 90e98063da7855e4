"""The WSGI entry point."""

import gc

from backend.app import create_app
from backend.settings import Settings

app = create_app(Settings())  # type: ignore[call-arg]
# Nothing is served from a store that would let evidence be deleted.
app.extensions["object_store"].check_lock()
# What the start made stays for good: a collection of garbage need not look at it again and again.
gc.collect()
gc.freeze()
