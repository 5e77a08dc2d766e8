"""The cases of a JSON value that is a phenopacket, a family or a cohort, and the values of cases."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from kg.case import Case
from kg.errors import Notepad, printable
from kg.phenopackets.checking import checked
from kg.phenopackets.patches import read_whole, written
from kg.phenopackets.reading import LONGEST_ID, case_id, case_of
from kg.phenopackets.writing import GROUP, packet_of

Json = dict[str, Any]

PHENOPACKET, FAMILY, COHORT = "Phenopacket", "Family", "Cohort"

_TELLING = re.compile(
    r"phenotypicFeatures|phenotypic_features|metaData|meta_data|medicalActions|medical_actions|proband"
    r"|biosamples|interpretations|htsFiles|hts_files\Z"
)
"""Keys that only phenopackets have at their first level."""
_PREFIXED = re.compile(r"[^:]*:(?!//)")
_OLD = {
    "ageAtCollection",
    "ageOfIndividualAtCollection",
    "ageOfOnset",
    "classOfOnset",
    "genes",
    "htsFiles",
    "negated",
    "variants",
}
"""Fields of schema v1 that v2 has not."""
_TO_V2 = "convert it to v2 first: phenopacket-tools (github.com/phenopackets/phenopacket-tools) does that"


def is_packet(keys: Iterable[str]) -> bool:
    """True when an object with these keys, as far as they are known, is a message of the format."""
    known = set(keys)
    if known & {"@context", "@graph", "case", "nodes", "edges", "type"}:
        return False
    return any(map(_TELLING.fullmatch, known)) or {"id", "subject"} <= known or {"id", "members"} <= known


def kind_of(value: Json) -> str:
    """The message that an object is, by its fields."""
    if "proband" in value or "pedigree" in value:
        return FAMILY
    return COHORT if "members" in value else PHENOPACKET


def cases_of(value: Any, pad: Notepad) -> Iterator[Case]:
    """Yield the cases of one JSON value; every fault goes on the pad, and then there is none."""
    if not isinstance(value, dict):
        pad.error("", "is no object, and so no phenopacket", "give the packet itself: {…}")
        return
    if said := _old(value):
        pad.error("", f"is a phenopacket of schema v1 ({said})", _TO_V2)
        return
    kind = kind_of(value)
    message = checked(value, kind, pad)
    if message is None or not _named(message, kind, pad):
        return
    if kind == PHENOPACKET:
        say_missing(message, pad)
        yield case_of(message, pad)
    else:
        yield from _group(message, kind, pad)


def _old(value: Json) -> str:
    """What tells that the value is of schema v1; '' when nothing does."""
    meta = value.get("metaData", value.get("meta_data"))
    meta = meta if isinstance(meta, dict) else {}
    version = meta.get("phenopacketSchemaVersion", meta.get("phenopacket_schema_version"))
    if isinstance(version, str) and re.match(r"1(?:\.|\Z)", version.strip()):
        return f"its metadata says {printable(version, 20)}"
    packets = (value.get("proband"), *_listed(value.get("relatives")), *_listed(value.get("members")))
    for one in (value, *packets):
        features = (one.get("phenotypicFeatures"), one.get("diseases")) if isinstance(one, dict) else ()
        parts = (one, *(part for found in features for part in _listed(found)))
        for part in (*parts, one.get("subject") if isinstance(one, dict) else None):
            if isinstance(part, dict) and (found := sorted(_OLD & part.keys())):
                return f"it has '{found[0]}'"
    return ""


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _named(message: Json, kind: str, pad: Notepad) -> bool:
    """True when the message has an id and, where it is a group, members."""
    first = {FAMILY: "proband", COHORT: "members"}.get(kind)
    if first and not message.get(first):
        pad.error(first, "is missing", "give the packets of the persons")
        return False
    if not message.get("id", "").strip():
        pad.error("id", "is missing", f"a case is called after its packet: give the {kind.lower()} an id")
        return False
    return True


def say_missing(packet: Json, pad: Notepad) -> None:
    """Warn of what the format requires beside an id and the packet has not."""
    meta = packet.get("metaData")
    if not meta:
        pad.warn("metaData", "is missing, though the format requires it", "say who made the packet")
        return
    given = {one.get("namespacePrefix", "").lower() for one in meta.get("resources", ())}
    used = Counter(_prefixes({name: part for name, part in packet.items() if name != "metaData"}))
    lacking = sorted(prefix for prefix in used if prefix.lower() not in given)
    if lacking:
        what = f"no resource for the prefix{'es' * (len(lacking) > 1)} {', '.join(lacking)}"
        pad.warn("metaData.resources", what, "the versions of these vocabularies stay unknown")


def _prefixes(value: Any) -> Iterator[str]:
    """The prefixes of all classes."""
    if isinstance(value, dict):
        identifier = value.get("id")
        if (
            "label" in value
            and len(value) == 2
            and isinstance(identifier, str)
            and _PREFIXED.match(identifier)
        ):
            yield identifier.partition(":")[0]
        for inner in value.values():
            yield from _prefixes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _prefixes(inner)


# Families and cohorts: a case for each member, which keeps what is said of the whole


class Group(NamedTuple):
    """The family or cohort that a packet is a member of."""

    kind: str
    id: str
    place: str
    """'proband', 'relatives' or 'members'."""
    number: int
    """Place in the list of these, from 0."""
    rest: Json
    """What is said of the whole, at its first member."""


def _group(message: Json, kind: str, pad: Notepad) -> Iterator[Case]:
    lists = ("members",) if kind == COHORT else ("proband", "relatives")
    rest = {name: value for name, value in message.items() if name not in {*lists, "id"}}
    found: list[Case] = []
    for place in lists:
        given = message.get(place, [])
        for number, packet in enumerate([given] if place == "proband" else given):
            member = packet.get("subject", {}).get("id") or f"{place}-{number + 1}"
            case = case_of(packet, pad, f"{message['id']}-{member}")
            group = Group(kind, message["id"], place, number, {} if found else rest)
            found.append(in_group(case, group))
    twice = [name for name, count in Counter(one.id for one in found).items() if count > 1]
    for name in twice:
        what = f"{printable(name, 80)!r} is the id of two members"
        pad.error("", what, "give each packet an id of its own")
    if not twice:
        yield from found


def in_group(case: Case, group: Group) -> Case:
    """The case as a member of the group."""
    patch = read_whole(case.record)
    return replace(case, record=written({**patch, GROUP: group._asdict()}))


def group_of(case: Case) -> Group | None:
    """The group of a case's packet, if it is a member of one."""
    if case.record is None or f'"{GROUP}"' not in case.record:
        return None
    patch = read_whole(case.record)
    return Group(**patch[GROUP]) if GROUP in patch else None


