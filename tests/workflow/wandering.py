"""Wandering through a procedure at random: legal steps, illegal ones, and time that passes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Connection, text

from backend.accounts import permissions_of
from backend.accounts.models import Person
from backend.kernel import clock
from backend.kernel.clock import bureau_date, wire_time
from backend.kernel.db import db, session
from backend.workflow import BY_TIME, FOLLOWS, Definition, Workflow
from backend.workflow.replaying import find_breaks, queries
from scripts.stories.weighing import weighing_form
from tests.procedure import PIXEL, Walk

PEOPLE = ("chen", "lin", "sun", "qian", "zhou", "zheng", "zhao", "wang")
ISSUED = (
    "update document set state = 'issued', issued_at = now(), pages = 1, size = 1,"
    " sha256 = data_sha256, store_key = id::text where state <> 'issued'"
)
FINES = (2_900_000, 2_000_000)
ROUNDS = 120


class World:
    """What every walk begins from: a thing at its first state, and all that is needed around it."""

    def __init__(
        self, walk: Walk, path: str, workflow: Workflow, table: type, exhibits: list[str],
        connection: Connection, fake_clock: Any,
    ) -> None:  # fmt: skip
        self.walk, self.path, self.workflow, self.table = walk, path, workflow, table
        self.exhibits, self.connection, self.fake_clock = exhibits, connection, fake_clock
        found = session().query(Person).all()
        self.roles = {one.account_name: frozenset(one.roles) for one in found}
        self.begun = dict(walk.signed_in)

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Take back everything that happens in the block."""
        db.session.remove()
        point, shift = self.connection.begin_nested(), self.fake_clock.shift
        try:
            yield
        finally:
            db.session.remove()
            point.rollback()
            self.fake_clock.shift = shift
            self.walk.signed_in = dict(self.begun)

    def thing(self) -> dict[str, Any]:
        """Return the thing."""
        return dict(self.walk.as_("chen").get(self.path).json)

    def offers(self, name: str) -> list[dict[str, Any]]:
        """Return what a person is told about every step; nothing, who may not even look."""
        answer = self.walk.as_(name).get(f"{self.path}/actions")
        return list(answer.json["items"]) if answer.status_code == 200 else []


