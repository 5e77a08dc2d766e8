"""The tables of regimens, doubtful names and words for sites are in order, and all they name is in the term tables."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

import pytest

import kg.extract
from kg.ground import ground
from kg.terms import Kind, ancestors
from kg.terms.folding import fold

RULES = Path(kg.extract.__file__).parent / "rules"
COLUMNS = {
    "regimens.tsv": ["name", "drugs", "context", "note"],
    "ambiguous-names.tsv": ["name", "kind", "meaning", "needs", "note"],
    "drug-names.tsv": ["label", "name", "note"],
    "site-words.tsv": ["word", "site", "note"],
}
WORDS = "regimen|chemotherapy|cycles"
DOUBTFUL = [
    "AC",
    "EC",
    "EP",
    "GC",
    "TC",
    "TP",
    "PE",
    "GP",
    "PF",
    "CAP",
    "ICE",
    "MAP",
    "BR",
    "GDP",
    "VIP",
    "TAC",
    "FAC",
]


@lru_cache
def rows(name: str) -> list[dict[str, str]]:
    text = (RULES / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def drugs_of(regimen: str) -> set[str]:
    found = {row["name"]: row["drugs"] for row in rows("regimens.tsv")}[regimen]
    return set(found.split("|")) - {""}


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_a_table_has_its_columns_and_stands_in_order(name):
    text = (RULES / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert lines[0].split("\t") == COLUMNS[name]
    assert lines[1:] == sorted(set(lines[1:]), key=str.encode)
    assert {line.count("\t") for line in lines} == {len(COLUMNS[name]) - 1}
    assert text.endswith("\n")
    assert all(cell == cell.strip() for line in lines for cell in line.split("\t"))


def test_no_two_regimens_have_one_name():
    keys = [fold(row["name"]) for row in rows("regimens.tsv")]
    assert sorted(keys) == sorted(set(keys))


def test_every_drug_of_a_regimen_is_a_drug_of_the_tables():
    drugs = {drug for row in rows("regimens.tsv") for drug in row["drugs"].split("|") if drug}
    assert {drug for drug in drugs if not ground(drug, Kind.DRUG).found} == set()
    terms = {drug: ground(drug, Kind.DRUG).term for drug in drugs}
    assert not {drug for drug, term in terms.items() if "kg:SupportiveDrug" in ancestors(term.id)}


def test_a_regimen_names_each_drug_once():
    for row in rows("regimens.tsv"):
        drugs = row["drugs"].split("|")
        assert len({ground(drug, Kind.DRUG).term.id for drug in drugs if drug}) == len(set(drugs) - {""}), row
        assert len(drugs) == len(set(drugs)), row


def test_a_regimen_says_where_it_was_read_and_what_it_needs():
    for row in rows("regimens.tsv"):
        assert row["note"], row
        assert row["context"] in ("", WORDS), row
        assert bool(row["drugs"]) != row["note"].startswith("ambiguous"), row


def test_acronyms_of_two_or_three_letters_with_other_meanings_need_a_word_beside_them():
    needing = {row["name"] for row in rows("regimens.tsv") if row["context"]}
    assert needing >= set(DOUBTFUL)
    capitals = {
        row["name"] for row in rows("regimens.tsv") if len(row["name"]) == 2 and row["name"].isupper()
    }
    assert capitals <= needing


def test_an_acronym_of_different_drugs_is_not_expanded():
    for name in ("TC", "TP"):
        assert drugs_of(name) == set(), name


@pytest.mark.parametrize(
    ("name", "drugs"),
    [
        ("mFOLFOX6", {"folinic acid", "fluorouracil", "oxaliplatin"}),
        ("FOLFIRINOX", {"folinic acid", "fluorouracil", "irinotecan", "oxaliplatin"}),
        ("R-CHOP", {"rituximab", "cyclophosphamide", "doxorubicin", "vincristine", "prednisone"}),
        ("SOX", {"tegafur-gimeracil-oteracil", "oxaliplatin"}),
        ("BEP", {"bleomycin", "etoposide", "cisplatin"}),
        ("SMILE", {"dexamethasone", "methotrexate", "ifosfamide", "asparaginase", "etoposide"}),
        ("TCHP", {"docetaxel", "carboplatin", "trastuzumab", "pertuzumab"}),
        ("PCV", {"procarbazine", "lomustine", "vincristine"}),
    ],
)
def test_a_well_known_regimen_has_its_drugs(name, drugs):
    assert drugs_of(name) == drugs


def test_rituximab_before_a_regimen_adds_rituximab_alone():
    names = {row["name"] for row in rows("regimens.tsv") if row["drugs"]}
    pairs = [(name, name[2:]) for name in sorted(names) if name.startswith("R-") and name[2:] in names]
    assert len(pairs) > 10
    for with_it, without in pairs:
        assert drugs_of(with_it) == {"rituximab"} | drugs_of(without), with_it


def test_a_doubtful_name_stands_once_for_a_kind():
    pairs = [(row["name"], row["kind"]) for row in rows("ambiguous-names.tsv")]
    assert len(pairs) == len(set(pairs))
    assert {row["needs"] for row in rows("ambiguous-names.tsv")} == {
        "capitals",
        "definition",
        "never",
        "this",
    }


def test_what_a_doubtful_drug_name_may_mean_is_a_drug_of_the_tables():
    for row in rows("ambiguous-names.tsv"):
        if row["kind"] == "drug" and row["needs"] != "never":
            assert ground(row["meaning"], Kind.DRUG).found, row


def test_a_drug_name_that_needs_its_definition_is_no_name_of_the_tables():
    stated = {row["name"] for row in rows("ambiguous-names.tsv") if row["needs"] == "definition"}
    drugs = {row["name"] for row in rows("ambiguous-names.tsv") if row["kind"] == "drug"}
    for name in sorted(stated & drugs):
        found = ground(name, Kind.DRUG)
        assert not found.found or name not in found.term.names, name


def test_the_short_capital_names_of_drugs_are_listed_as_doubtful():
    from kg.terms import all_terms

    listed = {row["name"] for row in rows("ambiguous-names.tsv")}
    short = {
        n for term in all_terms(Kind.DRUG) for n in term.names if len(n) <= 4 and n.isalpha() and n.isupper()
    }
    assert {"MTX", "TMZ", "ATRA"} <= short <= listed


def test_every_word_for_a_site_leads_to_a_site():
    words = [row["word"] for row in rows("site-words.tsv")]
    assert len(words) == len(set(words)) > 300
    unknown = {row["site"] for row in rows("site-words.tsv") if not ground(row["site"], Kind.SITE).found}
    assert unknown == set()


@pytest.mark.parametrize(
    ("word", "curie"),
    [
        ("hepatic", "UBERON:0002107"),
        ("pulmonary", "UBERON:0002048"),
        ("adrenal", "UBERON:0002369"),
        ("cerebral", "UBERON:0000955"),
    ],
)
def test_an_adjective_means_its_organ(word, curie):
    site = {row["word"]: row["site"] for row in rows("site-words.tsv")}[word]
    assert ground(site, Kind.SITE).term.id == curie


def test_a_name_to_show_is_a_name_of_the_drug_so_labelled():
    for row in rows("drug-names.tsv"):
        term = ground(row["name"], Kind.DRUG).term
        assert term is not None, row
        assert term.label == row["label"], row