def renamed(case: Case) -> Case:
    """The case under its id and a digest of its packet, whose own id is kept for writing it back."""
    packet = json.dumps(packet_of(case), sort_keys=True)
    digest = hashlib.sha256(packet.encode()).hexdigest()[:8]
    patch = read_whole(case.record)
    person = patch.get("subject", {})
    if person is not None:
        patch["subject"] = {"id": case.id, **person}
    patch = {"id": case.id, **patch}
    return replace(case, id=f"{case.id[: LONGEST_ID - 9]}-{digest}", record=written(patch))


class Message(NamedTuple):
    """A message of the format, as JSON has it."""

    kind: str
    name: str
    """The id of its case, or of the family or cohort."""
    value: Json


def messages(cases: Iterable[Case], left: Counter[str]) -> Iterator[Message]:
    """Yield the packets of the cases; members of a family or cohort together, after all others."""
    groups: dict[tuple[str, str], list[tuple[Group, Json]]] = {}
    for case in cases:
        packet = packet_of(case, left)
        if group := group_of(case):
            groups.setdefault((group.kind, group.id), []).append((group, packet))
        else:
            yield Message(PHENOPACKET, case.id, packet)
    for (kind, name), members in groups.items():
        yield Message(kind, case_id(name), _joined(name, members))


def _joined(name: str, members: list[tuple[Group, Json]]) -> Json:
    """The family or cohort of these members, each list in its order."""
    whole: Json = {"id": name}
    for group, packet in sorted(members, key=lambda pair: (pair[0].place, pair[0].number)):
        whole |= group.rest
        if group.place == "proband":
            whole["proband"] = packet
        else:
            whole.setdefault(group.place, []).append(packet)
    return whole
