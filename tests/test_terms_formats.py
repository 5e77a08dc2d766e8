"""Releases in every form are read alike, and bad files get a clear message."""

from __future__ import annotations

import gzip
import json
import lzma
from pathlib import Path

import pytest
import zstandard

from kg.errors import FaultsError, KgError
from kg.terms import Kind
from kg.terms.formats import read, sssom
from kg.terms.formats.json_stream import JsonStream
from kg.terms.importing import Wanted, import_terms

SHARED = Path(__file__).parents[2] / "shared" / "data" / "ontologies"
MO = "http://purl.obolibrary.org/obo/MONDO_"

OBO = """format-version: 1.2
data-version: releases/2026-01-01
! a remark

[Term]
id: MONDO:1
name: growth
synonym: "lump \\"of cells\\"" EXACT []
synonym: "swelling" RELATED []
xref: DOID:14566 {source="MONDO:equivalentTo"}
xref: GARD:1

[Term]
id: MONDO:2
name: lung growth
is_a: MONDO:1 ! growth
property_value: skos:exactMatch NCIT:C1

[Term]
id: MONDO:3
name: obsolete lung lump
is_obsolete: true
replaced_by: MONDO:2

[Typedef]
id: part_of
name: part of
"""

GRAPHS = {
    "graphs": [
        {
            "id": "http://example.org/m.json",
            "meta": {"version": "releases/2026-01-01"},
            "nodes": [
                {
                    "id": MO + "1",
                    "lbl": "growth",
                    "type": "CLASS",
                    "meta": {
                        "synonyms": [
                            {"pred": "hasExactSynonym", "val": 'lump "of cells"'},
                            {"pred": "hasRelatedSynonym", "val": "swelling"},
                        ],
                        "basicPropertyValues": [
                            {
                                "pred": "http://www.w3.org/2004/02/skos/core#exactMatch",
                                "val": "http://purl.obolibrary.org/obo/DOID_14566",
                            }
                        ],
                    },
                },
                {
                    "id": MO + "2",
                    "lbl": "lung growth",
                    "meta": {
                        "basicPropertyValues": [
                            {
                                "pred": "http://www.w3.org/2004/02/skos/core#exactMatch",
                                "val": "http://purl.obolibrary.org/obo/NCIT_C1",
                            }
                        ]
                    },
                },
                {
                    "id": MO + "3",
                    "lbl": "obsolete lung lump",
                    "meta": {
                        "deprecated": True,
                        "basicPropertyValues": [
                            {"pred": "http://purl.obolibrary.org/obo/IAO_0100001", "val": MO + "2"}
                        ],
                    },
                },
                {"id": "http://purl.obolibrary.org/obo/BFO_0000050", "lbl": "part of", "type": "PROPERTY"},
            ],
            "edges": [{"sub": MO + "2", "pred": "is_a", "obj": MO + "1"}],
        }
    ]
}

OWL = f"""<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:owl="http://www.w3.org/2002/07/owl#"
  xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#" xmlns:obo="http://purl.obolibrary.org/obo/"
  xmlns:oio="http://www.geneontology.org/formats/oboInOwl#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">
  <owl:Ontology rdf:about="http://example.org/m.owl"><owl:versionInfo>releases/2026-01-01</owl:versionInfo></owl:Ontology>
  <owl:Class rdf:about="{MO}1"><rdfs:label>growth</rdfs:label>
    <oio:hasExactSynonym>lump "of cells"</oio:hasExactSynonym><oio:hasRelatedSynonym>swelling</oio:hasRelatedSynonym>
    <skos:exactMatch rdf:resource="http://purl.obolibrary.org/obo/DOID_14566"/></owl:Class>
  <rdf:Description rdf:about="{MO}2"><rdf:type rdf:resource="http://www.w3.org/2002/07/owl#Class"/>
    <rdfs:label>lung growth</rdfs:label><rdfs:subClassOf rdf:resource="{MO}1"/>
    <rdfs:subClassOf><owl:Restriction/></rdfs:subClassOf>
    <skos:exactMatch rdf:resource="http://purl.obolibrary.org/obo/NCIT_C1"/></rdf:Description>
  <owl:Class rdf:about="{MO}3"><rdfs:label>obsolete lung lump</rdfs:label><owl:deprecated>true</owl:deprecated>
    <obo:IAO_0100001 rdf:resource="{MO}2"/></owl:Class>
</rdf:RDF>
"""

