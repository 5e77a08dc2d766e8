"""Every line of the rule tables does what its example says, means something that the code knows, and names real terms."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest

import kg.extract
from kg.case import CERTAINTIES, CLAIM_RELATIONS, RESPONSE_CATEGORIES, STRENGTHS
from kg.extract import phrases
from kg.extract.lines import MEANT
from kg.extract.phrases import Found, Phrases, Row, rows
from kg.extract.plain import plain, words
from kg.ground import ground
from kg.hgvs import protein_change
from kg.terms import Kind, all_terms
from kg.terms.naming import TRIE, keys
from kg.terms.tables import place

RULES = Path(kg.extract.__file__).parent / "rules"
TABLES = sorted(path.stem for path in RULES.glob("*.tsv"))
PHRASED = [table for table in TABLES if "example" in rows(table)[0].cells]
MEANS = {
    "alterations": {
        "alteration",
        "amplification",
        "copy number",
        "copy number gain",
        "deletion",
        "exon skipping",
        "fusion",
        "insertion",
        "internal tandem duplication",
        "loss",
        "methylation",
        "mutation",
        "negative",
        "no amplification",
        "no rearrangement",
        "overexpression",
        "positive",
        "rearrangement",
        "unmethylated",
        "wild type",
    },
    "claims": set(CLAIM_RELATIONS),
    "context": {
        "absent",
        "background",
        "breaker",
        "family",
        "given",
        "history",
        "hypothesis",
        "in vitro",
        "none",
        "present",
        "suspected",
        "tested",
        "unknown",
        "unlike",
    },
    "patients": {"all", "several", *"123456"},
    "polarity-after": {"absent", "break", "present", "stop", "untold", "which"},
    "polarity-before": {"absent", "break", "negative", "present", "stop", "untold"},
    "responses": {
        *RESPONSE_CATEGORIES,
        *MEANT,
        "none",
        "spontaneous",
    },
    "sentences": {
        "age",
        "aside",
        "conclusion",
        "generic",
        "hedge",
        "narrative",
        "others",
        "patient",
        "report",
    },
    "strengths": set(STRENGTHS),
    "therapy": {
        "chemoradiotherapy",
        "chemotherapy",
        "hormone therapy",
        "immunotherapy",
        "line",
        "lines",
        "radiotherapy",
        "setting",
        "surgery",
        "targeted therapy",
        "transplantation",
    },
}
"""What the phrases of a table may mean; `named-alterations` has genes there."""
SIDES = {
    "alterations": {"after", "any", "before"},
    "context": {"after", "before", "both", "sentence"},
    "fillers": {"after", "before", "direct", "joint", "next"},
    "polarity-after": {"after", "both", "next", "own"},
    "polarity-before": {"before", "both"},
}
KEYS = {
    "ambiguous-names": ("name", "kind", "meaning"),
    "fillers": ("phrase", "side"),
    "words": ("phrase", "use"),
}
"""The columns that together stand once in a table, where it is not the first."""


def found(table: str, sentence: str) -> list[Found]:
    told = words(plain(sentence))
    return [one for one in Phrases(table).found(told) if _capitals_fit(one, sentence)]


def _capitals_fit(one: Found, sentence: str) -> bool:
    """Some phrases count in their own capitals only."""
    wanted = one.row.cells.get("capitals", "").split()
    told = words(plain(sentence))
    surface = sentence[told.starts[one.first] : told.ends[one.last - 1]]
    return not wanted or any(surface.startswith(capitals) for capitals in wanted)


def fits_alone(row: Row, sentence: str, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether a table of this one line finds it in the sentence."""
    with monkeypatch.context() as patch:
        patch.setattr(phrases, "rows", lambda _: (row,))
        table = phrases._Tables()
        table.add([row.table])
        return any(_capitals_fit(one, sentence) for one in table.met(words(plain(sentence)), row.table)[0])


@pytest.mark.parametrize("table", PHRASED)
def test_every_phrase_is_met_in_its_example(table, monkeypatch):
    missed = [
        (row.phrase, row["example"])
        for row in rows(table)
        if not fits_alone(row, row["example"], monkeypatch)
    ]
    assert missed == []


@pytest.mark.parametrize("table", PHRASED)
def test_nothing_of_another_meaning_takes_the_place_of_a_phrase_in_its_example(table):
    def same(one: Found, row: Row) -> bool:
        return all(one.row.cells.get(name) == row.cells.get(name) for name in ("means", "value"))

    lost = [
        (row.phrase, row["example"])
        for row in rows(table)
        if not any(same(one, row) for one in found(table, row["example"]))
    ]
    assert lost == []


