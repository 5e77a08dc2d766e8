"""Good inputs of every format, invented, from which bad ones are made."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parents[1]
if str(HERE) not in sys.path:  # as pytest does for test files, which share modules that lie beside them
    sys.path.append(str(HERE))

import civic_rows as civic
from test_bioc import PUBTATOR as PUBTATOR_TEXT
from test_bioc import document
from test_hetionet import GRAPH as HETIONET_GRAPH
from test_jats import ARTICLE
from test_kgx_reading import EDGES, NODES
from test_terms_formats import GRAPHS, OBO, OWL, SSSOM
from test_vaspec import GKS as STATEMENT

DATA = HERE / "data"


def _lines(rows: list[Any]) -> str:
    return "".join(f"{json.dumps(row)}\n" for row in rows)


def _table(columns: list[str], rows: list[dict[str, str]]) -> str:
    return "\n".join("\t".join(row) for row in [columns, *([r.get(c, "") for c in columns] for r in rows)])


PUBMED_TEXT = (DATA / "pubmed" / "one.txt").read_text("utf-8")
MEDLINE = (DATA / "pubmed" / "one.nbib").read_text("utf-8")
PUBMED_XML = (DATA / "pubmed" / "one.xml").read_text("utf-8")
JATS = ARTICLE
BIOC = {"PubTator3": [document()]}
PUBTATOR = PUBTATOR_TEXT
CASE_YAML = (
    (DATA / "cases" / "full.yaml").read_text("utf-8"),
    (DATA / "cases" / "two.yaml").read_text("utf-8"),
)
CASE = json.loads((DATA / "cases" / "one.json").read_text("utf-8"))
PACKET = json.loads((DATA / "phenopackets" / "full.json").read_text("utf-8"))

_NODE = {"id": "HGNC:3430", "category": ["biolink:Gene"], "name": "ERBB2", "synonym": ["HER2"], "shade": None}
_EDGE = {
    "id": "e1",
    "subject": "HGNC:3430",
    "predicate": "biolink:related_to",
    "object": "MONDO:0005051",
    "weight": 0,
    "negated": False,
}
KGX = {"nodes": [_NODE, {"id": "MONDO:0005051", "category": "biolink:Disease"}], "edges": [_EDGE]}
KGX_NODES, KGX_EDGES = NODES, EDGES
KGX_NODE_LINES, KGX_EDGE_LINES = _lines(KGX["nodes"]), _lines(KGX["edges"])
HETIONET = HETIONET_GRAPH
CIVIC = (
    _table(civic.EVIDENCE, [civic.item(1), civic.item(2, drugs="Neratinib,Lapatinib")]),
    _table(civic.ASSERTIONS, [civic.assertion(1)]),
    _table(civic.VARIANTS, civic.VARIANT_ROWS),
)
GKS = STATEMENT

RELEASES = {"obo": OBO, "owl": OWL, "graphs": json.dumps(GRAPHS), "sssom": SSSOM}
OBO_GRAPHS = GRAPHS
HGNC = "hgnc_id\tsymbol\tname\tstatus\talias_symbol\tprev_symbol\nHGNC:3430\tERBB2\ta name\tApproved\tHER2|NEU\t\n"

QUADS = """<https://w3id.org/casekg/case/a> <http://www.w3.org/2000/01/rdf-schema#label> "a b" <https://w3id.org/casekg/graph/a> .
<http://identifiers.org/hgnc/3430> <http://www.w3.org/2004/02/skos/core#exactMatch> <http://identifiers.org/ncbigene/2064> <https://w3id.org/casekg/graph/m> .
<https://w3id.org/casekg/case/a> <http://purl.org/dc/terms/date> "2020-01-01"^^<http://www.w3.org/2001/XMLSchema#date> <https://w3id.org/casekg/graph/a> .
<https://example.org/s> <https://example.org/p> "x\\ny"@en-gb <https://example.org/g> .
"""
TURTLE = """@prefix ex: <https://example.org/> .
ex:a a ex:B ; ex:p "one"@en, 2.5e3, true, [ ex:q ( 1 2 ) ] .
"""
JSON_LD = {
    "@context": {"ex": "https://example.org/"},
    "@id": "ex:a",
    "ex:p": [{"@value": "1"}, {"@id": "ex:b"}],
}

QUERIES = tuple(
    (HERE.parent / "queries" / f"{name}.rq").read_text("utf-8")
    for name in ("responders-by-drug", "case-summary")
)
UPDATE = "DELETE { ?s ?p ?o } INSERT { ?s ?p 'x' } WHERE { ?s ?p ?o } ; DROP GRAPH <https://example.org/g>"

PROTEIN = (
    "p.Val777Leu", "V777L", "p.(Gly12Asp)", "E746_A750del", "p.Glu746_Ala750delinsVal", "p.Arg97ProfsTer23", "Y772_A775dup",
    "W288*", "p.M1?", "p.?", "p.=", "R97fs*23", "p.Ter110GlnextTer17", "A775_G776insYVMA",
)  # fmt: skip
CODING = (
    "c.2573T>G", "c.2235_2249del", "c.1521_1523delCTT", "c.88+2T>G", "c.-12A>G", "c.*3del", "c.20dup", "c.20_21insACG",
    "c.112_117delinsTG", "c.(12_13)_(15_16)del",
)  # fmt: skip
REPORT = (HERE.parent / "kg" / "examples" / "invented-report.txt").read_text("utf-8")
