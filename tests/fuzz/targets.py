"""What is fuzzed: a reader, the inputs it gets, and what must hold of whatever it makes of them.

No exception but those that carry a message for the user leaves a reader, and what it lets through is sound:
places lie in the text, quads parse, a name that was read is read again.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pyoxigraph
from hypothesis import strategies as st

from kg import foreign, grounding, hgvs, store
from kg.builders import quads
from kg.case import Case, Publication
from kg.case_text import to_yaml
from kg.errors import KgError, Notepad
from kg.extract.reading import read as extracted
from kg.foreign.source import Source
from kg.ids import BASE
from kg.merge import lines as merge_lines
from kg.merge import trial
from kg.merge.sssom import quads as mapped
from kg.questions import binding, catalogue, syntax
from kg.readers import (
    bioc,
    case_lines,
    decode,
    jats,
    medline,
    packages,
    phenopackets,
    pubmed_text,
    pubmed_xml,
    pubtator,
)  # fmt: skip
from kg.readers.pieces import Broken, decoded
from kg.readers.unpacking import Spoilt, as_stream
from kg.serving import protocol, query_text
from kg.serving.refusal import Refusal
from kg.terms import formats
from tests.fuzz import archives, seeds
from tests.fuzz.damage import octets, texts, trees

MOST_FAULTS = 20_000


class Target(NamedTuple):
    """A reader under attack."""

    inputs: st.SearchStrategy[bytes]
    read: Callable[[bytes], None]
    """Ends without an exception unless the reader is wrong."""


def _stream(data: bytes, pad: Notepad) -> Iterable[str]:
    return decoded(as_stream(io.BytesIO(data)), pad)


def _checked(pad: Notepad) -> None:
    assert len(pad.faults) < MOST_FAULTS
    for fault in pad.faults:
        assert str(fault).isprintable()
        assert fault.what


# Readers of documents and cases


def documents(module: ModuleType, data: bytes) -> None:
    """Every section has its places in the file, and every hint is where it says."""
    pad = Notepad("f")
    try:
        for publication in module.records(_stream(data, pad), "f", pad):
            _sound(publication, len(data))
    except (Broken, Spoilt):
        assert any(pad.errors())
    _checked(pad)


def _sound(publication: Publication, length: int) -> None:
    by_name = {part.name: part.text for part in publication.sections}
    for part in publication.sections:
        here, there = [pair[0] for pair in part.offsets], [pair[1] for pair in part.offsets]
        assert here == sorted(set(here)) and there == sorted(there)
        assert all(0 <= at <= len(part.text) for at in here)
        assert all(0 <= at <= length for at in there)
    for hint in publication.hints:
        assert by_name[hint.section][hint.start : hint.end] == hint.text
    if publication.curie:
        _built(Case(id=publication.curie, publication=publication))


def _built(case: Case) -> None:
    """Its quads parse, each line one, and it can be written as a case file."""
    text = quads(case)
    parsed = list(pyoxigraph.parse(text.encode(), pyoxigraph.RdfFormat.N_QUADS))
    assert len(parsed) == text.count("\n")
    assert to_yaml(case)


def cases(data: bytes) -> None:
    """What is read as a case can be grounded, built and written."""
    pad = Notepad("f")
    try:
        found = list(case_lines.read_cases(_stream(data, pad), "f", pad))
    except (Broken, Spoilt):
        assert any(pad.errors())
        found = []
    for case in found:
        _built(grounding.ground_case(case, pad))
    _checked(pad)


def packets(data: bytes) -> None:
    """A phenopacket becomes a case that can be built, or is told to be wrong."""
    pad = Notepad("f")
    try:
        found = list(phenopackets.read_cases(_stream(data, pad), pad))
    except (Broken, Spoilt):
        assert any(pad.errors())
        found = []
    for case in found:
        _built(case)
    _checked(pad)


def binary_packets(data: bytes) -> None:
    """Bytes that are no message are told to be none."""
    pad = Notepad("f")
    for case in phenopackets.read_binary(io.BytesIO(data), pad):
        _built(case)
    _checked(pad)


def _packet_bytes() -> bytes:
    from google.protobuf import json_format
    from phenopackets import Phenopacket

    kept = {
        key: value for key, value in seeds.PACKET.items() if key in {"id", "subject", "diseases", "metaData"}
    }
    return bytes(json_format.ParseDict(kept, Phenopacket()).SerializeToString())


def _delimited(data: bytes) -> bytes:
    """The message twice, with its length in front, as protobuf's own libraries write several."""
    return 2 * (bytes([len(data) & 0x7F | 0x80, len(data) >> 7]) + data)