SSSOM = """# mapping_set_version: 2026-02
subject_id	subject_label	predicate_id	object_id	mapping_justification
MONDO:1	growth	skos:exactMatch	mesh:D009369	semapv:ManualMappingCuration
MONDO:1	growth	skos:exactMatch	SCTID:108369006	semapv:ManualMappingCuration
MONDO:1	growth	skos:broadMatch	NCIT:C2	semapv:ManualMappingCuration
MONDO:2	lung growth	skos:exactMatch	Orphanet:9	semapv:ManualMappingCuration
"""


@pytest.mark.parametrize("text", [OBO, json.dumps(GRAPHS), OWL], ids=["OBO", "OBO Graphs JSON", "OWL"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress, lzma.compress, zstandard.compress])
def test_one_release_in_every_form_gives_the_same_terms(tmp_path, text, pack):
    path = tmp_path / "release.bin"
    path.write_bytes(pack(text.encode()))
    release = read(path)
    one, two, three = release.entries
    assert release.version == "releases/2026-01-01"
    assert (one.id, one.label, one.synonyms, one.mappings) == (
        "MONDO:1",
        "growth",
        ('lump "of cells"',),
        ("DOID:14566",),
    )
    assert (two.id, two.parents, two.mappings) == ("MONDO:2", ("MONDO:1",), ("NCIT:C1",))
    assert (three.obsolete, three.replaced_by, two.obsolete) == (True, "MONDO:2", False)


def test_flat_json_tells_parents_by_distance(tmp_path):
    path = tmp_path / "flat.json"
    flat = {
        "MONDO:1": {"ancestors": {}, "label": "growth", "deprecated": False},
        "MONDO:2": {"ancestors": {"MONDO:1": 1}, "label": "lung growth"},
        "MONDO:3": {"ancestors": {"MONDO:2": 1, "MONDO:1": 2}, "label": "lobar growth", "synonyms": ["x"]},
        "MONDO:4": {"ancestors": {}, "label": "obsolete y", "deprecated": True, "replaced_by": "MONDO:2"},
    }
    path.write_text(json.dumps(flat))
    entries = {entry.id: entry for entry in read(path).entries}
    assert entries["MONDO:3"].parents == ("MONDO:2",)
    assert entries["MONDO:4"].replaced_by == "MONDO:2"


@pytest.mark.parametrize(
    "text",
    [
        "HGNC ID\tApproved symbol\tApproved name\tStatus\tAlias symbols\tPrevious symbols\tEnsembl gene ID\n"
        "HGNC:1\tAAA1\ta gene\tApproved\tX1, X2\tOLD\tENSG1\n"
        "HGNC:2\tBBB\tsymbol withdrawn, see [HGNC:1](/x/HGNC:1)\tSymbol Withdrawn\t\t\t\n",
        "hgnc_id\tsymbol\tname\tstatus\talias_symbol\tprev_symbol\tensembl_gene_id\n"
        'HGNC:1\tAAA1\ta gene\tApproved\t"X1|X2"\tOLD\tENSG1\n'
        "HGNC:2\tBBB\tsymbol withdrawn, see HGNC:1\tSymbol Withdrawn\t\t\t\n",
    ],
)
def test_both_of_hgncs_tables_are_read(tmp_path, text):
    (tmp_path / "hgnc.txt").write_text(text)
    gene, withdrawn = read(tmp_path / "hgnc.txt").entries
    assert (gene.label, gene.synonyms, gene.mappings) == (
        "AAA1",
        ("a gene", "X1", "X2", "OLD"),
        ("ENSEMBL:ENSG1",),
    )
    assert (withdrawn.label, withdrawn.obsolete, withdrawn.replaced_by) == ("BBB", True, "HGNC:1")


def test_of_a_mapping_table_only_exact_matches_of_known_prefixes_count(tmp_path):
    (tmp_path / "m.tsv").write_text(SSSOM)
    version, rows = sssom.mappings(tmp_path / "m.tsv")
    assert (version, len(rows)) == ("2026-02", 3)
    assert [e.mappings for e in read(tmp_path / "m.tsv").entries] == [("MESH:D009369", "SNOMEDCT:108369006")]


