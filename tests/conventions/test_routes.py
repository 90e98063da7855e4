"""Every route says who may call it, hides other scopes and is safe to repeat."""

import re
from typing import Any

import pytest
from flask import Flask

from backend.accounts.rules import ROLE_PERMISSIONS
from backend.evidence.models import Disposal
from backend.kernel import clock
from backend.kernel.ids import new_id
from tests.basemaps.test_routes import put as put_basemap
from tests.factories import City
from tests.forms.test_routes import an_answer
from tests.patrol.walks import plan_round, start_walk
from tests.people import SignedIn
from tests.phones import enrol_phone
from tests.procedure import Walk, today
from tests.simple.test_routes import Spot
from tests.sites.register import enter_site
from tests.tasks.test_tasks import ask_for_recheck

OPEN_TO_ALL = {
    "/api/v1/session",
    "/api/v1/time",
    "/api/v1",
    "/api/v1/health",
    "/api/v1/openapi.json",
    "/api/v1/docs",
    "/api/v1/docs.css",
    "/api/v1/log/checkpoint",
    "/api/v1/log/trust",
    # The same program for everybody, without a package to go with it.
    "/api/v1/log/verifier",
    # The tree's hashes say nothing of the events; whoever watches the log needs them.
    "/api/v1/log/tile/<int:level>/<path:index>",
    "/api/v1/log/consistency",
    # tus asks what a server can before it signs in (tus 1.0, OPTIONS).
    "/api/v1/uploads",
}
REPEATABLE_WITHOUT_KEY = {
    "/session",
    "/devices/challenges",
    "/uploads",
    "/uploads/<uuid:upload_id>",
    "/sync/push",
    "/vault-shares/<uuid:share_id>/actions/release",
    "/cases/<uuid:case_id>/actions/<name>/drafts/<kind>",
}
"""A new session, a new challenge; tus and push carry ids of their own; a secret is given back
anew rather than kept in the open for a repeat; a draft changes nothing."""

SAME_FOR_EVERYONE = {
    "/api/v1/session",
    "/api/v1/incident-categories",
    "/api/v1/forms",
    "/api/v1/violations",
    "/api/v1/time",
    "/api/v1",
    "/api/v1/health",
    "/api/v1/log/checkpoint",
    "/api/v1/log/trust",
    "/api/v1/log/verifier",
}


ABOUT_A_SUBJECT = {"/api/v1/volumes"}
"""Lists that ask whose: of another scope's case there is none."""
NEEDED_QUERY = {
    "/api/v1/incidents/map": {"bbox": "117,23,119,26"},
    "/api/v1/filters": {"page": "cases"},
    "/api/v1/exhibits/<uuid:exhibit_id>/content": {"grant": "forged"},
    "/api/v1/exhibits/<uuid:exhibit_id>/derivatives/<uuid:derivative_id>/content": {
        "grant": "forged"
    },
}


def api_rules(app: Flask) -> list[Any]:
    return [rule for rule in app.url_map.iter_rules() if str(rule).startswith("/api/")]


def permission_of(app: Flask, rule: Any) -> Any:
    return getattr(app.view_functions[rule.endpoint], "permission", None)


def test_every_route_declares_a_permission_that_a_role_carries(app) -> None:
    known = frozenset().union(*ROLE_PERMISSIONS.values()) | {"public", "signed_in"}

    declared = {str(rule): permission_of(app, rule) for rule in api_rules(app)}

    assert {path for path, name in declared.items() if name not in known} == set()


def test_only_the_listed_routes_are_public(app) -> None:
    public = {str(rule) for rule in api_rules(app) if permission_of(app, rule) == "public"}

    assert public <= OPEN_TO_ALL


def test_every_post_is_safe_to_repeat(app) -> None:
    posts = {
        str(rule).removeprefix("/api/v1"): app.view_functions[rule.endpoint]
        for rule in api_rules(app)
        if "POST" in (rule.methods or ())
    }

    without = {path for path, view in posts.items() if not hasattr(view, "needs_idempotency_key")}

    assert without == REPEATABLE_WITHOUT_KEY & set(posts)


def test_nobody_signed_in_reads_nothing(app, client) -> None:
    paths = [
        re.sub(r"<[^>]+>", "01a2032a-4ac5-7316-a1d4-099a982c5484", str(rule))
        for rule in api_rules(app)
        if "GET" in (rule.methods or ()) and str(rule) not in OPEN_TO_ALL
    ]

    answers = {path: client.get(path).status_code for path in paths}

    assert set(answers.values()) == {401}


def propose_measure(person: SignedIn, city: City, case_id: str) -> str:
    """Propose a transfer in a case and return its id."""
    transfer = {
        "kind": "transfer",
        "subtype": "crime",
        "case_id": case_id,
        "officer_ids": [str(city.people[name]) for name in ("chen", "lin")],
        "facts": "涉嫌犯罪",
        "legal_basis": "第一千零八十三条",
        "place": "2 号排口",
    }
    proposed = person.put(f"/measures/{new_id()}", transfer)
    assert proposed.status_code == 201, proposed.text
    return str(proposed.json["id"])