def encodings(data: bytes) -> None:
    """Any bytes are decoded or refused; the same whole or in pieces."""
    whole, pieces = Notepad("f"), Notepad("f")
    try:
        text = "".join(_stream(data, pieces))
    except Broken:
        text = ""
    if not any(pieces.errors()):
        assert decode.decode(data, "f", whole) == text
    _checked(pieces)


def reports(data: bytes) -> None:
    """Every mark of a reading lies in the text, and its cases can be built."""
    text = data.decode("utf-8", "ignore")
    if decode.CONTROL.search(text):
        return
    pad = Notepad("f")
    for publication in medline.records(
        f"PMID- 1\nTI  - A title.\nAB  - {' '.join(text.split())}\n", "f", pad
    ):
        reading = extracted(publication)
        for mark in reading.marks:
            assert 0 <= mark.start < mark.end
        for case in reading.cases:
            _built(grounding.ground_case(case, pad))


# Graphs


def foreign_graph(form: str, names: str, data: bytes) -> None:
    """The quads of a foreign graph parse; a fault is told."""
    with tempfile.TemporaryDirectory() as folder:
        files = tuple(str(_kept(folder, name, data)) for name in names.split())
        known = next(one for one in foreign.FORMATS if one.name == form)
        pad = Notepad("f")
        try:
            text = "".join(known.quads(Source("tiny", known, files), pad, BASE))
        except KgError:
            return
        foreign.format_of(files[0])
    assert len(list(pyoxigraph.parse(text.encode(), pyoxigraph.RdfFormat.N_QUADS))) == text.count("\n")
    _checked(pad)


def _kept(folder: str, name: str, data: bytes) -> Path:
    path = Path(folder) / name
    path.write_bytes(data)
    return path


def loaded(name: str, data: bytes) -> None:
    """A graph file is loaded or told to be wrong."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            store.load([_kept(folder, name, data)])
        except KgError as error:
            assert str(error)


def merge_block(data: bytes) -> None:
    """What passes as canonical lines is what the engine writes of them."""
    if not data.endswith(b"\n") or not merge_lines.is_canonical(data):
        return
    parsed = list(pyoxigraph.parse(data, pyoxigraph.RdfFormat.N_QUADS))
    assert "".join(f"{quad} .\n" for quad in parsed).encode() == data
    merge_lines.without_legacy(data)


def merged(data: bytes) -> None:
    """A merge of any bytes ends with a report or a message."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            trial([str(_kept(folder, "a.nq", data))])
        except KgError as error:
            assert str(error)


def mappings(data: bytes) -> None:
    """The rows of a mapping table become lines that parse."""
    with tempfile.TemporaryDirectory() as folder:
        pad = Notepad("f")
        try:
            text = "".join(mapped(_kept(folder, "a.sssom.tsv", data), "<https://example.org/g>", pad))
        except KgError:
            return
    assert len(list(pyoxigraph.parse(text.encode(), pyoxigraph.RdfFormat.N_QUADS))) == text.count("\n")


