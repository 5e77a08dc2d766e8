"""docs/shape.md shows the vocabulary as it is, and graphs as they are; `python -m tests.shape` makes it so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from xml.etree import ElementTree

import pyoxigraph
import pytest
from civic_rows import ASSERTIONS, VARIANT_ROWS, VARIANTS, assertion, evidence, item, table
from click.testing import CliRunner
from rdflib import RDF, RDFS, URIRef

from kg import store, vocabulary
from kg.cli import main
from kg.ids import compress, expand
from kg.resources import folder
from tests.shape import DOCS, ONTOLOGY, Diagram, Row, diagrams, page, svg

DIAGRAMS = list(diagrams())
OTHERS = {
    compress(node.strip("<>"))
    for space in vars(vocabulary).values()
    if isinstance(space, type) and space is not vocabulary.KG
    for node in vars(space).values()
    if isinstance(node, str) and node.startswith("<")
}
"""The terms of other vocabularies that the code writes."""


def each_row() -> Iterator[tuple[str, Row]]:
    for diagram in DIAGRAMS:
        for box in diagram.boxes:
            yield from ((box.term, row) for row in box.rows)


def named() -> set[str]:
    """Every class, property and value of the diagrams; datatypes and prefixes left out."""
    words = {box.term for diagram in DIAGRAMS for box in diagram.boxes}
    words |= {word for _, row in each_row() for word in (row.property, row.range)}
    left_out = ("xsd:", '"', "!", "<")
    return {word for word in words if not word.startswith(left_out) and not word.endswith(":")}


@pytest.mark.parametrize("diagram", DIAGRAMS, ids=lambda one: one.name)
def test_a_diagram_is_what_the_vocabulary_draws(diagram: Diagram) -> None:
    kept = (DOCS / "shape" / f"{diagram.name}.svg").read_text(encoding="utf-8")
    assert kept == svg(diagram), "run `python -m tests.shape`"
    ElementTree.fromstring(kept)


def test_the_tables_are_those_of_the_vocabulary_and_each_diagram_is_shown() -> None:
    text = (DOCS / "shape.md").read_text(encoding="utf-8")
    assert text == page(text), "run `python -m tests.shape`"
    assert all(f"(shape/{diagram.name}.svg)" in text for diagram in DIAGRAMS)


def test_the_diagrams_name_only_declared_terms() -> None:
    declared = {compress(str(term)) for term in ONTOLOGY.subjects(RDF.type, None)}
    assert named() - declared - OTHERS == set()


def test_what_is_drawn_as_a_kind_of_a_class_is_below_it() -> None:
    for term, row in each_row():
        if row.property == "<":
            above = ONTOLOGY.transitive_objects(URIRef(expand(term)), RDFS.subClassOf)
            assert URIRef(expand(row.range)) in set(above), (term, row)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Property -> 'class range' of each triple of a merge of the bundled cases with invented rows of CIViC."""
    place = tmp_path_factory.mktemp("merged")
    rows = (
        item(1),
        item(2, drugs="Neratinib,Trastuzumab", drug_interaction_type="Sequential"),
        item(3, variant="V600", variant_id="5555"),
    )
    files = [evidence(place, *rows), table(place / "assertions.tsv", ASSERTIONS, [assertion(1)])]
    files.append(table(place / "variants.tsv", VARIANTS, VARIANT_ROWS))
    files.append(str(folder("examples") / "bundled.nq"))
    done = CliRunner().invoke(main, ["merge", *files, "-o", str(place / "all"), "-q"], prog_name="kg")
    assert done.exit_code == 0, done.output
    return kinds(store.open_store(place / "all"))


def kinds(graph: pyoxigraph.Store) -> dict[str, set[str]]:
    types = defaultdict(set)
    for quad in graph.quads_for_pattern(None, pyoxigraph.NamedNode(str(RDF.type)), None, None):
        types[quad.subject].add(compress(quad.object.value) or "")
    found = defaultdict(set)
    for quad in graph:
        if isinstance(quad.object, pyoxigraph.Literal):
            ends = {compress(quad.object.datatype.value) or ""}
        else:
            ends = types[quad.object] | {(compress(quad.object.value) or "").partition(":")[0] + ":"}
        for start in types[quad.subject] | {""}:
            found[compress(quad.predicate.value) or ""] |= {f"{start} {end}" for end in ends | {""}}
    return found


def test_every_line_of_a_diagram_is_found_in_a_real_graph(real: dict[str, set[str]]) -> None:
    lists = {"kg:" + str(kind).rpartition("/")[2] for kind in ONTOLOGY.objects(None, RDF.type)}
    kinds_of_statement = {
        compress(str(one))
        for one in ONTOLOGY.transitive_subjects(RDFS.subClassOf, URIRef(expand("kg:Statement")))
    }
    for term, row in each_row():
        if row.property in ("!", "<"):
            continue
        starts = kinds_of_statement if term == "kg:Statement" else {"" if term.startswith('"') else term}
        end = "" if row.range.startswith('"') else "kg:" if row.range in lists else row.range
        assert any(f"{start} {end}" in real[row.property] for start in starts), (term, row)
