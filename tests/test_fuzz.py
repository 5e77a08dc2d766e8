"""A few damaged inputs for every reader and parser; `python -m tests.fuzz` tries very many."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import foreign, readers
from tests.effort import ends
from tests.fuzz.targets import TARGETS, release

NEEDS = {"phenopackets-binary": "phenopackets"}
FEW = 12


@pytest.mark.parametrize("name", TARGETS)
def test_damaged_input_is_read_or_refused_with_a_message(name: str) -> None:
    if name in NEEDS:
        pytest.importorskip(NEEDS[name], reason=f"{NEEDS[name]} is not installed")
    target = TARGETS[name]

    @settings(
        max_examples=FEW,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def tried(data: st.DataObject) -> None:
        with ends():
            target.read(data.draw(target.inputs))

    tried()


def test_an_input_that_is_read_without_end_is_given_up() -> None:
    with pytest.raises(AssertionError, match="has not ended"), ends(0.05):
        while True:
            pass


def test_every_format_has_its_targets() -> None:
    told = {form.name.casefold().replace(" ", "-") for form in readers._FORMATS}
    aliases = {"jats-full-text": "jats", "bioc-json": "bioc"}
    assert {aliases.get(name, name) for name in told} <= TARGETS.keys()
    assert {form.name for form in foreign.FORMATS} == {
        target.read.args[0]  # type: ignore[attr-defined]
        for target in TARGETS.values()
        if getattr(getattr(target.read, "func", None), "__name__", "") == "foreign_graph"
    }


EARLIER = {
    "hetionet": b'{"metanode_kinds": [], "nodes": [{"kind": "Gene", "identifier": 1, "data": null}], "edges": ['
    b'{"source_id": [[], 1], "target_id": ["Gene", 1], "kind": "x"}]}',
    "va-spec": b'[{"id": "civic.aid:1", "type": "Statement", "proposition": {"conditionQualifier": {"conditions": []}},'
    b' "classification": {"primaryCoding": {"code": ["x"]}}}, {"id": "\\ud83d", "type": "Statement", "proposition": {}}]',
    "case-yaml": b"case: a\npublication: {doi: '10.5555/(SICI)1234-5678(1999)85:2<467::AID-X1>3.0.CO;2-T'}\n",
    "sssom": b"subject_id\tsubject_id\tsubject_label\tpredicate_id\tobject_id\nMONDO:1\tx\n",
    "hgnc": b"hgnc_id\t\rsymbol\tname\tstatus\n",
    # born long before the first year that a timestamp can hold
    "phenopackets-binary": b"\n\x01p\x12\x10\n\x01a\x1a\x0b\x08\x80\x94\xee\xea\xfe\x80\xff\xff\xff\x01Z\x04\n\x02\x08\x01",
}
"""Inputs that once broke a reader."""


@pytest.mark.parametrize("name", EARLIER)
def test_what_once_broke_a_reader_is_read_or_refused(name: str) -> None:
    if name in NEEDS:
        pytest.importorskip(NEEDS[name], reason=f"{NEEDS[name]} is not installed")
    TARGETS[name].read(EARLIER[name])
    release(EARLIER[name])