@pytest.fixture
def filed(signed_in, session, city) -> dict[str, str]:
    """One of everything in Siming, by the name of its URL parameter."""
    walk = Walk(signed_in)
    walk.to_filed()
    case = walk.case()
    spot = Spot(signed_in)
    assert spot.record().status_code == 201
    zheng = signed_in("zheng")
    # From here on no waiting job may run: the package would wait for a log that nobody signs.
    order = {"case_id": walk.case_id, "recipient": "法院", "purpose": "举证"}
    exported = zheng.post("/exports", order)
    assert exported.status_code == 202, exported.text
    handover_id = str(new_id())
    given = {
        "case_id": walk.case_id,
        "recipient_kind": "police",
        "recipient_org": "市公安局",
        "receiver_name": "李警官",
        "purpose": "移送",
    }
    assert zheng.put(f"/handovers/{handover_id}", given).status_code == 201
    phone = enrol_phone(signed_in("chen"))
    waiting = phone.capture()
    phone.register(waiting)
    upload = phone.open_upload(waiting).headers["Location"]
    wanted = {"op": "watermarked", "params": {}}
    copied = zheng.post(f"/exhibits/{case['exhibits'][0]['exhibit_id']}/derivatives", wanted)
    assert copied.status_code in (201, 202), copied.text
    disposal = Disposal(
        id=new_id(),
        authority_id=city.authorities["siming"],
        state="proposed",
        reason="保存期限届满",
        proposed_by_id=city.people["zheng"],
        proposed_by_name="郑琳",
        proposed_at=clock.now(),
    )
    session.add(disposal)
    session.commit()
    zhao = signed_in("zhao")
    planned = plan_round(zhao, city.people["wang"])
    walked = start_walk(enrol_phone(signed_in("wang")), planned["id"])
    notice_id = str(new_id())
    told = {"title": "台风", "body": "明日停止巡查。"}
    assert zhao.put(f"/notices/{notice_id}", told).status_code == 201
    task = ask_for_recheck(zhao, walk.lead["source"]["id"], city.people["wang"])
    return {
        "basemap_id": _base_map(signed_in("admin"), city),
        "penalty_id": spot.path.rpartition("/")[2],
        **_checked_site(signed_in, city),
        "round_id": planned["id"],
        "checkpoint_id": planned["checkpoints"][0]["id"],
        "patrol_id": walked,
        "notice_id": notice_id,
        "task_id": task["id"],
        "disposal_id": str(disposal.id),
        "derivative_id": copied.json["id"],
        "incident_id": walk.lead["source"]["id"],
        "lead_id": walk.lead["id"],
        "inspection_id": walk.inspection_id,
        "case_id": walk.case_id,
        "document_id": case["documents"][0]["id"],
        "volume_id": _bound(zheng, walk.case_id),
        "exhibit_id": case["exhibits"][0]["exhibit_id"],
        "device_id": phone.device_id,
        "export_id": exported.json["id"],
        "handover_id": handover_id,
        "measure_id": propose_measure(signed_in("chen"), city, walk.case_id),
        "upload_id": upload.rpartition("/")[2],
        **duties(signed_in, city, walk.case_id),
    }


def duties(signed_in, city: City, case_id: str) -> dict[str, str]:
    """Ask that an officer keep away, delegate the head's role, and return both ids."""
    asked = {
        "subject_kind": "case",
        "subject_id": case_id,
        "person_id": str(city.people["lin"]),
        "asked_by": "party",
        "asked_on": today(),
        "ground": "interest",
        "reasons": "当事人提出",
    }
    given = {
        "role": "head",
        "delegate_id": str(city.people["zheng"]),
        "valid_from": today(),
        "valid_to": today(),
        "reason": "外出",
    }
    made = {"recusal_id": str(new_id()), "delegation_id": str(new_id())}
    recusal = signed_in("chen").put(f"/recusals/{made['recusal_id']}", asked)
    delegation = signed_in("zhou").put(f"/delegations/{made['delegation_id']}", given)
    assert (recusal.status_code, delegation.status_code) == (201, 201)
    return made


def _base_map(admin: SignedIn, city: City) -> str:
    own = put_basemap(admin, authority_id=str(city.authorities["siming"]))
    assert own.status_code == 201, own.text
    return str(own.json["id"])


def _bound(person, case_id: str) -> str:
    answer = person.post("/volumes", {"subject_kind": "case", "subject_id": case_id})
    assert answer.status_code == 202, answer.text
    return str(answer.json["items"][0]["id"])


def _checked_site(signed_in, city) -> dict[str, str]:
    site = enter_site(signed_in("admin"), city)
    answer_id = str(new_id())
    checked = signed_in("chen").put(f"/form-answers/{answer_id}", an_answer(site["id"]))
    assert checked.status_code == 201, checked.text
    return {"site_id": site["id"], "answer_id": answer_id}


def test_every_get_hides_other_scopes(app, signed_in, filed) -> None:
    stranger = signed_in("huli-all")
    shown: dict[str, Any] = {}
    for rule in api_rules(app):
        path = str(rule)
        if "GET" not in (rule.methods or ()) or path in OPEN_TO_ALL | SAME_FOR_EVERYONE:
            continue
        concrete = re.sub(r"<uuid:(\w+)>", lambda match: filed[match.group(1)], path)
        query = NEEDED_QUERY.get(path, {})
        if path in ABOUT_A_SUBJECT:
            query = {"subject_kind": "case", "subject_id": filed["case_id"]}
        answer = stranger.get(concrete.removeprefix("/api/v1"), **query)
        if "<" in path or path in ABOUT_A_SUBJECT:
            if answer.status_code != 404:
                shown[path] = answer.status_code
        elif any(value in answer.text for value in filed.values()) or answer.status_code != 200:
            shown[path] = answer.text[:200]

    assert shown == {}


def test_openapi_describes_every_route(app, client) -> None:
    described = set(client.get("/api/v1/openapi.json").json["paths"])
    served = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(rule))
        for rule in api_rules(app)
        if str(rule) != "/api/v1"
        and not str(rule).startswith(("/api/v1/openapi", "/api/v1/docs", "/api/v1/health"))
    }

    assert served - described == set()
