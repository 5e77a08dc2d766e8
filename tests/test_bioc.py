"""Annotated documents: BioC JSON and PubTator's text, their text as sections and annotations as hints."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.case import Author, Case, Hint
from kg.case_text import to_yaml
from kg.errors import Notepad
from kg.readers import bioc, pubtator
from kg.readers.passages import Mark, Passage, assembled

TITLE, ABSTRACT = "ELB1 in  elbows.", "Elbowinib helped.\nV2L was found in ELB1."


def annotation(text, offset, kind, **infons):
    places = [{"offset": offset, "length": len(text)}]
    return {"id": "1", "infons": {"type": kind, **infons}, "text": text, "locations": places}


def document(**more):
    title = {
        "infons": {
            "type": "title",
            "journal": "J Invent Oncol. 2021 Mar 4;12(2):101-107. doi: 10.5555/jio.1. Epub ",
            "article-id_pmc": "PMC99000002",
            "authors": "Ahorn B, O'Quill E",
        },
        "offset": 0,
        "text": TITLE,
        "annotations": [
            annotation("ELB1", 0, "Gene", identifier="2064;1956", database="ncbi_gene"),
            annotation("elbows", 9, "Disease", identifier="MESH:D009369", database="ncbi_mesh"),
        ],
    }
    abstract = {
        "infons": {"type": "abstract"},
        "offset": 17,
        "text": ABSTRACT,
        "annotations": [
            annotation("Elbowinib", 17, "Chemical", identifier="C000001", database="ncbi_mesh"),
            annotation("V2L", 35, "ProteinMutation", identifier="tmVar:p|SUB|V|2|L;HGVS:p.V2L"),
            annotation("found", 43, "CellLine", identifier="-"),
        ],
    }
    return {"_id": "99000001|None", "id": "99000001", "passages": [title, abstract], "pmid": 99000001, **more}


def read(data, module=bioc):
    pad = Notepad("f")
    text = data if isinstance(data, str) else json.dumps(data)
    found = list(module.records(text, "f", pad))
    return found, [str(fault) for fault in pad.faults]


def hint(section, start, text, kind, identifier, source="PubTator3"):
    end = start + len(text)
    return Hint(section=section, start=start, end=end, text=text, kind=kind, id=identifier, source=source)


HINTS = (
    hint("title", 0, "ELB1", "Gene", "NCBIGene:1956"),
    hint("title", 0, "ELB1", "Gene", "NCBIGene:2064"),
    hint("title", 8, "elbows", "Disease", "MESH:D009369"),
    hint("abstract", 0, "Elbowinib", "Chemical", "MESH:C000001"),
    hint("abstract", 18, "V2L", "ProteinMutation", "tmVar:p|SUB|V|2|L;HGVS:p.V2L"),
    hint("abstract", 26, "found", "CellLine", None),
)


@pytest.mark.parametrize(
    "data",
    [
        {"PubTator3": [document()]},
        [document()],
        document(),
        json.dumps(document()) + "\n" + json.dumps(document(pmid=99000003)) + "\n",
        json.dumps({"PubTator3": [document()]}, indent=2),
    ],
)
def test_pubtators_export_gives_sections_bibliography_and_hints(data):
    found, faults = read(data)
    one = found[0]
    assert faults == [] and one.hints == HINTS
    assert [(part.name, part.text) for part in one.sections] == [
        ("title", "ELB1 in elbows."), ("abstract", "Elbowinib helped. V2L was found in ELB1."),
    ]  # fmt: skip
    assert (one.title, one.journal, one.date, one.volume, one.pages) == (
        "ELB1 in elbows.", "J Invent Oncol", "2021-03-04", "12", "101-107",
    )  # fmt: skip
    assert (one.pmid, one.pmcid, one.doi) == ("99000001", "PMC99000002", "10.5555/jio.1")
    assert one.authors == (Author("Ahorn B"), Author("O'Quill E"))


def test_plain_numbers_of_other_makers_stay_plain():
    data = {"source": "Nobody's tagger", "documents": [document()]}
    del data["documents"][0]["_id"]
    (one,), _ = read(data)
    assert {found.source for found in one.hints} == {"Nobody's tagger"}
    assert [found.id for found in one.hints][:2] == ["2064;1956", "MESH:D009369"]


def test_hints_are_written_nowhere():
    (one,), _ = read(document())
    assert "hints" not in to_yaml(Case(id="PMID:99000001", publication=one))
    assert "tmVar" not in to_yaml(Case(id="PMID:99000001", publication=one))


def test_a_full_text_of_pubmed_central_has_its_sections():
    def passage(offset, text, section, kind, **infons):
        return {"offset": offset, "text": text, "infons": {"section_type": section, "type": kind, **infons}}

    front = {
        "article-id_pmid": "99000001", "article-id_doi": "10.5555/x.1", "article-id_pmc": "99000002", "year": "2021",
        "name_0": "surname:Ahorn;given-names:Berta Cara", "name_1": "surname:O'Quill;given-names:E;suffix:Jr",
        "volume": "3", "fpage": "7",
    }  # fmt: skip
    parts = [
        passage(0, "A title", "TITLE", "front", **front),
        passage(8, "Background:", "ABSTRACT", "abstract_title_1"),
        passage(20, "It was so.", "ABSTRACT", "abstract"),
        passage(31, "1 Case presentation", "CASE", "title_1"),
        passage(51, "A woman came.", "CASE", "paragraph"),
        passage(65, "Treatment", "CASE", "title_2"),
        passage(75, "She took it.", "CASE", "paragraph"),
        passage(88, "Day\tValue", "TABLE", "table", id="T1"),
        passage(98, "An elbow.", "FIG", "fig_caption", id="F02"),
        passage(108, "Nobody, never.", "REF", "ref"),
        passage(123, "We close.", "CONCL", "paragraph"),
    ]
    data = [
        {
            "bioctype": "BioCCollection",
            "source": "PMC",
            "documents": [{"id": "PMC99000002", "passages": parts}],
        }
    ]
    (one,), faults = read(data)
    assert faults == []
    assert [(part.name, part.text) for part in one.sections] == [
        ("title", "A title"), ("abstract", "BACKGROUND: It was so."), ("case presentation", "A woman came."),
        ("case presentation: treatment", "She took it."), ("table 1", "Day | Value"), ("figure 2", "An elbow."),
        ("conclusions", "We close."),
    ]  # fmt: skip
    assert (one.pmid, one.pmcid, one.doi, one.date) == ("99000001", "PMC99000002", "10.5555/x.1", "2021")
    assert [author.name for author in one.authors] == ["Ahorn BC", "O'Quill E Jr"]


PUBTATOR = (
    "99000001|t|ELB1 in elbows.\n99000001|a|Elbowinib helped. V2L was found.\n"
    "99000001\t0\t4\tELB1\tGene\t2064\n99000001\t8\t14\telbows\tDisease\tD009369\n"
    "99000001\t34\t37\tV2L\tMutation\ttmVar:p|SUB|V|2|L\n99000001\tCID\tD009369\t2064\n\n"
    "99000002|t|Next.\n99000002|a|\n"
)


def test_pubtators_text_gives_the_same_hints():
    found, faults = read(PUBTATOR, pubtator)
    assert faults == [] and [one.pmid for one in found] == ["99000001", "99000002"]
    assert found[0].hints == (
        hint("title", 0, "ELB1", "Gene", "NCBIGene:2064", "PubTator"),
        hint("title", 8, "elbows", "Disease", "MESH:D009369", "PubTator"),
        hint("abstract", 18, "V2L", "Mutation", "tmVar:p|SUB|V|2|L", "PubTator"),
    )
    assert found[1].title == "Next." and found[1].section("abstract") is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "99000001\t0\t4",
            "99000007\t0\t4",
            "f:3: record 1: an annotation of '99000007' stands under '99000001'",
        ),
        (
            "99000001\t0\t4\tELB1\tGene\t2064",
            "99000001\t0\tx\tELB1",
            "f:3: record 1: an annotation has start",
        ),
        ("99000001\tCID", "nonsense\n99000001\tCID", "f:6: 'nonsense' is neither text nor an annotation"),
        ("99000001|", "zzz|", "PMID 'zzz' is not a number"),
    ],
)
def test_faults_of_pubtators_text_are_named_with_their_line(old, new, said):
    found, faults = read(PUBTATOR.replace(old, new), pubtator)
    assert any(said in fault for fault in faults) and "99000002" in [one.pmid for one in found]


def test_an_annotation_whose_words_stand_elsewhere_moves_to_the_nearest_place_or_goes():
    marks = (
        Mark(103, 107, "ELB1", "Gene"),
        Mark(100, 103, "KRX", "Gene"),
        Mark(10**30, 10**30 + 4, "ELB1", "Gene"),
    )
    made = assembled([Passage(("abstract",), "β-ELB1 and ELB1", 100, marks)], "x")
    assert [(found.start, found.text) for found in made.hints] == [(2, "ELB1"), (11, "ELB1")]
    assert [mark.text for mark in made.lost] == ["KRX"]


def test_an_annotation_of_several_places_covers_them_all():
    data = document()
    both = data["passages"][1]["annotations"][0]
    both["locations"].append({"offset": 27, "length": 6})
    both["text"] = "Elbowinib … helped"
    (one,), faults = read(data)
    assert faults == [] and one.hints[3].text == "Elbowinib helped"


BROKEN = {
    "no passages": ({"PubTator3": [{"id": "1"}]}, "no list of passages"),
    "not a document": ({"PubTator3": [7]}, "no list of passages"),
    "cut": (json.dumps({"PubTator3": [document(), document()]})[:-300], "is not JSON"),
    "deep": ('{"PubTator3": [{"passages": ' + "[" * 100_000, "nested too deeply"),
    "no document": ({"PubTator3": []}, "no BioC document"),
    "garbage after": (json.dumps({"PubTator3": [document()]}) + "\n}", "is not JSON"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_is_one_clear_fault(name):
    data, said = BROKEN[name]
    found, faults = read(data)
    assert len(faults) == 1 and said in faults[0] and faults[0].startswith("f")
    assert [one.pmid for one in found] == (["99000001"] if name in {"cut", "garbage after"} else [])


def test_a_bad_line_is_named_and_the_other_documents_are_read():
    text = "\n".join(
        [json.dumps(document()), '{"pmid": 1, "passages": [', json.dumps(document(pmid=99000005))]
    )
    found, faults = read(text)
    assert [one.pmid for one in found] == ["99000001", "99000005"]
    assert len(faults) == 1 and faults[0].startswith("f:2: the line is not JSON")


def test_characters_that_no_text_holds_are_replaced():
    data = document()
    data["passages"][0]["text"] = "ELB1\x00in \ud800elbows."
    (one,), _ = read(json.dumps(data))
    assert one.title == "ELB1 in \ufffdelbows."


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["passages", "infons", "text", "offset", "annotations", "locations", "length", "id", "pmid"]),
        inner, max_size=4,
    ),
    max_leaves=25,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_values_of_the_wrong_kind_never_end_in_a_traceback(value):
    found, faults = read(json.dumps({"PubTator3": [{"passages": [value]}, value]}))
    assert found or faults


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 3000), st.text(max_size=10), st.integers(1, 50))
def test_no_cut_of_the_json_ends_in_a_traceback(at, smear, size):
    whole = json.dumps({"PubTator3": [document()]}, indent=1)
    broken = whole[:at] + smear + whole[at + size :]
    pieces = [broken[start : start + size] for start in range(0, len(broken), size)]
    pad = Notepad("f")
    assert list(bioc.records(pieces, "f", pad)) or pad.faults


@settings(max_examples=100)
@given(
    st.lists(st.sampled_from(["ELB1", " ", "  ", "\n", "β", "x", "\t", "\u00a0"]), min_size=1, max_size=30)
)
def test_every_mark_is_found_again_whatever_the_blanks(words):
    text = "".join(words)
    marks, at = [], 0
    for word in words:
        if word.strip() and word != "\u00a0":
            marks.append(Mark(at + 50, at + 50 + len(word), word, "Gene", (str(at),)))
        at += len(word)
    made = assembled([Passage(("a",), "first.", 0), Passage(("a",), text, 50, tuple(marks))], "x")
    assert made.lost == [] and len(made.hints) == len(marks)
    section = {part.name: part.text for part in made.sections}
    assert all(section[one.section][one.start : one.end] == one.text for one in made.hints)


@pytest.mark.parametrize(
    ("head", "is_bioc"),
    [
        (json.dumps({"PubTator3": [document()]})[:300], True),
        (json.dumps(document())[:300], True),
        ('{"source": "PMC", "date": "", "key": "", "infons": {}, "documents": [{"id": "1"', True),
        ('{"case": "PMID:1", "publication": {}}', False),
        ('{"@context": {}, "@graph": []}', False),
        ("[1, 2]", False),
        ('{"head": {"vars": []}, "results": {}}', False),
    ],
)
def test_bioc_is_told_by_its_content(head, is_bioc):
    assert bioc.looks_like(head) is is_bioc
