"""Examples that a changed verifier must still get right, in groups that are tried in turn."""

from collections.abc import Callable
from types import ModuleType

from scripts.mutation.examples.exhibits import exhibits_hold
from scripts.mutation.examples.machines import machines_hold
from scripts.mutation.examples.notes import notes_hold
from scripts.mutation.examples.packages import packages_hold
from scripts.mutation.examples.reading import readers_hold
from scripts.mutation.examples.records import records_hold
from scripts.mutation.examples.signatures import signatures_hold
from scripts.mutation.examples.stamps import stamps_hold
from scripts.mutation.examples.trees import trees_hold

WHOLE = "machines"
EXAMPLES: dict[str, Callable[[ModuleType], bool]] = {
    "reading": readers_hold, "trees": trees_hold, "records": records_hold,
    "exhibits": exhibits_hold, "packages": packages_hold, "signatures": signatures_hold,
    "notes": notes_hold, "stamps": stamps_hold, WHOLE: machines_hold,
}  # fmt: skip
