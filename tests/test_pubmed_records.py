"""The three PubMed formats: what they say, that they agree, and where the text stands in the file."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.case import Publication
from kg.errors import Notepad
from kg.readers import medline, pubmed_text, pubmed_xml
from kg.readers.dates import iso_date
from kg.readers.decode import decode
from kg.readers.wrapped import Line, breaks_at_hyphens, lines, place, section

DATA = Path(__file__).parent / "data" / "pubmed"
SHARED = Path(__file__).parents[2] / "shared" / "eval"
FORMATS = {"one.txt": pubmed_text, "one.nbib": medline, "one.xml": pubmed_xml}
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the reference records are not beside the checkout"
)


def read(path: Path, module) -> tuple[str, list[Publication], list[str]]:
    pad = Notepad(path.name)
    text = decode(path.read_bytes(), path.name, pad)
    return text, list(module.records(text, path.name, pad)), [str(fault) for fault in pad.faults]


def plain(publication: Publication) -> Publication:
    """Without the places in the file, which differ by format."""
    return replace(publication, sections=tuple(replace(part, offsets=()) for part in publication.sections))


def assert_places_hold(publication: Publication, text: str) -> None:
    for part in publication.sections:
        for at, letter in enumerate(part.text):
            if letter != " ":
                assert text[place(part, at)] == letter, (part.name, at)


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_told_by_its_content(name):
    head = (DATA / name).read_text(encoding="utf-8")[:4000]
    assert [module.looks_like(head) for module in FORMATS.values()] == [other == name for other in FORMATS]


@pytest.mark.parametrize(
    "head",
    [
        "case: PMID:37120151\npublication:\n  pmid: 37120151\n",
        "PMID: 37120151\ncase: x\n",
        "---\n# a case\n\nPMID: 37120151\n",
        '{"pmid": "37120151"}',
        "[1, 2]",
        "@prefix kg: <https://w3id.org/casekg/vocab/> .\n\nkg:a a kg:B .\n",
        "<http://a.example/s> <http://a.example/p> 'x' .\n",
        "TY  - JOUR\nTI  - A title\nAU  - Ahorn, B\nER  - \n",
        "1. Introduction. 2015 was a good year for inventions.\n\nIt went on.\n",
        "Dear colleague,\n\nI read of a drug in 2015; it was new.\n",
        "<html><body>PubmedArticle</body></html>",
        "id\tlabel\nMONDO:1\tx\n",
        "",
    ],
)
def test_other_files_are_not_mistaken_for_records(head):
    assert not any(module.looks_like(head) for module in FORMATS.values())


@pytest.mark.parametrize("name", FORMATS)
def test_the_invented_record_is_read_whole(name):
    _, found, faults = read(DATA / name, FORMATS[name])
    assert faults == []
    (one,) = found
    assert one.title == (
        "A made-up tumour of the left elbow that answered a made-up pre- and post-operative drug: "
        "a report on β-elbowin."
    )
    assert [author.name for author in one.authors] == [
        "Ahorn B",
        "van der Linde CD",
        "O'Quill E Jr",
        "Ünal ÖŞ",
        "Imaginary Elbow Tumour Study Group",
    ]
    department = "Department of Invented Medicine, Nowhere University Hospital, Nowhere, Atlantis."
    institute = "Institute of Make-Believe, Elsewhere, Atlantis. Electronic address: c.linde@example.org."
    assert [author.affiliations for author in one.authors] == [
        (department,),
        (department, institute),
        (institute,),
        (),
        (),
    ]
    assert (one.journal, one.date, one.volume, one.issue, one.pages) == (
        "J Invent Oncol",
        "2021-03-04",
        "12",
        "Suppl 2",
        "S101-S107",
    )
    assert (one.doi, one.pmid, one.pmcid) == ("10.5555/jio.2021.0042", "99000001", "PMC99000001")
    assert one.copyright == "© 2021 The Inventors. Published by Nobody Press."
    assert one.conflict_of_interest == "The authors are invented and so are their interests."
    abstract = one.section("abstract").text
    assert abstract.startswith("BACKGROUND: Tumours of the elbow") and abstract.endswith("follows from this.")
    assert "generation. CASE PRESENTATION: A patient" in abstract


def test_the_three_formats_of_one_record_agree():
    text, nbib, xml = (plain(read(DATA / name, module)[1][0]) for name, module in FORMATS.items())
    assert nbib == xml
    assert (xml.issn, xml.language, xml.keywords) == ("9999-0001", "eng", ("elbow", "kinase inhibitor"))
    assert xml.types == ("Case Reports", "Journal Article")
    assert text == replace(xml, issn=None, types=(), language=None, keywords=())


@pytest.mark.parametrize("name", ["one.txt", "one.nbib"])
def test_every_letter_of_a_section_is_found_again_in_the_file(name):
    text, found, _ = read(DATA / name, FORMATS[name])
    assert [part.name for part in found[0].sections] == ["title", "abstract"]
    assert_places_hold(found[0], text)


def test_many_records_of_different_make_are_read_in_order():
    text, found, faults = read(DATA / "many.txt", pubmed_text)
    assert faults == []
    assert [one.pmid for one in found] == [f"9900010{n}" for n in range(1, 8)]
    chinese, untold, preprint, old, spanish, ahead, reprint = found
    assert (chinese.title, chinese.language) == ("[A translated title about imaginary lymphoma].", "chi")
    assert chinese.section("abstract").text.startswith("OBJECTIVE: To invent a lymphoma. METHODS: We")
    assert [len(author.affiliations) for author in chinese.authors] == [1, 0, 0]
    assert (untold.title, untold.authors, untold.section("abstract")) == ("Vitamin D.", (), None)
    assert (untold.date, untold.pages) == ("2015-03", "e12; discussion e13")
    assert (preprint.journal, preprint.pages) == ("bioRxiv", "2023.03.20.533423")
    assert preprint.authors[0].name == "Nowhere Genome Consortium"
    assert preprint.conflict_of_interest == "COMPETING INTERESTS: None. Nor did we look for any."
    assert preprint.section("abstract").text == "One sentence stands for the abstract, as it often does."
    assert (old.journal, old.date, old.volume, old.issue) == ("Br J Fantasy (1985)", "1999", "104", "Pt 12")
    assert (old.authors[0].name, old.pmcid) == ("Suharto", "PMC99000104")
    assert [a.name for a in spanish.authors] == [
        "García-Márquez G",
        "Li B 3rd",
        "Petrov IuV",
        "Al Shukili MN",
    ]
    assert (spanish.volume, spanish.pages) == ("Suppl 5", "S12-5, S20")
    assert spanish.section("abstract").text.endswith("must not open a record.")
    assert spanish.copyright.startswith("Copyright (c) 2011") and spanish.keywords == (
        "invention",
        "many words",
    )
    assert ahead.section("abstract").text == "In those days the address stood alone."
    assert ahead.authors[0].affiliations[0].startswith("From the Department of Chimera Biology")
    assert reprint.title == "Reprint of: An invention." and reprint.section("abstract") is None
    groups = ["Abel A", "Network of Inventors, Dreamers and Poets", "Berg B", "Cohn C"]
    assert [author.name for author in reprint.authors] == groups
    for one in found:
        assert_places_hold(one, text)


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ("2023 Jul 5", "2023-07-05"),
        ("2014 Dec", "2014-12"),
        ("2012", "2012"),
        ("2015 Mar-Apr", "2015"),
        ("2011 Winter", "2011"),
        ("Summer 1999", "1999"),
        ("2015 Mar 14-20", "2015-03"),
        ("1994 Aug 27-Sep 2", "1994"),
        ("2015 Nov-2016 Jan", "2015"),
        ("2015-2016", "2015"),
        ("2012-13", "2012"),
        ("1995 1st Quarter", "1995"),
        ("1975 Jul/Aug", "1975"),
        ("2023/07/05", "2023-07-05"),
    ],
)
def test_dates_are_as_precise_as_they_are_certain(said, iso):
    assert iso_date(said) == iso


@pytest.mark.parametrize("said", ["", "soon", "2015 Foo", "2023 Feb 31", "15 2", "2015 was a year"])
def test_what_is_no_date_is_refused(said):
    with pytest.raises(ValueError, match=r"is not a date|out of range"):
        iso_date(said)


def test_a_hyphen_at_a_line_end_joins_only_where_words_were_broken():
    broken = [Line("given ado-", 0, 1), Line("trastuzumab and pre-", 11, 2), Line("and post-", 32, 3)]
    assert breaks_at_hyphens([broken])
    assert section("x", broken, at_hyphens=True).text == "given ado-trastuzumab and pre- and post-"
    whole = list(lines("of the pre-\nand the ado-\ntrastuzumab\nof a very long line"))
    assert breaks_at_hyphens([whole])
    roomy = list(lines("a line with much room\nado-\ntrastuzumab x\nwell-known it is"))
    assert not breaks_at_hyphens([roomy]), "'well-' had room on the line before"


WORDS = st.text(st.sampled_from("abcXYZ089βéΩ.,;()-–%≥\u00a0\u2009"), min_size=1, max_size=12).filter(
    str.strip
)
GAPS = st.sampled_from([" ", "\n", " \n", "\n  ", "  ", "\n\n", " \n \n"])


@given(st.lists(st.tuples(WORDS, GAPS), min_size=1, max_size=60), st.booleans())
def test_whatever_the_wrapping_each_letter_is_found_again(pieces, at_hyphens):
    text = "".join(word + gap for word, gap in pieces)
    part = section("abstract", list(lines(text)), at_hyphens=at_hyphens)
    assert [letter for letter in part.text if letter != " "] == [c for c in text if c not in " \n"]
    assert all(text[place(part, at)] == letter for at, letter in enumerate(part.text) if letter != " ")
    assert list(part.offsets) == sorted(part.offsets)


NAMES = st.lists(
    st.builds(
        " ".join,
        st.tuples(
            st.sampled_from(
                ["Ahorn", "van der Berg", "O'Quill", "Ünal", "Al Shukili", "García-Márquez", "Li"]
            ),
            st.text("ABCDEÖ", min_size=1, max_size=4),
        ),
    ),
    min_size=1,
    max_size=25,
)
PROSE = st.lists(
    st.sampled_from(["tumour", "HER2-positive", "2015", "(p < 0.05)", "pre-", "and", "a,", "ERBB2"]),
    min_size=4,
)
VOLUMES = st.sampled_from(["12(3)", "9(Suppl 1)", "23 Suppl 10", "5", "(12)", "Spec No"])
PAGES = st.sampled_from(["e534-e541", "35826-38", "S12-5", "891-898.e2", "17873", "e1501009"])


@settings(max_examples=60)
@given(NAMES, PROSE, PROSE, VOLUMES, PAGES, st.integers(40, 90), st.booleans())
def test_a_written_record_is_read_back_at_any_width(names, title, abstract, volume, pages, width, trailing):
    def wrap(text: str) -> str:
        out, row = [], ""
        for word in text.split():
            if row and len(row) + 1 + len(word) > width:
                out.append(row + " " * trailing)
                row = word
            else:
                row = f"{row} {word}" if row else word
        return "\n".join([*out, row])

    said_title, said_abstract = "On " + " ".join(title) + ".", "We " + " ".join(abstract) + " saw."
    paragraphs = [
        f"1. J Invent Oncol. 2015 Oct-Dec;{volume}:{pages}. doi: 10.5555/x.1.",
        said_title,
        ", ".join(names) + ".",
        said_abstract,
    ]
    text = "\n\n".join(map(wrap, paragraphs)) + "\n\nDOI: 10.5555/x.1\nPMID: 99000001\n"
    pad = Notepad("x")
    (one,) = pubmed_text.records(text, "x", pad)
    assert pad.faults == []
    if trailing or "pre-\n" not in text:
        assert (one.title, one.section("abstract").text) == (said_title, said_abstract)
    assert [author.name for author in one.authors] == names
    assert (one.pages, one.doi, one.pmid, one.date) == (pages, "10.5555/x.1", "99000001", "2015")
    assert_places_hold(one, text)


@needs_shared
def test_the_reference_records_are_read_without_a_mistake():
    gold = [json.loads(line) for line in (SHARED / "metadata" / "gold.jsonl").read_text("utf-8").splitlines()]
    wrong = []
    for known in gold:
        text, found, faults = read(SHARED / "metadata" / f"{known['pmid']}.txt", pubmed_text)
        assert (len(found), faults) == (1, [])
        assert_places_hold(found[0], text)
        for name in ("title", "journal", "doi", "pmid", "pmcid", "volume", "issue", "pages"):
            if getattr(found[0], name) != known[name]:
                wrong.append((known["pmid"], name))
        if [author.name for author in found[0].authors] != known["authors"]:
            wrong.append((known["pmid"], "authors"))
    assert wrong == []


@needs_shared
def test_the_first_case_is_read_and_its_encoding_repaired():
    text, (seed,), faults = read(SHARED / "seed" / "pmid-37120151.txt", pubmed_text)
    assert [author.name for author in seed.authors] == (
        ["Tian H", "Qu M", "Zhang G", "Yuan L", "Shi Q", "Wang Y", "Yang Y", "Zhang Y", "Qi X"]
    )
    assert (
        len({author.affiliations for author in seed.authors}) == 1 and len(seed.authors[0].affiliations) == 1
    )
    assert (seed.journal, seed.date, seed.volume, seed.issue, seed.pages) == (
        "Oncologist", "2023-07-05", "28", "7", "e534-e541",
    )  # fmt: skip
    assert (seed.doi, seed.pmid, seed.pmcid) == ("10.1093/oncolo/oyad122", "37120151", "PMC10322140")
    assert seed.copyright.startswith("© The Author(s) 2023")
    assert seed.conflict_of_interest.startswith("The authors have disclosed")
    assert len(faults) == 1 and "repaired the encoding at 1 place on line 34" in faults[0]
    assert_places_hold(seed, text)
