"""Broken records: one clear message for each fault, and the rest goes on."""

from pathlib import Path

import pytest
from effort import ends
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import Notepad
from kg.readers import medline, pubmed_text, pubmed_xml
from kg.readers.decode import decode

DATA = Path(__file__).parent / "data" / "pubmed"
TEXT, NBIB, XML = ((DATA / name).read_text("utf-8") for name in ("one.txt", "one.nbib", "one.xml"))


def read(text: str, module=pubmed_text):
    pad = Notepad("f")
    found = list(module.records(text, "f", pad))
    errors = [str(fault) for fault in pad.errors()]
    return found, errors, [str(fault) for fault in pad.remarks()]


def second(text: str = TEXT) -> str:
    """A further record, sound, to see that reading goes on."""
    return (
        text.replace("1. J Inv", "2. J Inv", 1)
        .replace("99000001", "99000002")
        .replace("2021.0042", "2021.0043")
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("PMID: 99000001", "PMID: 9900OO01", "record 1: PMID '9900OO01' is not a number"),
        ("PMID: 99000001", "PMID: ", "record 1: "),
        ("DOI: 10.5555/jio.2021.0042", "DOI: 11.5555/jio.2021.0042", "two DOIs"),
        ("10.5555/jio.2021.0042", "10.55/jio", "'10.55/jio' is not a DOI"),
        ("PMC99000001", "99000001X", "'99000001X' is not a PMCID"),
        ("DOI: 10.5555/jio.2021.0042", "DOI: 10.5555/other", "two DOIs"),
        ("PMID: 99000001", "PMID: 99000001\nPMID: 99000009", "two PMIDs: 99000001 and 99000009"),
    ],
)
def test_a_faulty_record_is_named_with_line_and_cure_and_the_next_is_read(old, new, said):
    found, errors, _ = read(TEXT.replace(old, new) + "\n\n" + second())
    assert len(errors) == 1 and said in errors[0] and errors[0].startswith("f:")
    assert [one.pmid for one in found] == ["99000002"]


def test_a_record_that_breaks_off_is_a_fault():
    cut = TEXT[: TEXT.index("improved within")]
    found, errors, _ = read(cut)
    assert found == [] and len(errors) == 1 and "breaks off before its PMID line" in errors[0]
    assert errors[0].startswith("f:24: record 1:")


def test_what_is_missing_is_said():
    found, errors, remarks = read(
        "1. J Invent Oncol. 2021;12:1-2.\n\n[Not Available].\n\nAhorn B.\n\nShort.\n"
    )
    assert errors == [] and found[0].title is None and [a.name for a in found[0].authors] == ["Ahorn B"]
    assert [remark.split("record 1: ")[1].split(":")[0].split(" (")[0] for remark in remarks] == [
        "no title",
        "neither PMID nor DOI",
    ]


def test_a_wrong_date_is_said_and_the_rest_kept():
    found, errors, remarks = read(TEXT.replace("2021 Mar 4;", "2021 Mrz 4;"))
    assert errors == [] and found[0].date is None and found[0].volume == "12"
    assert len(remarks) == 1 and "'2021 Mrz 4' is not a date" in remarks[0]


def test_glued_records_are_told_apart():
    glued = TEXT.strip().replace("\n\nConflict", "\nConflict") + "\n" + second()
    found, errors, remarks = read(glued)
    assert [one.pmid for one in found] == ["99000001", "99000002"] and errors == remarks == []
    assert found[0].conflict_of_interest == "The authors are invented and so are their interests."
    bare = TEXT[: TEXT.index("\n\nConflict")]
    assert [one.pmid for one in read(bare + "\n" + second())[0]] == ["99000001", "99000002"]


def test_a_broken_citation_line_loses_only_what_it_holds():
    broken = second().replace(
        "2. J Invent Oncol. 2021 Mar 4;12(Suppl 2):S101-S107.", "2. J Invent Oncol, this year."
    )
    found, errors, remarks = read(TEXT + "\n\n" + broken)
    assert [one.pmid for one in found] == ["99000001", "99000002"] and errors == []
    assert found[1].journal is None and found[1].title == found[0].title
    assert any("record 2: no citation line" in remark for remark in remarks)


