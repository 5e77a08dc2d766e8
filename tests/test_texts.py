"""A case beside its document: places, quotes and bibliography; and how names are grounded."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import pipeline
from kg.case import Author, Case, Diagnosis, Publication, Section, Span
from kg.errors import FaultsError, Notepad
from kg.texts import beside, by_id, find
from kg.vocabulary import KG

TITLE = "An invented title"
ABSTRACT = "A woman with an invented carcinoma answered to nothing. It was sad."
DOCUMENT = Publication(
    pmid="99",
    title=TITLE,
    volume="4",
    authors=(Author("Doe J"),),
    conflict_of_interest="None that the authors told.",
    sections=(Section(name="title", text=TITLE), Section(name="abstract", text=ABSTRACT)),
)


def placed(*spans: Span, publication: Publication | None = None) -> tuple[Case, Notepad]:
    from kg.case import Concept

    pad = Notepad("case.yaml")
    diagnosis = Diagnosis(disease=Concept("carcinoma"), evidence=spans)
    case = Case(id="x", publication=publication or Publication(pmid="99"), diagnoses=(diagnosis,))
    return beside(case, DOCUMENT, pad), pad


def test_a_place_is_quoted_from_the_document():
    case, pad = placed(Span("abstract", 2, 7))
    assert case.diagnoses[0].evidence == (Span("abstract", 2, 7, "woman"),)
    assert not pad.faults


def test_a_quote_is_found_whatever_its_line_breaks():
    case, pad = placed(Span("abstract", quote="an invented\n   carcinoma"))
    (span,) = case.diagnoses[0].evidence
    assert ABSTRACT[span.start : span.end] == span.quote == "an invented carcinoma"
    assert not pad.faults


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (Span("abstract", 10, 1_000), "outside the abstract"),
        (Span("methods", 0, 3), "no section 'methods'"),
        (Span("abstract", quote="never written"), "the quote is not in the abstract"),
        (Span("abstract", 2, 7, "man"), "not what stands there"),
    ],
)
def test_a_wrong_place_is_an_error_with_its_path(span, said):
    _, pad = placed(span)
    (fault,) = pad.errors()
    assert said in fault.what
    assert fault.path == "diagnoses[0].evidence[0]"


def test_the_document_fills_in_the_bibliography_and_clashes_are_told():
    case, pad = placed(
        publication=Publication(pmid="99", title="An invented title.", volume="5", doi="10.1/x")
    )
    assert case.publication
    assert (case.publication.volume, case.publication.doi) == ("4", "10.1/x")
    assert case.publication.authors == (Author("Doe J"),)
    assert [(fault.path, fault.severity) for fault in pad.faults] == [("publication.volume", "warning")]


def test_a_document_is_found_by_any_of_its_identifiers():
    documents = by_id([Publication(pmid="1", doi="10.1/A"), Publication(pmcid="PMC7")])
    assert find(Case(id="x", publication=Publication(doi="10.1/a")), documents) == Publication(
        pmid="1", doi="10.1/A"
    )
    assert find(Case(id="x", publication=Publication(pmcid="PMC7")), documents) == Publication(pmcid="PMC7")
    assert find(Case(id="x", publication=Publication(pmid="2")), documents) is None
    assert find(Case(id="x"), documents) is None


def test_a_document_that_belongs_to_no_case_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("case.yaml").write_text("case: x\n")
    Path("record.txt").write_text("1. Inv J. 2020;1(1):1.\n\nInvented title.\n\nDoe J.\n\nText.\n\nPMID: 5\n")
    _, report = pipeline.graph(["case.yaml"], ["record.txt"])
    assert ["belongs to no case" in fault.what for fault in report.remarks] == [True]


def build(tmp_path: Path, text: str) -> tuple[str, pipeline.Report]:
    path = tmp_path / "case.yaml"
    path.write_text(text)
    pieces, report = pipeline.graph([str(path)])
    return "".join(pieces), report


def test_an_unknown_drug_is_kept_marked_and_told_once(tmp_path):
    text, report = build(tmp_path, "case: x\ntherapy:\n- {drugs: [examplinib]}\n- {drugs: [examplinib]}\n")
    (fault,) = report.remarks
    assert fault.severity == "warning"
    assert (fault.line, fault.path) == (3, "therapy[0].drugs[0]")
    assert f"{KG.Unmapped}" in text


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("variants: [{gene: KRASS, protein: G12D}]", "did you mean 'KRAS'"),
        ("diagnoses: [{disease: 'MONDO:9999999'}]", "MONDO:9999999"),
        ("therapy: [{drugs: ['MONDO:0004989']}]", "not a drug"),
    ],
)
def test_an_unknown_gene_or_id_is_an_error(tmp_path, entry, said):
    with pytest.raises(FaultsError, match=r"case\.yaml:2") as caught:
        build(tmp_path, f"case: x\n{entry}\n")
    assert said in str(caught.value)


@pytest.mark.parametrize("name", ["HER2", "her-2", "ERBB2", "HGNC:3430", "NCBIGene:2064"])
def test_a_gene_is_the_same_by_any_of_its_names(tmp_path, name):
    text, report = build(tmp_path, f"case: x\nvariants: [{{gene: '{name}', protein: V777L}}]\n")
    assert "variant/HGNC:3430:p.Val777Leu" in text
    assert not report.faults


def test_an_obsolete_id_becomes_its_replacement_and_is_told(tmp_path):
    text, report = build(tmp_path, "case: x\ndiagnoses: [{disease: 'EFO:0000553'}]\n")
    assert "MONDO_0005051" in text
    assert report.remarks
