"""The package as CASE/UCO, for exchange with other tools; nobody verifies against it."""

import json
import re
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from backend.exports.report.facts import EventFacts, ExhibitFacts, facts_of
from backend.exports.rules import Plan

CONTEXT = {
    "kb": "http://example.org/kb/",
    "case-investigation": "https://ontology.caseontology.org/case/investigation/",
    "uco-action": "https://ontology.unifiedcyberontology.org/uco/action/",
    "uco-core": "https://ontology.unifiedcyberontology.org/uco/core/",
    "uco-identity": "https://ontology.unifiedcyberontology.org/uco/identity/",
    "uco-observable": "https://ontology.unifiedcyberontology.org/uco/observable/",
    "uco-tool": "https://ontology.unifiedcyberontology.org/uco/tool/",
    "uco-types": "https://ontology.unifiedcyberontology.org/uco/types/",
    "uco-vocabulary": "https://ontology.unifiedcyberontology.org/uco/vocabulary/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
Node = dict[str, Any]


def case_uco(plan: Plan) -> bytes:
    """Return the package's exhibits, custody and derivatives as JSON-LD."""
    nodes: list[Node] = []
    for exhibit in facts_of(plan).exhibits:
        nodes += _exhibit_nodes(exhibit)
    by_id = {node["@id"]: node for node in nodes}
    graph = {"@context": CONTEXT, "@graph": [*by_id.values(), _investigation(plan, by_id)]}
    return (json.dumps(graph, ensure_ascii=False, indent=1) + "\n").encode()


def _investigation(plan: Plan, known: dict[str, Node]) -> Node:
    return {
        "@id": f"kb:investigation-{plan.export_id}",
        "@type": "case-investigation:Investigation",
        "uco-core:name": plan.report["purpose"],
        "uco-core:object": [{"@id": key} for key in known],
    }


def _exhibit_nodes(exhibit: ExhibitFacts) -> list[Node]:
    file_id, record_id = f"kb:file-{exhibit.id}", f"kb:provenance-{exhibit.id}"
    nodes: list[Node] = [
        _file(file_id, exhibit.file_name, exhibit.mime, exhibit.size, exhibit.sha256, exhibit.sm3),
        {
            "@id": record_id,
            "@type": "case-investigation:ProvenanceRecord",
            "case-investigation:exhibitNumber": str(exhibit.number),
            "uco-core:description": exhibit.file_name,
            "uco-core:object": {"@id": file_id},
        },
        _person(exhibit.captured_by),
        {
            "@id": f"kb:capture-{exhibit.id}",
            "@type": "case-investigation:InvestigativeAction",
            "uco-core:name": "capture 取证",
            "uco-action:startTime": _time(exhibit.captured_at),
            "uco-action:performer": {"@id": _person(exhibit.captured_by)["@id"]},
            "uco-action:instrument": {"@id": _device_id(exhibit)},
            "uco-action:result": [{"@id": record_id}, {"@id": file_id}],
        },
        {
            "@id": _device_id(exhibit),
            "@type": "uco-observable:ObservableObject",
            "uco-core:name": exhibit.device,
        },
    ]
    for number, copy in enumerate(exhibit.copies, 1):
        copy_id = f"kb:derivative-{exhibit.id}-{number}"
        nodes += [
            _file(copy_id, f"副本 {copy.step[0]}", "", copy.size, copy.sha256, ""),
            {
                "@id": f"kb:relationship-{exhibit.id}-{number}",
                "@type": "uco-observable:ObservableRelationship",
                "uco-core:source": {"@id": copy_id},
                "uco-core:target": {"@id": file_id},
                "uco-core:kindOfRelationship": "Derived_From",
                "uco-core:isDirectional": True,
            },
        ]
    return nodes + [_action(exhibit, event, record_id) for event in exhibit.events]


def _action(exhibit: ExhibitFacts, event: EventFacts, record_id: str) -> Node:
    return {
        "@id": f"kb:action-{exhibit.id}-{event.seq}",
        "@type": "case-investigation:InvestigativeAction",
        "uco-core:name": event.action[1],
        "uco-core:description": " ".join(filter(None, (event.who[0], event.what))),
        "uco-action:startTime": _time(event.at),
        "uco-action:object": {"@id": record_id},
    }


def _file(key: str, name: str, mime: str, size: int, sha256: str, sm3: str) -> Node:
    hashes = [_hash(method, value) for method, value in (("SHA256", sha256), ("SM3", sm3)) if value]
    content: Node = {
        "@id": f"{key}-content",
        "@type": "uco-observable:ContentDataFacet",
        "uco-observable:sizeInBytes": size,
        "uco-observable:hash": hashes,
    }
    if mime:
        content["uco-observable:mimeType"] = mime
    return {
        "@id": key,
        "@type": "uco-observable:File",
        "uco-core:name": name,
        "uco-core:hasFacet": [content],
    }


def _hash(method: str, value: str) -> Node:
    # SM3 is not in UCO's open vocabulary, so it stays a plain string as the standard allows.
    kind: Any = method
    if method == "SHA256":
        kind = {"@type": "uco-vocabulary:HashNameVocab", "@value": method}
    return {
        "@type": "uco-types:Hash",
        "uco-types:hashMethod": kind,
        "uco-types:hashValue": {"@type": "xsd:hexBinary", "@value": value},
    }


def _person(name: str) -> Node:
    key = uuid5(NAMESPACE_URL, f"person:{name}")
    return {"@id": f"kb:person-{key}", "@type": "uco-identity:Person", "uco-core:name": name}


def _device_id(exhibit: ExhibitFacts) -> str:
    return f"kb:device-{re.sub(r'[^0-9a-z]', '', exhibit.key_id)[:32]}"


def _time(at: str) -> Node:
    return {"@type": "xsd:dateTime", "@value": at}