def test_text_before_the_first_record_is_not_lost_silently():
    found, errors, remarks = read("Search results of today\n\n" + TEXT)
    assert (
        len(found) == 1
        and errors == []
        and len(remarks) == 1
        and "f:1: text that belongs to no record" in remarks[0]
    )


@pytest.mark.parametrize(("text", "module"), [(TEXT, pubmed_text), (NBIB, medline)])
def test_a_pmid_that_comes_twice_is_said(text, module):
    again = text.replace("1. J Inv", "2. J Inv", 1)
    found, errors, remarks = read(text + "\n\n" + again, module)
    assert len(found) == 1 and errors == [] and len(remarks) == 1 and "stands already at line 1" in remarks[0]
    found, errors, _ = read(text + "\n\n" + again.replace("elbowin", "kneein"), module)
    assert len(found) == 1 and len(errors) == 1 and "says something else" in errors[0]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("PMID- 99000001", "PMID- x1", "PMID 'x1' is not a number"),
        ("PMID- 99000001", "PMID-", "the PMID line says nothing"),
        ("AID - 10.5555/jio.2021.0042 [doi]", "AID - 10.5555/b [doi]", "two DOIs"),
        ("PMC - PMC99000001", "PMC - XYZ", "'XYZ' is not a PMCID"),
        ("CI  - ©", "CI: ©", "is neither a field nor"),
    ],
)
def test_faults_of_a_medline_record_are_named(old, new, said):
    sound = NBIB.replace("99000001", "99000002")
    found, errors, _ = read(NBIB.replace(old, new, 1) + "\n" + sound, medline)
    assert len(errors) == 1 and said in errors[0]
    assert [one.pmid for one in found] == ["99000002"]


def test_medline_records_without_blank_line_between_are_told_apart():
    found, errors, _ = read(NBIB + NBIB.replace("99000001", "99000002"), medline)
    assert len(found) == 2 and errors == []


def test_truncated_xml_keeps_the_records_before():
    article = XML[XML.index("<PubmedArticle>") : XML.index("</PubmedArticleSet>")]
    both = XML.replace("</PubmedArticleSet>", article.replace("99000001", "99000002"))
    found, errors, _ = read(both[:-900], pubmed_xml)
    assert [one.pmid for one in found] == ["99000001"]
    assert len(errors) == 1 and "the XML is broken" in errors[0] and "the file is cut" in errors[0]


def test_a_faulty_xml_record_is_named_and_the_next_is_read():
    article = XML[XML.index("<PubmedArticle>") : XML.index("</PubmedArticleSet>")]
    text = XML.replace("99000001</PMID>", "1x</PMID>").replace(
        "</PubmedArticleSet>", article + "</PubmedArticleSet>"
    )
    found, errors, _ = read(text, pubmed_xml)
    assert [one.pmid for one in found] == ["99000001"] and len(errors) == 1
    assert errors[0].startswith("f:4: record 1: PMID '1x'")
    assert read("\n\n" + text, pubmed_xml)[1][0].startswith("f:6: record 1:")


@pytest.mark.parametrize(
    "declaration",
    [
        '<!ENTITY a "aaaa">',
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ENTITY % a SYSTEM "http://127.0.0.1:9/a"> %a;',
    ],
)
def test_declared_entities_are_a_fault_and_never_expanded(declaration):
    evil = XML.replace(
        ' PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2019//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_190101.dtd"',
        f" [{declaration}]",
    )
    assert declaration in evil
    found, errors, _ = read(evil.replace("<i>left</i>", "&a;"), pubmed_xml)
    assert found == [] and len(errors) == 1 and "declares XML entities" in errors[0]


