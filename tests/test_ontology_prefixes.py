"""The prefix map agrees with the registry of prefixes, Bioregistry, which brings its data along."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.ids import LEGACY_FORMS, PREFIXES

bioregistry = pytest.importorskip("bioregistry", reason="the registry comes with the extra 'test'")

BIOLINK = (
    Path(__file__).parents[2] / "shared" / "data" / "ontologies" / "biolink" / "biolink_model_prefix_map.json"
)
EXCEPTIONS = {
    "kg": "our own vocabulary, not registered",
    "PMC": "Biolink's form, as the large graphs write it; the registry keeps PMC in the local part",
}
"""Prefix -> why the registry does not know its IRI for it."""


def known_to_the_registry(prefix: str, start: str) -> bool:
    resource = bioregistry.get_resource(prefix)
    return resource is not None and start in resource.get_uri_prefixes()


@pytest.mark.parametrize("prefix", sorted(set(PREFIXES) - set(EXCEPTIONS)))
def test_the_registry_knows_the_iri_of_a_prefix(prefix: str) -> None:
    assert known_to_the_registry(prefix, PREFIXES[prefix])


@pytest.mark.parametrize("prefix", sorted(EXCEPTIONS))
def test_an_exception_is_still_one(prefix: str) -> None:
    assert not known_to_the_registry(prefix, PREFIXES[prefix])


def test_prefixes_and_iris_are_each_used_once() -> None:
    assert len(set(PREFIXES.values())) == len(PREFIXES)
    assert len({prefix.lower() for prefix in PREFIXES}) == len(PREFIXES)
    assert set(LEGACY_FORMS).isdisjoint(PREFIXES.values())
    assert set(LEGACY_FORMS.values()) <= set(PREFIXES)


def test_the_iri_of_pmc_is_that_of_biolink() -> None:
    if not BIOLINK.exists():
        pytest.skip("Biolink's prefix map is not beside this checkout")
    assert json.loads(BIOLINK.read_text())["PMC"] == PREFIXES["PMC"]