class Wandering(RuleBasedStateMachine):
    """A thing in a procedure, people who try things, and a clock."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self._undone = self.world.undone()
        self._undone.__enter__()
        self.ended = False

    @property
    def definition(self) -> Definition:
        """The newest version, to which the thing is pinned."""
        return self.world.workflow.newest

    @initialize()
    def begin(self) -> None:
        """Begin where a thing of this kind begins."""
        assert not self.definition.state(self.world.thing()["state"]).final

    @rule(name=st.sampled_from(PEOPLE), data=st.data())
    def try_any_step(self, name: str, data: st.DataObject) -> None:
        """Try any step in any state with any form: what the definition forbids never passes."""
        step = data.draw(st.sampled_from(self.definition.transitions), "step")
        self._try(name, step.name, data)

    @rule(name=st.sampled_from(PEOPLE), data=st.data())
    def try_an_offered_step(self, name: str, data: st.DataObject) -> None:
        """Try what the person is told to be possible."""
        offered = [one for one in self.world.offers(name) if one["allowed"]]
        if offered:
            self._try(name, data.draw(st.sampled_from(offered), "offer")["name"], data)

    @rule(name=st.sampled_from(PEOPLE), data=st.data())
    def try_a_refused_step(self, name: str, data: st.DataObject) -> None:
        """Try what the person is told not to be possible: it is not, whatever the form."""
        refused = [one for one in self.world.offers(name) if not one["allowed"]]
        if refused:
            offer = data.draw(st.sampled_from(refused), "refused")
            assert not self._try(name, offer["name"], data), offer

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        """Let time pass."""
        self.world.fake_clock.advance(days=days)

    @invariant()
    def history_holds(self) -> None:
        """Every step taken was legal, chained, and leads where the thing stands."""
        row = session().get_one(self.world.table, self._id, populate_existing=True)
        steps = queries.list_history(row.id)
        assert list(find_breaks(self.world.workflow, row, steps)) == []
        session().rollback()

    def teardown(self) -> None:
        """From wherever the walk came, legal steps lead to an end."""
        try:
            self._go_to_an_end()
        finally:
            self._undone.__exit__(None, None, None)

    @property
    def _id(self) -> str:
        return self.world.path.rpartition("/")[2]

    def _try(self, name: str, action: str, data: st.DataObject) -> bool:
        before = self.world.thing()
        step = self.definition.transition(action)
        assert step is not None
        fields = [(one.name, one) for one in step.form]
        form = {key: data.draw(self._values(one), key) for key, one in fields}
        answer = self.world.walk.as_(name).post(
            f"{self.world.path}/actions/{action}",
            {key: value for key, value in form.items() if value is not None},
            revision=before["revision"],
        )
        session().execute(text(ISSUED))
        session().commit()
        assert answer.status_code in (200, 403, 409, 422), answer.text
        after = self.world.thing()
        may = step.permission in permissions_of(self.world.roles[name])
        if answer.status_code != 200:
            assert (after["state"], after["revision"]) == (before["state"], before["revision"])
            return False
        assert may
        assert step.permission not in (FOLLOWS, BY_TIME)
        assert before["state"] in step.sources
        assert after["state"] == (step.target or before["state"])
        assert after["revision"] == before["revision"] + 1
        return True

    def _values(self, one: Any) -> st.SearchStrategy[Any]:
        today, now = bureau_date(clock.now()), clock.now()
        people = [self.world.walk.as_(name).person_id for name in PEOPLE[:6]]
        wanted: dict[str, st.SearchStrategy[Any]] = {
            "boolean": st.sampled_from((True, True, True, False)),
            "date": st.integers(-3, 14).map(lambda n: (today + timedelta(days=n)).isoformat()),
            "datetime": st.integers(-90, 5).map(lambda n: wire_time(now + timedelta(minutes=n))),
            "money": st.sampled_from(FINES),
            "integer": st.integers(one.minimum or 0, 9),
            "enum": st.sampled_from([value for value, _, _ in one.choices] or ["x"]),
            "uuid": st.sampled_from(self.world.exhibits + people),
            "uuid_list": st.lists(st.sampled_from(people), min_size=1, max_size=4, unique=True),
            "image": st.just(PIXEL),
            "factors": st.sampled_from(FINES).map(self._factors),
        }
        value = wanted.get(one.kind, st.sampled_from(("属实", "见附件", "编号 1")))
        return value if one.required else st.one_of(st.none(), value)

    def _factors(self, fine_fen: int) -> Any:
        return weighing_form(self.world.thing(), fine_fen)["factors"]

    def _go_to_an_end(self) -> None:
        away, tried = _distances(self.definition), dict[str, int]()
        for turn in range(ROUNDS):
            state = self.world.thing()["state"]
            if self.definition.state(state).final:
                return
            if not self._one_step_on(state, away, tried, turn):
                self.world.fake_clock.advance(days=8)
        raise AssertionError(f"no end from {self.world.thing()['state']}, tried {tried}")

    def _one_step_on(
        self, state: str, away: dict[str, int], tried: dict[str, int], turn: int
    ) -> bool:
        here = [step for step in self.definition.transitions if state in step.sources]
        here = [step for step in here if step.permission not in (FOLLOWS, BY_TIME)]
        here.sort(key=lambda step: (tried.get(step.name, 0), away[step.target or state], step.name))
        for step in here:
            tried[step.name] = tried.get(step.name, 0) + 1
            for name in ("zhou", "chen", "sun", "qian", "zheng"):
                if step.permission in permissions_of(self.world.roles[name]):
                    if self._act_sensibly(name, step, turn):
                        return True
                    break
        return False

    def _act_sensibly(self, name: str, step: Any, turn: int) -> bool:
        today, now = bureau_date(clock.now()), clock.now()
        people = [self.world.walk.as_(one).person_id for one in ("sun", "qian", "zheng")]
        ahead = timedelta(days=(0, 12, 0, 20)[turn % 4])
        of_kind: dict[str, Any] = {
            "boolean": True,
            "date": (today + ahead).isoformat(),
            "datetime": wire_time(now - timedelta(minutes=1)),
            "money": FINES[turn % 2],
            "integer": 1,
            "uuid": people[0] if turn % 2 else self.world.exhibits[0],
            "uuid_list": people,
            "image": PIXEL,
        }
        form = {}
        for one in step.form:
            if one.kind == "enum":
                form[one.name] = one.choices[turn % len(one.choices)][0]
            elif one.kind == "factors":
                form[one.name] = self._factors(FINES[turn % 2])
            elif one.required or one.kind in ("money", "integer"):
                form[one.name] = of_kind.get(one.kind, f"属实 {turn}")
        answer = self.world.walk.as_(name).act(self.world.path, step.name, form)
        session().execute(text(ISSUED))
        session().commit()
        assert answer.status_code in (200, 403, 409, 422), answer.text
        return answer.status_code == 200


def _distances(definition: Definition) -> dict[str, int]:
    """Return how many steps each state is away from the nearest end."""
    away = {state.name: 0 for state in definition.states if state.final}
    while len(away) < len(definition.states):
        for step in definition.transitions:
            if step.target in away:
                for name in step.sources:
                    away.setdefault(name, away[step.target] + 1)
    return away
