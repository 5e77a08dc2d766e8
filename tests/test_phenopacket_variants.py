"""Packets made at random of all that the official classes allow come back the same, by every way that leads back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from any_packets import Json, message, same, value
from google.protobuf.json_format import MessageToDict
from google.protobuf.timestamp_pb2 import Timestamp
from phenopackets import Cohort, Family, Phenopacket

from kg import pipeline, readers, recovery
from kg.case import Case, Method
from kg.case_text import to_yaml
from kg.errors import KgError, Notepad
from kg.grounding import ground_case, named_case
from kg.phenopackets.packets import cases_of, messages
from kg.phenopackets.reading import case_id
from kg.phenopackets.writing import packet_of
from kg.readers.case_values import case_id as checked_id
from kg.readers.case_yaml import read_cases
from kg.store import from_lines

SEEDS = range(40)
KINDS = (Phenopacket, Family, Cohort)


def read(packet: Any) -> tuple[list[Case], list[str]]:
    pad = Notepad("packet")
    found = list(cases_of(packet, pad))
    assert list(pad.errors()) == []
    return found, [str(fault) for fault in pad.faults]


def through_graph(cases: list[Case]) -> list[Case]:
    pad = Notepad("graph")
    store = from_lines(pipeline.build(ground_case(case, pad) for case in cases))
    taken = list(recovery.cases(store, pad))
    assert list(pad.errors()) == []
    return taken


def through_case_file(cases: list[Case]) -> Iterator[Case]:
    for case in cases:
        pad = Notepad("case")
        yield from (ground_case(one, pad) for one in read_cases(to_yaml(named_case(case)), "case", pad))
        assert list(pad.errors()) == []


def written(cases: list[Case]) -> tuple[list[Json], Counter[str]]:
    left: Counter[str] = Counter()
    return [one.value for one in messages(cases, left)], +left


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", SEEDS)
def test_any_packet_comes_back_through_a_graph_and_a_case_file_and_nothing_is_left_out(
    kind: type, seed: int
) -> None:
    packet = value(kind, seed)
    taken = through_graph(read(packet)[0])
    assert same(written(taken), ([packet], Counter()))
    assert same(written(list(through_case_file(taken))), ([packet], Counter()))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(1_000, 1_010))
def test_any_packet_is_read_alike_from_every_form(kind: type, seed: int, tmp_path: Path) -> None:
    one = message(kind, seed)
    one.meta_data.SetInParent()
    packet, data = MessageToDict(one), one.SerializeToString()
    length = bytes([len(data) & 0x7F | 0x80, len(data) >> 7 & 0x7F | 0x80, len(data) >> 14])
    forms = {
        "packet.json": json.dumps(packet).encode(),
        "packet.yaml": yaml.safe_dump(packet, allow_unicode=True).encode(),
        "packet.pb": data,
        "delimited.pb": length + data,
    }
    for name, content in forms.items():
        (tmp_path / name).write_bytes(content)
        pad = Notepad(name)
        found = list(readers.read(str(tmp_path / name), pad))
        assert list(pad.errors()) == []
        assert same(written(found)[0], [packet])


@pytest.mark.parametrize(
    "time", [{"timestamp": "2020-01-02T00:00:00Z"}, {"age": {"iso8601duration": "P30Y"}}]
)
def test_what_is_told_of_the_death_of_one_alive_is_data_and_no_outcome(time: Json) -> None:
    vital = {"status": "ALIVE", "timeOfDeath": time, "survivalTimeInDays": 9}
    packet = {"id": "p", "subject": {"id": "p", "vitalStatus": vital}, "metaData": {"createdBy": "us"}}
    (case,), said = read(packet)
    assert case.outcome
    assert (case.outcome.when, case.outcome.at_age, case.outcome.overall_survival) == (None, None, None)
    assert "times of death of those not said to be dead (1)" in said[0]
    assert written([case]) == ([packet], Counter())


def test_a_class_whose_iri_is_escaped_keeps_its_id() -> None:
    packet = {"id": "p", "diseases": [{"term": {"id": "DOI:10.1000/x<y>", "label": "odd"}}]}
    assert written(through_graph(read(packet)[0]))[0] == [packet]


def test_an_ambiguous_name_of_others_is_kept_and_stops_no_packet() -> None:
    pad = Notepad("packet")
    (case,), _ = read({"id": "p", "phenotypicFeatures": [{"type": {"label": "E1"}}]})
    assert case.method is Method.IMPORTED
    assert ground_case(case, pad).findings[0].what.id is None
    assert [fault.severity for fault in pad.faults] == ["warning"]
    assert "'E1' may be" in pad.faults[0].what


@pytest.mark.parametrize(
    "name", ["é", "患者 1", "患者", ":", "%", "PMID36446582-1", "PMID:36446582-P1", "pmid:1", "_a"]
)
def test_any_id_makes_one_that_a_case_file_takes(name: str) -> None:
    assert checked_id(case_id(name)) == case_id(name)


@pytest.mark.parametrize(
    ("packet", "said"),
    [
        ({"id": "p", "subject": {"id": "a\x00b"}}, "subject.id: holds the control character U+0000"),
        (
            {"id": "p", "files": [{"fileAttributes": {"a": "\x1b"}}]},
            "fileAttributes: holds the control character U+001B",
        ),
    ],
)
def test_control_characters_are_told(packet: Json, said: str) -> None:
    pad = Notepad("packet")
    assert list(cases_of(packet, pad)) == []
    assert said in str(pad.faults[0])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "twice.json",
            b'{"id": "p", "subject": {"id": "a", "id": "b"}}',
            ":1: the key 'id' stands twice in one object",
        ),
        (
            "bare.pb",
            Phenopacket(id="p1", subject={"id": "s1"}).SerializeToString(),
            ": metaData: has no metaData",
        ),
        (
            "late.pb",
            Phenopacket(
                id="p1", subject={"date_of_birth": Timestamp(seconds=2**62)}, meta_data={"created_by": "us"}
            ).SerializeToString(),
            ": holds a value that cannot be: ",
        ),
        (
            "cut.pb",
            b"\x20" + Phenopacket(id="p1", meta_data={"created_by": "us"}).SerializeToString(),
            ": ends in the message",
        ),
    ],
)
def test_files_that_would_lose_something_are_refused(
    name: str, content: bytes, said: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    pad = Notepad(name)
    assert list(readers.read(str(tmp_path / name), pad)) == []
    assert str(pad.faults[0]).startswith(f"{name}{said}")


def test_a_record_of_a_case_that_is_no_json_is_told() -> None:
    pad = Notepad("case.yaml")
    assert not list(read_cases("case: X:1\nrecord: '{'\n", "case.yaml", pad))
    said = "case.yaml:2: record: '{' is not JSON (leave out what was not written by kg)"
    assert [str(fault) for fault in pad.faults] == [said]


def test_a_record_in_a_graph_that_kg_did_not_write_is_told() -> None:
    store = from_lines(pipeline.build([Case(id="X:1", record="nonsense")]))
    (case,) = recovery.cases(store, Notepad("graph"))
    with pytest.raises(KgError, match="'nonsense': is no record of a packet"):
        packet_of(case)


@pytest.mark.parametrize("record", ["null", "[]", "7"])
def test_a_record_of_a_case_that_is_no_object_adds_nothing_to_its_packet(record: str) -> None:
    assert packet_of(Case(id="X:1", record=record)) == packet_of(Case(id="X:1", record="{}"))