@pytest.mark.parametrize("chunk", [1, 2, 7, 1 << 20])
def test_a_json_stream_does_not_mind_where_chunks_end(tmp_path, chunk, monkeypatch):
    monkeypatch.setattr("kg.terms.formats.json_stream._CHUNK", chunk)
    path = tmp_path / "x.json"
    said = {"a": [1, {"ü": "ß€💊"}], "b": {"c": None}}
    path.write_text(json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8")
    with path.open("rb") as stream:
        walk = JsonStream(stream, path)
        assert {key: walk.value() for key in walk.members()} == said


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "in no form"),
        (b"just words\n", "in no form"),
        (b"\x00\x01\x02", "in no form"),
        (b'{"graphs": [', "ends too early"),
        (b'{"graphs": [{"nodes": [{"id": 1}]}', "not"),
        (b'{"graphs": [{"nodes": ["x"]}]}', "not the shape"),
        (b'{"MONDO:1": 5}', "has no object"),
        (b"format-version: 1.2\n\n[Term]\nnonsense\n", "not a line of OBO"),
        (b"format-version: 1.2\n\n[Term]\nname: x\n", "without its id"),
        (b"format-version: 1.2\n\n[Term]\nid: \xff\n", "not UTF-8"),
        (OWL.encode()[:900], "not well-formed XML"),
        (b"subject_id\tsubject_label\nx\ty\n", "the heading lacks predicate_id, object_id"),
        (b"HGNC ID\tApproved symbol\n", "the heading lacks"),
        (b"HGNC ID\tApproved symbol\tApproved name\tStatus\nHGNC:1\tA\n", "has 2 columns"),
        (gzip.compress(OBO.encode(), mtime=0)[:60], "archive is damaged"),
    ],
)
def test_a_bad_file_gets_one_clear_message(tmp_path, content, what):
    path = tmp_path / "bad.file"
    path.write_bytes(content)
    with pytest.raises(FaultsError, match=what) as caught:
        read(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_xml_entities_are_not_expanded(tmp_path):
    path = tmp_path / "bomb.owl"
    path.write_text(
        OWL.replace("<rdf:RDF", '<!DOCTYPE rdf:RDF [<!ENTITY a "aaaa">]>\n<rdf:RDF', 1).replace(
            "growth", "&a;"
        )
    )
    with pytest.raises(FaultsError, match="entities"):
        read(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(KgError, match=r"nowhere\.obo: cannot be read"):
        read(tmp_path / "nowhere.obo")


def test_an_import_takes_the_roots_branch_and_the_way_up(tmp_path):
    (tmp_path / "m.obo").write_text(OBO + "\n[Term]\nid: MONDO:9\nname: other\n")
    (tmp_path / "m.tsv").write_text(SSSOM)
    terms = import_terms(
        tmp_path / "m.obo", Wanted(kind=Kind.DISEASE, roots=["MONDO:2"], mappings=[tmp_path / "m.tsv"])
    )
    assert [term.id for term in terms] == ["MONDO:1", "MONDO:2", "MONDO:3"]
    assert terms[0].mappings == ("DOID:14566", "MESH:D009369", "SNOMEDCT:108369006")
    assert terms[1].version == "releases/2026-01-01"


def test_an_unknown_root_is_a_fault(tmp_path):
    (tmp_path / "m.obo").write_text(OBO)
    with pytest.raises(FaultsError, match="there is no term MONDO:77"):
        import_terms(tmp_path / "m.obo", Wanted(kind=Kind.DISEASE, roots=["MONDO:77"]))


@pytest.mark.skipif(not SHARED.exists(), reason="the reference material beside the checkout is missing")
@pytest.mark.parametrize(
    ("name", "count", "curie"),
    [
        ("so/so.obo", 2_500, "SO:0001583"),
        ("geno/geno.json", 300, "GENO:0000882"),
        ("sio/sio-release.owl", 1_500, "SIO:001008"),
        ("ncit/ncit_23.09d.owl", 60, "NCIT:C1647"),
        ("mondo/mondo_exactmatch_efo.sssom.tsv", 900, "MONDO:0005051"),
    ],
)
def test_official_releases_are_read(name, count, curie):
    entries = {entry.id: entry for entry in read(SHARED / name).entries}
    assert len(entries) > count
    assert entries[curie].label
