"""Hetionet's JSON: nodes of a kind with an identifier, edges of a kind with a direction.

Identifiers become those that other graphs use (`Gene` 2064 is NCBIGene:2064), kinds become Biolink's
categories and predicates, and both are kept as they are beside that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg import rdf
from kg.errors import Notepad
from kg.foreign import propertygraph
from kg.foreign.columns import AS_WRITTEN, Column, column
from kg.foreign.rows import UNWRITABLE, Row, is_writable
from kg.foreign.source import Source, text
from kg.foreign.tally import Tally
from kg.readers.json_stream import BadJson, JsonStream
from kg.readers.packages import Part
from kg.readers.pieces import Broken
from kg.vocabulary import DCTERMS

PREFIXES = {
    "Gene": "NCBIGene",
    "Compound": "DRUGBANK",
    "Side Effect": "UMLS",
    "Symptom": "MESH",
    "Disease": "DOID",
    "Anatomy": "UBERON",
    "Biological Process": "GO",
    "Cellular Component": "GO",
    "Molecular Function": "GO",
}
"""Kind of node -> prefix of its identifiers; the others are kept as Hetionet writes them, `Pathway::WP49`."""

CATEGORIES = {
    "Gene": "Gene",
    "Compound": "ChemicalEntity",
    "Side Effect": "DiseaseOrPhenotypicFeature",
    "Symptom": "PhenotypicFeature",
    "Disease": "Disease",
    "Anatomy": "AnatomicalEntity",
    "Biological Process": "BiologicalProcess",
    "Cellular Component": "CellularComponent",
    "Molecular Function": "MolecularActivity",
    "Pathway": "Pathway",
}
"""Kind of node -> class of Biolink; others are a NamedThing."""

PREDICATES = {
    ("Compound", "binds", "Gene"): "binds",
    ("Compound", "treats", "Disease"): "treats",
    ("Compound", "palliates", "Disease"): "ameliorates_condition",
    ("Compound", "resembles", "Compound"): "chemically_similar_to",
    ("Compound", "causes", "Side Effect"): "has_side_effect",
    ("Compound", "upregulates", "Gene"): "affects",
    ("Compound", "downregulates", "Gene"): "affects",
    ("Disease", "associates", "Gene"): "condition_associated_with_gene",
    ("Disease", "upregulates", "Gene"): "affects",
    ("Disease", "downregulates", "Gene"): "affects",
    ("Disease", "resembles", "Disease"): "similar_to",
    ("Disease", "localizes", "Anatomy"): "disease_has_location",
    ("Disease", "presents", "Symptom"): "has_phenotype",
    ("Anatomy", "expresses", "Gene"): "expresses",
    ("Gene", "participates", "Biological Process"): "participates_in",
    ("Gene", "participates", "Molecular Function"): "participates_in",
    ("Gene", "participates", "Pathway"): "participates_in",
    ("Gene", "covaries", "Gene"): "correlated_with",
    ("Gene", "interacts", "Gene"): "interacts_with",
    ("Gene", "regulates", "Gene"): "regulates",
    ("Pharmacologic Class", "includes", "Compound"): "has_member",
}
"""Kinds of source, edge and target -> predicate of Biolink; others are `related_to`."""

_DIRECTIONS = {"upregulates": "upregulated", "downregulates": "downregulated"}
_STATED: dict[str, Any] = {
    "category": ["biolink:Association"],
    "knowledge_level": "not_provided",
    "agent_type": "not_provided",
    "aggregator_knowledge_source": ["infores:hetionet"],
}
_ENDS = ("id", "subject", "predicate", "object")
_LICENCES = 40


def looks_like(head: str, stem: str) -> bool:
    """True for an object that speaks of metanodes or metaedges."""
    start = head.lstrip()[:1]
    return start == "{" and any(f'"{key}"' in head for key in ("metanode_kinds", "metaedge_tuples"))


def source_name(stem: str) -> str:
    """The file's own name."""
    return stem


def quads(source: Source, pad: Notepad, base: str) -> Iterator[str]:
    """N-Quads of the source's nodes and edges; licences that they state are said of the whole, too."""
    return propertygraph.quads(source, pad, base, rows)


