"""Applying a batch: each operation once and by itself, alike ones at once where possible."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import json

from backend.kernel.actor import Actor
from backend.kernel.db import Json, savepoint
from backend.kernel.errors import DomainError, Forbidden
from backend.kernel.logging import get_logger
from backend.kernel.operations import ApplyMany, Operation
from backend.kernel.problems import as_domain_error, problem_of
from backend.kernel.schema import shape
from backend.sync import service
from backend.sync.errors import OperationUnknown
from backend.sync.service import Requested

log = get_logger(__name__)


@dataclass(frozen=True)
class _Outcome:
    """What became of an operation: its resource as JSON, or why it was refused."""

    status: bytes
    found: bytes | DomainError

    def answer_to(self, requested: Requested) -> bytes:
        """Return what the phone is told, as PushResultSchema writes it."""
        name, found = b"resource", self.found
        if isinstance(found, DomainError):
            name, found = b"problem", json.dumps(problem_of(found)).encode()
        named = (str(requested.id).encode(), str(requested.subject_id).encode())
        return b'{"id":"%b","subject_id":"%b","status":"%b","%b":%b}' % (
            *named, self.status, name, found,
        )  # fmt: skip


def apply_batch(
    actor: Actor, device_id: UUID, batch: Sequence[Requested], known: Mapping[str, Operation]
) -> bytes:
    """Apply operations in their order and return what became of each as PushAnswerSchema writes
    it; one that is refused leaves nothing behind and holds no other.
    """
    answers: list[bytes] = []
    for run in _runs(batch, known):
        outcomes = _try_at_once(actor, device_id, run, known) if len(run) > 1 else None
        if outcomes is None:
            outcomes = [_apply_alone(actor, device_id, one, known) for one in run]
        answers += [each.answer_to(one) for one, each in zip(run, outcomes, strict=True)]
    return b'{"results":[%b]}' % b",".join(answers)


def _runs(batch: Sequence[Requested], known: Mapping[str, Operation]) -> Iterator[list[Requested]]:
    """Split the batch, order kept, where what follows cannot be done at once with what precedes."""
    run: list[Requested] = []
    seen: set[UUID] = set()
    for one in batch:
        many = known[one.name].apply_many if one.name in known else None
        goes_on = run and many and one.name == run[0].name and not seen & {one.id, one.subject_id}
        if run and not goes_on:
            yield run
            run, seen = [], set()
        run.append(one)
        seen |= {one.id, one.subject_id}
    if run:
        yield run


def _try_at_once(
    actor: Actor, device_id: UUID, run: Sequence[Requested], known: Mapping[str, Operation]
) -> list[_Outcome] | None:
    """Apply alike operations in one savepoint; None, with nothing written, when that fails."""
    operation = known[run[0].name]
    if operation.apply_many is None:
        return None
    try:
        with savepoint():
            return _apply_at_once(actor, device_id, run, operation, operation.apply_many)
    except Exception as error:  # each by itself will tell whose fault it is
        log.warning("batch_taken_apart", operation=run[0].name, error=type(error).__name__)
        return None


def _apply_at_once(
    actor: Actor,
    device_id: UUID,
    run: Sequence[Requested],
    operation: Operation,
    apply_many: ApplyMany,
) -> list[_Outcome]:
    outcomes: dict[UUID, _Outcome] = {}
    earlier = service.find_earlier_answers(run)
    loaded: list[tuple[Requested, Json]] = []
    for one in run:
        try:
            if one.id in earlier:
                resource = service.earlier_answer(actor, one, earlier[one.id])
                outcomes[one.id] = _Outcome(b"replayed", resource)
            else:
                loaded.append((one, _load(actor, operation, one)))
        except Exception as error:  # its payload is refused
            outcomes[one.id] = _refused(one, error)
    given = [(one.subject_id, payload) for one, payload in loaded]
    results = apply_many(actor, given) if given else []
    applied = []
    for (one, _), result in zip(loaded, results, strict=True):
        if isinstance(result, DomainError):
            outcomes[one.id] = _refused(one, result)
        else:
            outcomes[one.id] = _Outcome(b"applied", result)
            applied.append((one, result))
    service.keep_answers(actor, device_id, applied)
    return [outcomes[one.id] for one in run]


def _apply_alone(
    actor: Actor, device_id: UUID, one: Requested, known: Mapping[str, Operation]
) -> _Outcome:
    try:
        with savepoint():
            earlier = service.find_earlier_answers([one]).get(one.id)
            if earlier is not None:
                return _Outcome(b"replayed", service.earlier_answer(actor, one, earlier))
            operation = _find(known, one.name)
            done = operation.apply(actor, one.subject_id, _load(actor, operation, one))
            resource = json.dumps(done).encode()
            service.keep_answers(actor, device_id, [(one, resource)])
            return _Outcome(b"applied", resource)
    except Exception as error:  # one refused operation must not hold the others
        return _refused(one, error)


def _find(known: Mapping[str, Operation], name: str) -> Operation:
    if name not in known:
        raise OperationUnknown({"/name": ("operation_unknown", f"没有名为 {name} 的操作")})
    return known[name]


def _load(actor: Actor, operation: Operation, one: Requested) -> Json:
    if not actor.may(operation.permission):
        raise Forbidden(permission=operation.permission)
    payload: Json = shape(operation.schema).load(one.payload)
    return payload


def _refused(one: Requested, error: Exception) -> _Outcome:
    refusal = as_domain_error(error)
    if refusal.code == "internal":
        log.error("operation_failed", operation=one.name, exc_info=error)
    return _Outcome(b"refused", refusal)