def release(data: bytes) -> None:
    """A vocabulary's release is read or told to be damaged."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            formats.read(_kept(folder, "release", data))
        except KgError as error:
            assert str(error)


# Texts that users type


def protein(data: bytes) -> None:
    """A name that is read is read again as the same."""
    try:
        change = hgvs.protein_change(data.decode("utf-8", "replace"))
    except hgvs.HgvsError as error:
        assert str(error)
        return
    assert hgvs.protein_change(change.normal) == change
    assert hgvs.protein_change(change.short) == change


def coding(data: bytes) -> None:
    """A name that is read is read again as the same."""
    try:
        change = hgvs.coding_change(data.decode("utf-8", "replace"))
    except hgvs.HgvsError as error:
        assert str(error)
        return
    assert hgvs.coding_change(change) == change


def question(data: bytes) -> None:
    """A question's header and its SPARQL are read or their faults told."""
    try:
        query = catalogue.parse(data.decode("utf-8", "replace"))
        syntax.check(query.text, "f")
    except KgError as error:
        assert str(error)


def sparql(data: bytes) -> None:
    """What passes the checks is what the engine reads, also with values bound."""
    text = data.decode("utf-8", "replace")
    for check in (syntax.check, syntax.check_update):
        try:
            check(text, "f")
        except KgError as error:
            assert str(error)
            continue
        if check is syntax.check:
            _bound(text)


def _bound(text: str) -> None:
    value = pyoxigraph.Literal('"} DROP ALL #\n\\')
    for name in ("s", "drug"):
        try:
            made = binding.bind(text, {name: [value]})
        except KgError:
            continue
        syntax.check(made, "f")


def request(data: bytes) -> None:
    """What comes over HTTP is a query, or refused with a reason."""
    for media in (protocol.FORM, protocol.QUERY):
        try:
            asked = protocol.by_post(data[:40].decode("latin-1"), media, data)
            query_text.made(asked.text)
        except Refusal as error:
            assert str(error)


def unpacked(data: bytes) -> None:
    """Archives end, however they are made, and give no more than is allowed."""
    with tempfile.TemporaryDirectory() as folder:
        pad = Notepad("f")
        size = 0
        for part in packages.parts(str(_kept(folder, "f.zip", data)), pad):
            try:
                while piece := part.stream.read(1 << 20):
                    size += len(piece)
            except Spoilt as error:
                error.note(pad)
    assert size < archives.ALLOWED + len(data) * archives.RATIO
    _checked(pad)


_WORDS = (
    "?s",
    "?p",
    "{",
    "}",
    "SELECT",
    "WHERE",
    "FILTER(",
    "VALUES",
    "#",
    "PREFIX",
    "GRAPH",
    "BIND(",
    "UNION",
    "LOAD",
    "(1 AS ?x)",
)
_DOCUMENTS: dict[str, tuple[ModuleType, st.SearchStrategy[bytes]]] = {
    "pubmed-text": (pubmed_text, texts((seeds.PUBMED_TEXT,), ("PMID:", "1. ", "Author information:", "doi:", "©"))),
    "medline": (medline, texts((seeds.MEDLINE,), ("PMID- ", "AB  - ", "      ", "FAU - "))),
    "pubmed-xml": (pubmed_xml, texts((seeds.PUBMED_XML,), ("<PubmedArticle>", "</Abstract>", "<!DOCTYPE x [<!ENTITY x 'y'>]>"))),
    "jats": (jats, texts((seeds.JATS,), ("<sec>", "</p>", "<xref>", "<table>", "<sup/>", "xml:lang="))),
    "bioc": (bioc, trees((seeds.BIOC, seeds.BIOC["PubTator3"]))),
    "pubtator": (pubtator, texts((seeds.PUBTATOR,), ("99000001|t|", "99000001|a|", "\t0\t4\t"))),
}  # fmt: skip
_FOREIGN: dict[str, tuple[str, str, st.SearchStrategy[bytes]]] = {
    "kgx-nodes": ("KGX TSV", "tiny_nodes.tsv", texts((seeds.KGX_NODES,))),
    "kgx-csv": ("KGX CSV", "tiny_nodes.csv", texts((seeds.KGX_NODES.replace("\t", ","),))),
    "kgx-edges": ("KGX TSV", "tiny_edges.tsv", texts((seeds.KGX_EDGES,))),
    "kgx-node-lines": ("KGX JSON lines", "tiny_nodes.jsonl", trees((seeds.KGX["nodes"],), lines=True)),
    "kgx-edge-lines": ("KGX JSON lines", "tiny_edges.jsonl", trees((seeds.KGX["edges"],), lines=True)),
    "kgx-json": ("KGX JSON", "tiny.json", trees((seeds.KGX,))),
    "hetionet": ("Hetionet JSON", "het.json", trees((seeds.HETIONET,))),
    "civic": ("CIViC TSV", "civic.tsv", texts(seeds.CIVIC, ("N/A", "accepted", "Predictive", "\t\t"))),
    "va-spec": ("VA-Spec JSON", "va.json", trees((seeds.GKS, [seeds.GKS, seeds.GKS]))),
}