def test_books_and_glued_xml_files_are_said():
    _, errors, remarks = read("<PubmedArticleSet><PubmedBookArticle/></PubmedArticleSet>", pubmed_xml)
    assert errors == [] and len(remarks) == 1 and "a book record is passed over" in remarks[0]
    found, errors, _ = read(XML + XML, pubmed_xml)
    assert len(found) == 1 and len(errors) == 1 and "glued together" in errors[0]
    _, errors, _ = read("<PubmedArticleSet><PubmedArticle/></PubmedArticleSet>", pubmed_xml)
    assert len(errors) == 1 and "PubmedArticle without MedlineCitation" in errors[0]
    _, errors, _ = read("<PubmedArticleSet/>", pubmed_xml)
    assert len(errors) == 1 and "no PubmedArticle in it" in errors[0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf \r\n", "the file is empty"),
        ("1. J Café".encode("cp1252"), "byte 0xe9 at offset 8 is not UTF-8 (probably Windows-1252"),
        (b"abc\n\x00defghijklmnop", "f:2: control character U+0000 at offset 4"),
        ("a record".encode("utf-16-le"), "UTF-16 without a mark"),
        (b"abc\x1b[2J", "control character U+001B at offset 3"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"%PDF-1.7", "a PDF document"),
        (b"PK\x03\x04abc", "a ZIP archive"),
        (b"\x1f\x8b\x08", "a gzip file"),
        (b"\x7fELF\x02\x01\x01\x00\xff\xfe\x00\x01", "a binary file"),
        (b"\xff\xfea\x00b", "is not UTF-16-LE"),
    ],
)
def test_bytes_that_are_no_text_are_one_clear_fault(data, said):
    pad = Notepad("f")
    assert decode(data, "f", pad) == ""
    assert len(pad.faults) == 1 and said in str(next(pad.errors()))


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbfa\r\nb\rc\n", "a\nb\nc\n"),
        ("a β".encode("utf-16"), "a β"),
        (
            b'<?xml version="1.0" encoding="ISO-8859-1"?><a>\xe9</a>',
            '<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>',
        ),
        ("“ﬁne” x² Ⅳ &amp; É« ’".encode(), "“ﬁne” x² Ⅳ &amp; É« ’"),
    ],
)
def test_sound_text_comes_through_unchanged_but_for_line_ends(data, text):
    pad = Notepad("f")
    assert decode(data, "f", pad) == text and pad.faults == []


def test_broken_encoding_is_repaired_line_by_line_and_said():
    pad = Notepad("f")
    assert (
        decode("α Â© MÃ¼ller\nsound\npatientâ€™s “x”".encode(), "f", pad)
        == "α © Müller\nsound\npatient’s “x”"
    )
    assert [str(note) for note in pad.faults] == [
        "f:1: repaired the encoding at 3 places on lines 1, 3 (UTF-8 once read as Windows-1252) "
        "(check these lines against the source)"
    ]


BIG = 300_000
HOSTILE = {
    "one word": ("a" * BIG, pubmed_text),
    "brackets": ("(" * BIG, pubmed_text),
    "marks": ("Ab C" + "(1)" * (BIG // 3), pubmed_text),
    "blanks": ("a" + " " * BIG + "b", pubmed_text),
    "dots": ("1. " + "J. " * (BIG // 3), pubmed_text),
    "medline": ("PMID- 1\nTI  - t\nLID - " + "x" * BIG + "\nAB  - " + "word " * (BIG // 5), medline),
    "addresses": ("\n".join(f"AD  - {n}" for n in range(BIG // 10)), medline),
    "xml": (XML.replace("left", "x" * BIG), pubmed_xml),
    "deep": (XML.replace("left", "<i>" * 20_000 + "</i>" * 20_000), pubmed_xml),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_read_to_its_end(name):
    body, module = HOSTILE[name]
    text = (
        f"1. J Foo. 2015;1:2.\n\nTitle.\n\n{body}\n\nAuthor information:\n(1)x\n\nPMID: 1\n"
        if module is pubmed_text
        else body
    )
    with ends():
        list(module.records(text, "f", Notepad("f")))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([(TEXT, pubmed_text), (NBIB, medline), (XML, pubmed_xml)]), st.data())
def test_no_cut_or_smear_ends_in_a_traceback(made, data):
    text, module = made
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    smear = data.draw(st.text(max_size=20).map(lambda said: said.replace("\r", "")))
    broken = text[:start] + smear + text[end:]
    pad = Notepad("f")
    found = list(module.records(broken, "f", pad))
    assert found or list(pad.errors())
    module.looks_like(broken[:4000])
