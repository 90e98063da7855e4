"""The one list of what the application is made of."""

from flask_smorest import Blueprint

import backend.ledger.jobs  # noqa: F401 - declares its jobs
from backend.accounts.routes import authenticate as authenticate
from backend.accounts.routes import blueprint as accounts
from backend.deadlines.routes import blueprint as deadlines
from backend.kernel.operations import Operation, PulledKind
from backend.ledger.routes import blueprint as ledger

BLUEPRINTS: tuple[Blueprint, ...] = (accounts, ledger)

OPERATIONS: dict[str, Operation] = {}
"""What a phone may push."""

PULLED_KINDS: dict[str, PulledKind] = {}
"""What a phone may pull."""