TARGETS: dict[str, Target] = {
    **{name: Target(inputs, partial(documents, module)) for name, (module, inputs) in _DOCUMENTS.items()},
    **{name: Target(inputs, partial(foreign_graph, form, file)) for name, (form, file, inputs) in _FOREIGN.items()},
    "case-yaml": Target(texts(seeds.CASE_YAML, ("case: a\n", "drugs:", "- ", "  ", "{", "quote: x")), cases),
    "case-json": Target(trees((seeds.CASE,)), cases),
    "case-lines": Target(trees(([seeds.CASE, seeds.CASE],), lines=True), cases),
    "phenopackets": Target(trees((seeds.PACKET,)), packets),
    "phenopackets-binary": Target(
        st.deferred(lambda: octets(_packet_bytes()) | octets(_delimited(_packet_bytes()))), binary_packets
    ),
    "encodings": Target(st.binary(max_size=80) | texts(("Ã©té â€™ \u00a0", seeds.PUBMED_TEXT[:300])), encodings),
    "reports": Target(texts((seeds.REPORT,)), reports),
    "turtle": Target(texts((seeds.TURTLE,)), partial(loaded, "a.ttl")),
    "json-ld": Target(trees((seeds.JSON_LD,)), partial(loaded, "a.jsonld")),
    "rdf-xml": Target(texts((seeds.RELEASES["owl"],)), partial(loaded, "a.rdf")),
    "merge-lines": Target(texts((seeds.QUADS,), ("\\t", "@en", "^^", "<a:b>", " .\n", "%20")), merge_block),
    "merge": Target(texts((seeds.QUADS,), ("_:b", " .\n", "<a:b>")), merged),
    "sssom": Target(texts((seeds.RELEASES["sssom"],), ("skos:exactMatch", "Not", "#  x: http://x/")), mappings),
    "obo": Target(texts((seeds.RELEASES["obo"],), ("[Term]", "is_a: ", "synonym: ")), release),
    "owl": Target(texts((seeds.RELEASES["owl"],), ("<!DOCTYPE x [<!ENTITY x 'y'>]>",)), release),
    "obo-graphs": Target(trees((seeds.OBO_GRAPHS,)), release),
    "hgnc": Target(texts((seeds.HGNC, seeds.RELEASES["sssom"])), release),
    "protein": Target(texts(seeds.PROTEIN, ("fs", "del", "ins", "dup", "*", "Ter", "ext", "_")), protein),
    "coding": Target(texts(seeds.CODING, ("del", "ins", "dup", ">", "+", "-", "_", "?")), coding),
    "question": Target(texts(seeds.QUERIES, ("#+ ", "#+ params:", *_WORDS)), question),
    "sparql": Target(texts((*seeds.QUERIES, seeds.UPDATE), _WORDS), sparql),
    "request": Target(texts(("query=SELECT * { ?s ?p ?o }&default-graph-uri=a:b", *seeds.QUERIES), ("%", "&", "+", "\\u0053")), request),
    "packages": Target(archives.archives(), unpacked),
}  # fmt: skip
