"""The bundled tables are well-formed, complete upwards, and agree with the files that lead to them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from kg.ids import is_curie
from kg.terms import (
    Kind,
    Term,
    UnknownTermError,
    all_terms,
    ancestors,
    find,
    get,
    graph_facts,
    index,
    mapped,
    named,
)
from kg.terms.tables import COLUMNS, NAMES, XREFS, SortedFile, cells_of, parts, place, term_of

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
NOTATIONS = ("vicc:", "civic.evidence_level:", "aac:", "ga4gh:", "hgvs:")


@pytest.fixture(scope="module")
def terms() -> dict[str, Term]:
    return {term.id: term for kind in Kind for term in all_terms(kind)}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in Kind for name in parts(kind)])
def test_every_row_of_a_table_is_well_formed(kind, name):
    lines = (place() / name).read_bytes().decode().split("\n")
    assert tuple(lines[0].split("\t")) == COLUMNS
    assert lines[-1] == ""
    assert lines[1:-1] == sorted(lines[1:-1], key=str.encode)
    for line in lines[1:-1]:
        assert line.count("\t") == len(COLUMNS) - 1, line
    for cells in SortedFile(place() / name).all():
        term = term_of(cells, kind)
        assert term.obsolete == (name != kind.table), term
        assert all(cell.isprintable() and "  " not in cell for cell in cells), term
        assert is_curie(term.id), term
        assert term.label == term.label.strip() != "", term
        assert term.source, term
        assert term.licence, term
        for many in (term.synonyms, term.parents, term.mappings):
            assert list(many) == sorted(set(many)), term
            assert "" not in many, term
        assert all(is_curie(parent) for parent in term.parents), term
        assert all(is_curie(m) or m.startswith(NOTATIONS) for m in term.mappings), term


def test_an_id_stands_in_one_table_once(terms):
    counted = Counter(term.id for kind in Kind for term in all_terms(kind))
    assert [curie for curie, count in counted.items() if count > 1] == []


def test_every_parent_is_a_current_term_of_the_tables(terms):
    missing = {(term.id, up) for term in terms.values() for up in term.parents if up not in terms}
    assert missing == set()
    assert {term.id for term in terms.values() for up in term.parents if terms[up].obsolete} == set()


def test_the_hierarchy_has_no_cycle(terms):
    assert [curie for curie, term in terms.items() if term.parents and curie in ancestors(curie)] == []


def test_every_replacement_is_a_current_term(terms):
    for term in terms.values():
        if term.replaced_by:
            assert term.obsolete, term
            assert not terms[term.replaced_by].obsolete, term


def test_no_current_term_has_an_obsolete_label(terms):
    assert [
        term for term in terms.values() if not term.obsolete and term.label.lower().startswith("obsolete")
    ] == []


def test_a_mapping_leads_to_one_term_of_a_kind(terms):
    led = Counter((m, term.kind) for term in terms.values() if not term.obsolete for m in term.mappings)
    twice = {pair for pair, count in led.items() if count > 1 and pair[1] is not Kind.GENE}
    assert twice == set()


def test_the_files_that_lead_to_the_terms_agree_with_the_tables(terms):
    """Run `python -m kg.terms.index` after a change of a table."""
    headings = {NAMES: index.names_heading(terms.values()), XREFS: "# mapped id, id"}
    lines = {NAMES: index.name_lines(terms.values()), XREFS: index.xref_lines(terms.values())}
    for name, heading in headings.items():
        wanted = "\n".join([heading, *sorted(set(lines[name]), key=str.encode), ""])
        assert (place() / name).read_bytes() == wanted.encode(), f"{name} is stale"


def test_every_neoplasm_leads_to_the_root_of_mondo():
    neoplasms = [
        t for t in all_terms(Kind.DISEASE) if t.id.startswith("MONDO:") and "MONDO:0005070" in ancestors(t.id)
    ]
    assert len(neoplasms) > 4_000
    assert all("MONDO:0000001" in ancestors(term.id) for term in neoplasms)


def test_the_tables_are_as_large_as_promised():
    assert sum(not term.obsolete for term in all_terms(Kind.GENE)) > 43_000
    assert sum(term.id.startswith("NCIT:") for term in all_terms(Kind.DRUG)) > 400
    assert sum(1 for _ in all_terms(Kind.SITE)) > 300


def test_get_finds_every_term_by_its_id(terms):
    assert all(get(curie) == term for curie, term in list(terms.items())[::97])


def test_an_unknown_id_says_how_to_find_one():
    with pytest.raises(UnknownTermError, match="kg terms search"):
        get("MONDO:9999999")
    assert find("MONDO:9999999") is None
    assert find("no curie") is None


def test_ancestors_come_nearest_first():
    above = ancestors("MONDO:0005051")
    assert above[:2] == get("MONDO:0005051").parents
    assert set(above) > {"MONDO:0007254", "MONDO:0004992", "MONDO:0000001"}
    assert len(set(above)) == len(above)


def test_graph_facts_hold_the_terms_and_all_above_once_in_order():
    facts = [term.id for term in graph_facts(["NCIT:C82492", "MONDO:0005051", "mondo:0005051"])]
    assert facts == sorted(set(facts))
    assert set(facts) == {
        "NCIT:C82492",
        "MONDO:0005051",
        *ancestors("NCIT:C82492"),
        *ancestors("MONDO:0005051"),
    }


def test_mapped_ids_lead_to_the_term():
    assert [term.id for term in mapped("UniProtKB:P04626")] == ["HGNC:3430"]
    assert mapped("NCBIGene:0") == ()


def test_names_are_looked_up_among_the_wanted_kinds_only():
    assert [term.id for term in named("ILC", {Kind.DISEASE})] == ["MONDO:0005051"]
    assert {term.kind for term in named("ILC")} == {Kind.DISEASE, Kind.GENE}
    assert named("", None) == ()


def test_trastuzumab_emtansine_is_no_trastuzumab():
    emtansine = ancestors("NCIT:C82492")
    assert "kg:HER2AntibodyDrugConjugate" in emtansine
    assert "kg:MonoclonalAntibody" not in emtansine
    assert "kg:IrreversibleTyrosineKinaseInhibitor" in ancestors("NCIT:C111895")


def test_a_small_sorted_file_finds_its_first_and_last_line(tmp_path):
    path = tmp_path / "t.tsv"
    path.write_bytes(b"id\tx\na\t1\nab\t2\nab\t3\nb\t4")
    table = SortedFile(path)
    assert list(table.rows("a")) == [["a", "1"]]
    assert list(table.rows("ab")) == [["ab", "2"], ["ab", "3"]]
    assert list(table.rows("b")) == [["b", "4"]]
    assert list(table.rows("c")) == list(table.rows("A")) == list(table.rows("")) == []
    assert [cells[1] for cells in table.holding("b")] == ["2", "3", "4"]


def test_a_written_table_is_read_back_equal(tmp_path, terms):
    some = list(terms.values())[:500]
    index.write_table(tmp_path / "t.tsv", reversed(some))
    found = SortedFile(tmp_path / "t.tsv")
    assert sorted(map(tuple, found.all())) == sorted(tuple(cells_of(term)) for term in some)
    assert [p.name for p in tmp_path.iterdir()] == ["t.tsv"]


def test_look_up_needs_no_heavy_library():
    """Opening the tables must not cost a start-up second."""
    heavy = "rdflib|rapidfuzz|zstandard|defusedxml|yaml|pyoxigraph"
    code = "import sys; from kg.ground import ground; ground('HER2'); print(' '.join(sys.modules))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert not re.search(rf"\b({heavy})\b", out.stdout)


@pytest.mark.skipif(not SHARED.exists(), reason="the reference material beside the checkout is missing")
def test_labels_and_ids_are_those_of_the_reference_list(terms):
    import gzip

    with gzip.open(SHARED / "terms" / "index.tsv.gz", "rt", encoding="utf-8") as lines:
        known = {row[0]: row for row in (line.rstrip("\n").split("\t") for line in lines)}
    own = {curie for curie in terms if curie.startswith("kg:")}
    withdrawn = {term.id for term in terms.values() if term.obsolete and term.id.startswith("HGNC:")}
    assert {curie for curie in terms if curie not in known} == own | withdrawn
    stale = {c for c, t in terms.items() if c in known and (known[c][2] == "obsolete") != t.obsolete}
    assert stale == set()
