"""The demonstration's commands."""

import json

import click
from flask import Flask

from backend.demo.city import PEOPLE
from backend.demo.incidents import seed_incidents
from backend.demo.patrols import seed_patrols
from backend.demo.service import PASSWORD, seed_city
from backend.kernel.db import unit_of_work

ROLE_NAMES = {
    "grid_worker": ("网格员", "grid worker"),
    "officer": ("执法人员", "officer"),
    "dispatcher": ("调度", "dispatcher"),
    "case_reviewer": ("案件审查", "case reviewer"),
    "legal_reviewer": ("法制审核", "legal reviewer"),
    "head": ("负责人", "head"),
    "legal_liaison": ("法制联络", "legal liaison"),
    "system_admin": ("系统管理员", "system administrator"),
    "security_admin": ("安全管理员", "security administrator"),
    "auditor": ("审计员", "auditor"),
}


def seed_demo(app: Flask) -> None:
    """Seed the made-up city once; refuses where the demonstration was not asked for."""
    if not app.extensions["settings"].demo:
        raise click.ClickException("XZ_DEMO is not set: this installation is no demonstration")
    with app.app_context(), unit_of_work():
        seed_city()
    with app.app_context():
        seed_incidents(app)
        seed_patrols(app)


def demo_accounts() -> list[str]:
    """Return the demonstration's accounts, a JSON line each."""
    return [
        json.dumps(
            {
                "account_name": person.account_name,
                "password": PASSWORD,
                "role_zh": "、".join(ROLE_NAMES[role][0] for role in person.roles),
                "role_en": ", ".join(ROLE_NAMES[role][1] for role in person.roles),
                "what_to_try_zh": person.try_zh,
                "what_to_try_en": person.try_en,
            },
            ensure_ascii=False,
        )
        for person in PEOPLE
    ]
