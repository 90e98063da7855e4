"""The pages as a person meets them; whatever is expected of them has half a minute to arrive."""

from playwright.sync_api import expect

ARRIVES_MS = 30_000

# Its own five seconds are too few while a fresh system and two browsers share two cores.
expect.set_options(timeout=ARRIVES_MS)