@pytest.mark.parametrize("table", PHRASED)
def test_no_phrase_is_met_in_its_counter_example(table):
    met = [
        (row.phrase, row["counter-example"])
        for row in rows(table)
        if any(one.row is row for one in found(table, row["counter-example"]))
    ]
    assert met == []


@pytest.mark.parametrize("table", PHRASED)
def test_examples_and_counter_examples_are_sentences(table):
    cells = [row[column] for row in rows(table) for column in ("example", "counter-example")]
    assert [cell for cell in cells if len(cell.split()) < 2 or cell[-1] not in ".%"] == []


@pytest.mark.parametrize("table", sorted(set(PHRASED) - {"named-alterations"}))
def test_a_phrase_means_something_that_the_code_knows(table):
    assert {row["means"] for row in rows(table)} <= MEANS[table]


@pytest.mark.parametrize("table", [name for name in TABLES if "side" in rows(name)[0].cells])
def test_a_phrase_stands_on_a_side_that_the_code_knows(table):
    assert {row["side"] for row in rows(table)} <= SIDES[table]


def test_claims_are_as_sure_and_as_strong_as_cases_can_say():
    assert {row["certainty"] for row in rows("claims")} <= set(CERTAINTIES)
    assert {row["strength"] for row in rows("claims")} <= {"", *STRENGTHS}


def test_lines_of_therapy_have_numbers():
    values = {row["means"]: set() for row in rows("therapy")}
    for row in rows("therapy"):
        values[row["means"]].add(row["value"])
    assert all(value.isdigit() for value in values["line"])
    assert all(value.isdigit() or value == "multiple" for value in values["lines"])


@pytest.mark.parametrize("table", TABLES)
def test_no_phrase_stands_twice_in_a_table(table):
    columns = KEYS.get(table, (next(iter(rows(table)[0].cells)),))
    counted = Counter(tuple(row[name] for name in columns) for row in rows(table))
    assert [key for key, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_well_formed(table):
    text = (RULES / f"{table}.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("# ")]
    head = lines[0].split("\t")
    assert text.endswith("\n") and not text.endswith("\n\n")
    assert len(head) == len(set(head))
    assert [line for line in lines if line.count("\t") != len(head) - 1] == []
    assert [line for line in lines for cell in line.split("\t") if cell != " ".join(cell.split())] == []
    assert [line for line in lines if not line.split("\t")[0]] == []


@pytest.mark.parametrize("table", PHRASED)
def test_phrases_are_written_in_small_letters_with_signs_in_their_places(table):
    """A capital would never be met; a gap at either end or a first word that may be missing would be passed over."""
    faulty = [
        row.phrase
        for row in rows(table)
        if row.phrase != row.phrase.lower()
        or row.phrase.split()[0] == "..."
        or row.phrase.split()[-1] == "..."
        or any(
            not option.strip("*?")
            for part in row.phrase.split()
            for option in part.split("|")
            if option != "*"
        )
        or any(option.endswith("?") for part in row.phrase.split() for option in part.split("|")[:-1])
        or row.phrase.split()[0].endswith("?")
    ]
    assert faulty == []


def test_every_gene_of_a_table_is_a_gene_of_the_term_tables():
    named = {row.phrase for table in ("cancer-genes", "markers") for row in rows(table)}
    named |= {
        gene for row in rows("named-alterations") for gene in row["means"].removeprefix("no ").split("::")
    }
    named |= {
        gene
        for table in ("hotspots", "gene-families")
        for row in rows(table)
        for gene in row["genes"].split("|")
    }
    grounded = {name: ground(name, Kind.GENE).term for name in named}
    assert {name for name, term in grounded.items() if term is None or term.label != name} == set()


def test_every_named_change_is_a_protein_change():
    assert [row.phrase for row in rows("hotspots") if not protein_change(row.phrase).normal] == []


def test_the_trie_holds_exactly_the_names_of_the_term_tables():
    from marisa_trie import Trie

    trie = Trie()
    trie.mmap(str(place() / TRIE))
    held = _pairs(set(trie.keys()))
    wanted = set(keys(term for kind in Kind for term in all_terms(kind)))
    assert (len(held), sorted(held - wanted)[:20], sorted(wanted - held)[:20]) == (len(wanted), [], [])
    assert len(trie) == len(wanted) + len({key for key, _ in wanted})


@lru_cache
def _sign() -> str:
    from kg.terms import naming

    return naming._TERM


def _pairs(cells: set[str]) -> set[tuple[str, str]]:
    pairs = (cell.partition(_sign()) for cell in cells)
    return {(key, value) for key, sign, value in pairs if sign}
