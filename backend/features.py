"""The one list of what the application is made of."""

from flask_smorest import Blueprint

from backend.accounts.routes import authenticate as authenticate
from backend.accounts.routes import blueprint as accounts
from backend.kernel.operations import Operation, PulledKind

BLUEPRINTS: tuple[Blueprint, ...] = (accounts,)

OPERATIONS: dict[str, Operation] = {}
"""What a phone may push."""

PULLED_KINDS: dict[str, PulledKind] = {}
"""What a phone may pull."""
