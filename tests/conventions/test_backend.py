"""Jobs, migrations, tables and published procedures keep to the rules."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Blueprint

from backend.cases.rules import PENALTY_V1, PENALTY_V2, PENALTY_V3, PENALTY_V4
from backend.duties.rules import DELEGATION_V1, RECUSAL_V1
from backend.features import BLUEPRINTS
from backend.handovers.rules import HANDOVER_V1
from backend.incidents.rules import INCIDENT_V1, INCIDENT_V2
from backend.inspections.rules import INSPECTION_V1
from backend.kernel.db import Base
from backend.kernel.jobs import JOBS, queue_names
from backend.leads.rules import LEAD_V1
from backend.measures.rules.registry import DEFINITIONS as MEASURES
from backend.simple.rules import SIMPLE_V1
from backend.tasks.rules import TASK_V1

ROOT = Path(__file__).parents[2]
VERSIONS = ROOT / "migrations" / "versions"
PUBLISHED = {
    "advance_registration/1": "5f8d34e4dbfaeb268d450da9e9525b48c8aec2276509a5d49f4938950f2f5ec2",
    "seizure/1": "6e046e7fe8b4f76fa411811c91e8eff19f50ef21c5256ead8da7c5dd6c38a8f5",
    "correction/1": "b3b83640ab42a453c02ddd1ffebcbcf6ed4c09fdef9d90aa4790f248d9d8dbd0",
    "restriction/1": "837e9b0c06fe4a4c8cd23fc71bb0e100105298e46aba7e017dae8bb6a2545273",
    "transfer/1": "935201fdcf3b2715b5e57d58cf22b9d32de9e4cdc5d4778d20932d4d78ff04a4",
    "recusal/1": "0f6b74829a0bda9616f8a4f2d90823b5db1e877d6ea099b2977ffc1e95a556fb",
    "delegation/1": "e204915135e6937809f02307f233af53750c7031861e2d29b5faba22b3e28da6",
    "handover/1": "0a93cb4980b7a811ec0166391df0cfd77193d92d7840ad816f25b12d732030ab",
    "incident/1": "57349336bcf8feea0f030741b08e158d4af11a5399cb8ea6bcd10efcc9ff6e97",
    "incident/2": "0890e02e6965338ff84aa1512f5047fad9a9ac27b330c5b180fd0d1926312133",
    "inspection/1": "427cf10106ff7a1df3a9e626d2fc48775b36a523e8e7ec66bf68a932c6b6880d",
    "lead/1": "9a942ba089f94c4694ee37aa5361711604ee448334692957c38349d489033a46",
    "recheck_task/1": "0f5208ed10e3bd3724013dc645a18454a5021b43c1d008bae06dc204fc31c40c",
    "penalty/4": "d5d6b3d866bc0943c5378a6a179051e80f23717e728943b067c347f42217a2df",
    "penalty/3": "962fd4b947abcea505ad19cbf41d49b8c702653a2ffac3ab31d4f34cb730b02f",
    "simple/1": "6389f06b9f2c5aa5e9b7795d147d5db2e70a85f7ee8338226af3ef1d4ab363d9",
    "penalty/2": "58eb9ea9ddedfb1c5bda3b3d8df18b68e836ae853914d4263ac35ceb20e5c3f9",
    "penalty/1": "ddad1eb6f9d1c8af485927ee14973fd62e242e006d1c3b1e040997c098c089d8",
}
"""Digests of published procedures: running cases are judged by them, so they never change.
A change is a new version beside the old one.
"""

WITHOUT_AUTHORITY = {
    # The authority itself; plumbing that belongs to none.
    "authority",
    "outbox_event",
    "finished_job",
    "periodic_job",
    # One log for the installation; its leaves carry no personal data.
    "log_queue",
    "log_leaf",
    "log_block",
    "log_checkpoint",
    "log_cosignature",
    "anchor",
}


def test_every_job_names_queue_timeout_and_retries() -> None:
    assert len(JOBS) >= 4
    for job in JOBS.values():
        assert job.queue, job
        assert 0 < job.timeout_s <= 3600, job
        assert job.retries >= 1, job


def test_the_worker_serves_every_queue_of_a_job() -> None:
    assert {job.queue for job in JOBS.values()} | {"relay"} == set(queue_names())


def test_migrations_are_numbered_in_one_line() -> None:
    names = sorted(path.name for path in VERSIONS.glob("*.py"))
    numbers = [re.fullmatch(r"(\d{4})_[a-z0-9_]+\.py", name) for name in names]

    assert all(numbers)
    assert [int(match.group(1)) for match in numbers if match] == list(range(1, len(names) + 1))
    assert (ROOT / "migrations" / "HEAD").read_text().strip() == names[-1][:4]


def test_every_table_belongs_to_an_authority() -> None:
    without = {
        name for name, table in Base.metadata.tables.items() if "authority_id" not in table.columns
    }

    assert without <= WITHOUT_AUTHORITY


@pytest.mark.filterwarnings("ignore:Did not recognize type 'xid8'")
def test_models_and_migrations_describe_the_same_tables(session) -> None:
    context = MigrationContext.configure(session.connection(), opts={"compare_type": False})
    missing = [
        change
        for change in compare_metadata(context, Base.metadata)
        if isinstance(change, tuple) and change[0] in {"add_table", "add_column", "remove_column"}
    ]

    assert missing == []


def test_published_procedures_have_not_changed() -> None:
    definitions = (
        SIMPLE_V1,
        RECUSAL_V1,
        DELEGATION_V1,
        PENALTY_V3,
        PENALTY_V4,
        *MEASURES.values(),
        HANDOVER_V1,
        INCIDENT_V1,
        INCIDENT_V2,
        INSPECTION_V1,
        LEAD_V1,
        PENALTY_V1,
        PENALTY_V2,
        TASK_V1,
    )

    assert {f"{item.key}/{item.version}": item.digest() for item in definitions} == PUBLISHED


def test_every_blueprint_of_a_feature_is_registered() -> None:
    made = {
        value.name
        for module in _route_modules()
        for value in vars(import_module(module)).values()
        if isinstance(value, Blueprint) and value.name != "demo"
    }

    assert len(made) >= 12
    assert {blueprint.name for blueprint in BLUEPRINTS} == made


def _route_modules() -> list[str]:
    files = [*ROOT.glob("backend/*/routes.py"), *ROOT.glob("backend/*/routes/*.py")]
    return [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in files
    ]