def rows(source: Source, pad: Notepad) -> Iterator[Row]:
    """The nodes and edges of all files of the source; faulty ones are noted and left out."""
    tally = Tally(pad)
    licences: dict[str, None] = {}
    keys: tuple[dict[str, None], dict[str, None]] = dict.fromkeys(("id",)), dict.fromkeys(_ENDS)
    for part in source.parts(pad):
        for line, key, found in _walked(part, Notepad(part.name, pad.faults)):
            place = part.name, line
            row = _row(key, found, place, tally)
            if row is None:
                continue
            keys[bool(row.ends)].update(dict.fromkeys(column.name for column, _ in row.values))
            data = found.get("data")
            said = data.get("license") if isinstance(data, dict) else None
            if isinstance(said, str) and len(licences) < _LICENCES:
                licences[said] = None
            yield row
    tally.close()
    for kept, names in zip((AS_WRITTEN.node_columns, AS_WRITTEN.edge_columns), keys, strict=True):
        source.facts[kept] = [rdf.text("\t".join(names))]
    if licences:
        source.facts[DCTERMS.license] = [rdf.text(one) for one in sorted(licences)]


def _walked(part: Part, pad: Notepad) -> Iterator[tuple[int, str, Any]]:
    stream = JsonStream(text(part, pad))
    try:
        for key in stream.members():
            if key not in {"nodes", "edges"}:
                stream.value()  # kinds and their abbreviations: each node and edge says its own
                continue
            for _ in stream.elements():
                stream.peek()
                yield stream.line, key, stream.value()
    except BadJson as error:
        pad.error("", error.what, "fetch or save the file again", line=error.line)
    except Broken:
        pass  # it is told already


def curie(kind: str, identifier: str | int) -> str:
    """The id that other graphs know a node by.

    >>> curie("Gene", 2064), curie("Disease", "DOID:1612"), curie("Pathway", "WP49_r1")
    ('NCBIGene:2064', 'DOID:1612', 'Pathway::WP49_r1')
    """
    prefix = PREFIXES.get(kind)
    if prefix is None:
        return f"{kind}::{identifier}"
    return str(identifier) if str(identifier).startswith(f"{prefix}:") else f"{prefix}:{identifier}"


def _is_id(found: Any) -> bool:
    return isinstance(found, str | int) and not isinstance(found, bool) and found != ""


def _row(key: str, found: Any, place: tuple[str, int], tally: Tally) -> Row | None:
    if not is_writable(found):
        tally.error("objects that cannot be written", UNWRITABLE, where=place)
        return None
    return _node(found, place, tally) if key == "nodes" else _edge(found, place, tally)


def _node(found: Any, place: tuple[str, int], tally: Tally) -> Row | None:
    if (
        not isinstance(found, dict)
        or not isinstance(found.get("kind"), str)
        or not _is_id(found.get("identifier"))
    ):
        tally.error("nodes without kind or identifier", "the node has no kind or identifier", where=place)
        return None
    kind, data = found["kind"], found.get("data", {})
    values: dict[str, Any] = {"category": [f"biolink:{CATEGORIES.get(kind, 'NamedThing')}"]}
    values |= {key: value for key, value in found.items() if key != "data"}
    return Row(None, curie(kind, found["identifier"]), _values(values, data), place, False)


def _edge(found: Any, place: tuple[str, int], tally: Tally) -> Row | None:
    ends = [found.get(key) for key in ("source_id", "target_id")] if isinstance(found, dict) else []
    pairs = [end for end in ends if isinstance(end, list) and len(end) == 2 and all(map(_is_id, end))]
    if len(pairs) != 2 or not isinstance(found.get("kind"), str):
        tally.error("edges without kind or ends", "the edge has no kind, source_id or target_id", where=place)
        return None
    (source_kind, source), (target_kind, target) = pairs
    kind, data = found["kind"], found.get("data", {})
    predicate = PREDICATES.get((source_kind, kind, target_kind), "related_to")
    values = dict(_STATED)
    if kind in _DIRECTIONS:
        values["object_direction_qualifier"] = _DIRECTIONS[kind]
    apart = {"source_id", "target_id", "data"}
    values |= {key: value for key, value in found.items() if key not in apart}
    triple = curie(str(source_kind), source), f"biolink:{predicate}", curie(str(target_kind), target)
    return Row(triple, "", _values(values, data), place, False)


def _values(values: dict[str, Any], data: Any) -> tuple[tuple[Column, Any], ...]:
    """All that is said; what `data` calls like something else is kept with its place in front."""
    for key, value in data.items() if isinstance(data, dict) else [("data", data)]:
        values[f"data_{key}" if key in values else key] = value
    return tuple((column(f"data_{key}" if key in _ENDS else key), value) for key, value in values.items())
