"""Drugs are found by the names that reports use, and supportive ones are told from those against the tumour."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from kg.ground import ground
from kg.terms import Kind, all_terms, ancestors
from kg.terms.folding import fold
from kg.terms.tables import place

SUPPORTIVE = "kg:SupportiveDrug"


def curated(name: str) -> list[dict[str, str]]:
    text = (place() / "curation" / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("AZD9291", "osimertinib"),
        ("PF-02341066", "crizotinib"),
        ("BIBW 2992", "afatinib"),
        ("LDK378", "ceritinib"),
        ("CH5424802", "alectinib"),
        ("RXDX-101", "entrectinib"),
        ("LOXO-101", "larotrectinib"),
        ("BLU-667", "pralsetinib"),
        ("T-DXd", "trastuzumab deruxtecan"),
        ("5-FU", "fluorouracil"),
        ("5-fluoro-uracil", "fluorouracil"),
        ("Ara-C", "cytarabine"),
        ("CDDP", "cisplatin"),
        ("CBDCA", "carboplatin"),
        ("VP-16", "etoposide"),
        ("CPT-11", "irinotecan"),
        ("L-OHP", "oxaliplatin"),
        ("DTX", "docetaxel"),
        ("nab-paclitaxel", "paclitaxel"),
        ("liposomal doxorubicin", "doxorubicin"),
        ("all-trans retinoic acid", "tretinoin"),
        ("interferon-α", "interferon alpha"),
        ("imatinib mesylate", "imatinib"),
        ("TS-1", "tegafur-gimeracil-oteracil"),
        ("UFT", "tegafur-uracil"),
        ("aumolertinib", "almonertinib"),
        ("rivoceranib", "apatinib"),
        ("radium-223", "radium Ra 223 dichloride"),
        ("177Lu-DOTATATE", "lutetium Lu-177 dotatate"),
        ("radioactive iodine", "sodium iodide I-131"),
        ("Bacillus Calmette-Guérin", "BCG vaccine"),
        ("leuprorelin", "leuprolide"),
        ("homoharringtonine", "omacetaxine mepesuccinate"),
        ("tucidinostat", "chidamide"),
        ("AMG 510", "sotorasib"),
    ],
)
def test_a_drug_is_found_by_code_brand_abbreviation_and_spelling(said, means):
    found, wanted = ground(said, Kind.DRUG), ground(means, Kind.DRUG)
    assert found.found
    assert found.term == wanted.term


def test_every_curated_name_finds_one_drug():
    for table in ("drugs.tsv", "supportive-drugs.tsv"):
        for row in curated(table):
            wanted = ground(row["name"], Kind.DRUG)
            assert wanted.found, row["name"]
            for name in row["names"].split("|"):
                assert name in ("", "-") or ground(name, Kind.DRUG).term == wanted.term, (name, row["name"])


def test_no_name_leads_to_two_drugs():
    led = Counter(key for term in all_terms(Kind.DRUG) for key in {fold(name) for name in term.names})
    assert [key for key, count in led.items() if count > 1] == []


@pytest.mark.parametrize(
    "name",
    [
        "levothyroxine",
        "infliximab",
        "filgrastim",
        "warfarin",
        "fluconazole",
        "vancomycin",
        "insulin",
        "aspirin",
    ],
)
def test_a_supportive_drug_is_marked(name):
    assert SUPPORTIVE in ancestors(ground(name, Kind.DRUG).term.id)


@pytest.mark.parametrize(
    "name",
    [
        "prednisone",
        "prednisolone",
        "dexamethasone",
        "methylprednisolone",
        "octreotide",
        "leucovorin",
        "denosumab",
    ],
)
def test_a_drug_that_may_treat_the_tumour_is_not_marked(name):
    assert SUPPORTIVE not in ancestors(ground(name, Kind.DRUG).term.id)


def test_supportive_drugs_have_no_other_class():
    marked = [term for term in all_terms(Kind.DRUG) if SUPPORTIVE in term.parents]
    assert len(marked) > 300
    assert all(term.parents == (SUPPORTIVE,) for term in marked)


@pytest.mark.parametrize(
    "name", ["gold", "iron", "oxygen", "water", "glucose", "calcium", "LV", "GEM", "AC", "CT"]
)
def test_a_word_of_any_text_is_no_drug(name):
    assert not ground(name, Kind.DRUG).found
