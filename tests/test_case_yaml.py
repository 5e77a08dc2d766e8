"""Case files become cases: every field, every shape, and the traps of YAML."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.case import Author, Case, Concept, Method, Modality, Publication, Span, Variant
from kg.case_text import is_named_in_full, variant_name, variant_reference
from kg.errors import Notepad
from kg.hgvs import HgvsError
from kg.readers.case_forms import CASE
from kg.readers.case_kinds import Kind
from kg.readers.case_records import ByShape, Listed, OneOrMore, Record
from kg.readers.case_yaml import looks_like, read_cases

FILES = Path(__file__).parent / "data" / "cases"


def read(text: str) -> list[Case]:
    """The cases of a faultless text."""
    pad = Notepad("test.yaml")
    found = list(read_cases(text, "test.yaml", pad))
    assert [str(fault) for fault in pad.faults] == []
    return found


def one(text: str) -> Case:
    """The only case of a faultless text."""
    (case,) = read(text)
    return case


@pytest.fixture(scope="module")
def full() -> Case:
    return one((FILES / "full.yaml").read_text(encoding="utf-8"))


def test_text_stays_text_whatever_yaml_1_1_would_make_of_it(full: Case) -> None:
    assert full.publication is not None
    publication = full.publication
    assert (publication.volume, publication.issue, publication.pages) == ("12", "1e3", "1:30")
    assert (publication.language, publication.keywords) == ("NO", ("invented", "on"))
    assert full.diagnoses[0].stage == "4"
    assert one("case: a\ncurator: NO\n").curator == "NO"
    assert one("case: a\ncurator: 0o7\n").curator == "0o7"
    assert one("case: a\ncurator: 2021-01-01\n").curator == "2021-01-01"
    assert one("case: 1e3\n").id == "1e3"


def test_identifiers_are_normalised_and_the_pmid_follows_from_the_case(full: Case) -> None:
    assert full.publication is not None
    assert (full.publication.doi, full.publication.pmid) == ("10.99999/invented.2020", "99999999")
    assert one("case: PMID:12").publication == Publication(pmid="12")
    assert one("case: a\npublication: {pmid: PMID:34}").publication == Publication(pmid="34")
    assert one("case: a\npublication: {pmid: 34, doi: doi:10.1234/X}").publication == Publication(
        pmid="34", doi="10.1234/X"
    )
    assert one("case: a").publication is None


def test_shared_affiliations_go_to_authors_without_any(full: Case) -> None:
    assert full.publication is not None
    assert full.publication.authors == (
        Author("Adams B", ("Southern Hospital",)),
        Author("Cooper D", ("Ward Nine", "Northern Hospital")),
    )


def test_evidence_may_be_short_or_written_out(full: Case) -> None:
    assert full.patient.evidence == (Span("abstract", quote="a man of sixty-one"),)
    assert full.diagnoses[0].evidence == (Span("abstract", 10, 40), Span("title", 0, 7, "A title"))


def test_a_finding_carries_modality_method_confidence_rule_and_note(full: Case) -> None:
    diagnosis = full.diagnoses[0]
    assert (diagnosis.method, diagnosis.confidence, full.method) == (Method.EXTRACTED, 0.75, Method.IMPORTED)
    assert diagnosis.rule == "diseases: full name"
    assert diagnosis.note == 'The second line of this note\nsays "no: more".'
    assert full.variants[1].modality is Modality.ABSENT
    assert full.claims[0].modality is Modality.HYPOTHESIS


def test_the_kind_of_a_variant_follows_from_its_change(full: Case) -> None:
    kinds = [finding.variant.kind for finding in full.variants]
    assert kinds == ["missense", "rearrangement", "fusion", "splice site", "mutation"]
    fusion = full.variants[1].variant
    assert (fusion.partner, fusion.gene) == (Concept("EML4"), Concept("ALK"))


@pytest.mark.parametrize(
    ("protein", "stated", "kind"),
    [
        ("V777L", "missense", "missense"),
        ("V777L", "mutation", "missense"),
        ("D1028N", "splice site", "splice site"),
        ("E746_A750del", "exon deletion", "exon deletion"),
        ("E746_A750del", "deletion", "in-frame deletion"),
        ("V600_K601delinsEN", "missense", "missense"),
    ],
)
def test_a_stated_kind_may_be_broader_or_of_the_transcript(protein: str, stated: str, kind: str) -> None:
    case = one(f"case: a\nvariants: [{{gene: X, protein: {protein}, kind: {stated}}}]")
    assert case.variants[0].variant.kind == kind


def test_references_mean_the_variant_that_the_case_lists(full: Case) -> None:
    egfr = full.variants[0].variant
    assert egfr.mappings == ("CIViC 33",)
    assert full.profiles[0].members == (egfr, full.variants[2].variant)
    assert full.assertions[0].profile == (egfr,)
    assert full.claims[0].variants == (
        Variant(gene=Concept("EGFR"), exon=19, kind="exon deletion"),
        Variant(gene=Concept("EGFR"), protein="p.Thr790Met", exon=20, kind="missense"),
    )


def test_unknown_drugs_are_said_to_be_unknown(full: Case) -> None:
    line = full.therapy[0]
    assert (line.drugs, line.drugs_stated, line.lines) == ((), False, "3")
    assert one("case: a\ntherapy: [{drugs: unknown, lines: multiple}]").therapy[0].lines == "multiple"
    assert one("case: a\ntherapy: [{procedures: [mastectomy]}]").therapy[0].drugs_stated is True


def test_start_and_end_are_compared_as_far_as_both_are_known() -> None:
    line = "case: a\ntherapy: [{{drugs: [x], start: {}, end: {}}}]"
    for start, end in (
        ("2021", "2021-03"),
        ("2021-05", "2021"),
        ("P9M", "P3M"),
        ("2021-03-01", "2021-03-01"),
    ):
        therapy = one(line.format(start, end)).therapy[0]
        assert (therapy.start, therapy.end) == (start, end)


def test_every_path_has_its_line(full: Case) -> None:
    text = (FILES / "full.yaml").read_text(encoding="utf-8").splitlines()
    assert text[full.lines["variants[0].gene"] - 1].strip().startswith("- {gene: EGFR")
    assert text[full.lines["therapy[0].response.quality"] - 1].strip() == "quality: striking"
    assert text[full.lines["diagnoses[0].evidence[1].start"] - 1].strip().startswith("evidence:")
    assert full.lines["case"] == 3


def test_several_documents_are_several_cases_with_lines_of_the_file() -> None:
    text = (FILES / "two.yaml").read_text(encoding="utf-8")
    first, second = read(text)
    assert (first.id, second.id) == ("first", "second")
    assert second.variants[0] == second.variants[1]
    assert second.lines["case"] == 4
    assert [case.source for case in (first, second)] == ["test.yaml"] * 2


def test_documents_without_content_are_left_out() -> None:
    assert [case.id for case in read("---\n# head\n---\ncase: a\n---\n\n---\ncase: b\n...\n---\n")] == [
        "a",
        "b",
    ]


def test_json_reads_the_same() -> None:
    case = one((FILES / "one.json").read_text(encoding="utf-8"))
    assert case.id == "json-1"
    assert case.variants[0].variant.protein == "p.Val600Glu"
    assert case.variants[0].allele_fraction == 0.1
    assert one('{"case": "b", "curator": "\\u00e9 \\ud83d\\ude00"}').curator == "é 😀"


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    case = one("\ufeffcase: a\r\npatient:\r\n  sex: male\r\n")
    assert (case.patient.sex, case.lines["patient.sex"]) == ("male", 3)


def test_the_same_variant_named_with_more_detail_stays_as_named() -> None:
    case = one(
        "case: a\nvariants: [{gene: TP53, protein: R273H, coding: c.818G>A}]\n"
        "assertions: [{profile: [{gene: TP53, protein: R273H, exon: 8}], predicate: predicts resistance to,"
        " drugs: [x], disease: y}]"
    )
    assert case.assertions[0].profile[0].exon == 8


@pytest.mark.parametrize(
    ("head", "answer"),
    [
        ("case: PMID:1\n", True),
        ("# remark\n\n---\ncase: x", True),
        ("\ufeff'case': x", True),
        ("publication:\n  pmid: 1\ndiagnoses:\n", True),
        ("- case: x\n", True),
        ("# a file of remarks\n# alone\n", True),
        ('{"case": "x"}', True),
        ('{"curator": "me", "note": {"case": 1}, "case": "x"}', True),
        ("{case: x}", True),
        ("%YAML 1.2\n---\ncase: x\n", True),
        ("", False),
        ('{"id": "x", "subject": {"case": 1}, "text": "\\"case\\": 2"}', False),
        ("PMID- 37120151\nOWN - NLM\n", False),
        ("1. Oncologist. 2023 Jul 5;28(7):e534-e541.\n\ncase: a woman of sixty", False),
        ("<?xml version='1.0'?>\n<PubmedArticleSet>", False),
        ("A letter.\ncase: x", False),
        ("id: phenopacket\nsubject:\n  id: x\ndiseases: []\n", False),
    ],
)
def test_case_files_are_known_by_their_content(head: str, answer: bool) -> None:
    assert looks_like(head) is answer


@pytest.mark.parametrize(
    ("text", "variant"),
    [
        ("ERBB2 D769H", Variant(gene=Concept("ERBB2"), protein="p.Asp769His", kind="missense")),
        ("ERBB2 p.Val777Leu", Variant(gene=Concept("ERBB2"), protein="p.Val777Leu", kind="missense")),
        ("EML4-ALK fusion", Variant(gene=Concept("ALK"), partner=Concept("EML4"), kind="fusion")),
        (
            "NKX2-1::ALK rearrangement",
            Variant(gene=Concept("ALK"), partner=Concept("NKX2-1"), kind="rearrangement"),
        ),
        ("ALK fusion", Variant(gene=Concept("ALK"), kind="fusion")),
        ("MET amplification", Variant(gene=Concept("MET"), kind="amplification")),
        ("ERBB2 mutation", Variant(gene=Concept("ERBB2"), kind="mutation")),
        ("ERBB2 mutations", Variant(gene=Concept("ERBB2"), kind="mutation")),
        ("HLA-B", Variant(gene=Concept("HLA-B"), kind="mutation")),
        ("EGFR exon 19 deletion", Variant(gene=Concept("EGFR"), exon=19, kind="exon deletion")),
        ("MET exon 14 skipping", Variant(gene=Concept("MET"), exon=14, kind="exon skipping")),
        ("EGFR exon 20 insertion", Variant(gene=Concept("EGFR"), exon=20, kind="in-frame insertion")),
        ("ERBB2 exon 20 mutation", Variant(gene=Concept("ERBB2"), exon=20, kind="mutation")),
        ("MET c.3028+1G>T", Variant(gene=Concept("MET"), coding="c.3028+1G>T", kind="splice site")),
        ("BRCA1 Q1467*", Variant(gene=Concept("BRCA1"), protein="p.Gln1467Ter", kind="nonsense")),
        ("CDKN2A copy number loss", Variant(gene=Concept("CDKN2A"), kind="copy number loss")),
    ],
)
def test_names_of_variants_are_read_and_written(text: str, variant: Variant) -> None:
    assert variant_reference(text) == variant
    assert variant_reference(variant_name(variant)) == variant
    assert is_named_in_full(variant)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("", "no name"),
        ("MET amplificaton", "did you mean 'amplification'"),
        ("EGFR exon 19 dance", "write it like"),
        ("A-B-C fusion", "EML4::ALK"),
        ("ERBB2 V777X1", "'X1'"),
        ("ERBB2 c.23", "coding change"),
    ],
)
def test_names_that_are_none_say_why(text: str, hint: str) -> None:
    with pytest.raises(HgvsError, match=hint):
        variant_reference(text)


def _records(kind: Kind) -> Iterator[Record]:
    """Every form reachable from a kind."""
    inner = {
        Record: lambda k: list(k.fields.values()),
        Listed: lambda k: [k.item],
        OneOrMore: lambda k: [k.item],
        ByShape: lambda k: [part for part in (k.text, k.items, k.entries) if part],
    }.get(type(kind), lambda k: [k.shapes] if hasattr(k, "shapes") else [])
    if isinstance(kind, Record):
        yield kind
    for part in inner(kind):
        yield from _records(part)


def test_the_full_fixture_uses_every_field(full: Case) -> None:
    paths = {path.rpartition(".")[2].partition("[")[0] for path in full.lines}
    known = {name for record in _records(CASE) for name in record.fields}
    assert known - paths == {"pmid"}
