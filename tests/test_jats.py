"""Full texts in JATS: bibliography, sections, tables, and what is left out."""

import pytest

from kg.case import Author
from kg.errors import Notepad
from kg.readers import jats, medline, pubmed_text, pubmed_xml

FRONT = """<front>
<journal-meta><journal-id journal-id-type="nlm-ta">J Invent Oncol</journal-id>
<journal-title-group><journal-title>Journal of Invented Oncology</journal-title></journal-title-group>
<issn pub-type="epub">9999-1234</issn></journal-meta>
<article-meta>
<article-id pub-id-type="pmid">99000001</article-id><article-id pub-id-type="pmc">99000002</article-id>
<article-id pub-id-type="doi">10.5555/jio.2021.0042</article-id>
<article-categories><subj-group><subject>Case Report</subject></subj-group></article-categories>
<title-group><article-title>An <italic>ELB1</italic> tumour<xref ref-type="fn" rid="n1">*</xref></article-title>
<subtitle>a made-up report</subtitle></title-group>
<contrib-group>
<contrib contrib-type="author"><name><surname>Ahorn</surname><given-names>Berta Cara</given-names></name>
<xref ref-type="aff" rid="a1"><sup>1</sup></xref><xref ref-type="aff" rid="a2">2</xref></contrib>
<contrib contrib-type="author"><name><surname>O'Quill</surname><given-names initials="E">Edna</given-names>
<suffix>Jr</suffix></name><xref ref-type="aff" rid="a1">1</xref></contrib>
<contrib contrib-type="author"><collab>Elbow Group<contrib-group><contrib><name><surname>Nobody</surname>
</name></contrib></contrib-group></collab></contrib>
<contrib contrib-type="editor"><name><surname>Editor</surname><given-names>X</given-names></name></contrib>
</contrib-group>
<aff id="a1"><label>1</label>Institute of Make-Believe, Atlantis</aff>
<aff id="a2"><label>2</label>Nowhere Hospital</aff>
<pub-date pub-type="epub"><day>4</day><month>3</month><year>2021</year></pub-date>
<pub-date pub-type="collection"><year>2021</year></pub-date>
<volume>12</volume><issue>2</issue><fpage>101</fpage><lpage>107</lpage>
<permissions><copyright-statement>© 2021 The Inventors</copyright-statement></permissions>
<abstract><sec><title>Background:</title><p>Elbows do not grow tumours.</p></sec>
<sec><title>Case</title><p>One did.</p><p>It shrank.</p></sec></abstract>
<abstract abstract-type="graphical"><p>A picture.</p></abstract>
<trans-abstract xml:lang="fr"><p>En bref.</p></trans-abstract>
<kwd-group><kwd>elbow</kwd><kwd>kinase</kwd></kwd-group>
</article-meta></front>"""
BODY = """<body>
<sec sec-type="intro"><title>1. Introduction</title><p>Nobody saw this before
<sup><xref ref-type="bibr" rid="r1">1</xref>,<xref ref-type="bibr" rid="r2">2</xref></sup>, or so we think
[<xref ref-type="bibr" rid="r3">3</xref>–<xref ref-type="bibr" rid="r5">5</xref>].
Only Ahorn (<xref ref-type="bibr" rid="r6">2019</xref>) disagrees (see above).</p></sec>
<sec sec-type="cases"><title>2. Case presentation</title><p>A woman of 61 had 5 × 10<sup>9</sup> cells
(<xref ref-type="table" rid="t1">Table 1</xref>).
<fig id="f1"><label>Figure 1.</label><caption><p>The elbow.</p></caption><graphic/></fig></p>
<sec><title>Treatment</title><p>She took elbowinib:<list><list-item><p>20 mg</p></list-item>
<list-item><p>40 mg</p></list-item></list>and felt well.</p></sec>
<table-wrap id="t1"><object-id>10.5555/t1</object-id><label>Table 1</label><caption><title>Values.</title>
<p>By day.</p></caption><table><thead><tr><th>Day</th><th>Value</th></tr></thead>
<tbody><tr><td>1</td><td>2.5 <break/>ng</td></tr><tr><td/><td/></tr></tbody></table>
<table-wrap-foot><fn><p>ng, nanogram.</p></fn></table-wrap-foot></table-wrap></sec>
<sec><title>Discussion</title><p>First.</p><p>Second.</p></sec>
<sec><title>Discussion</title><p>Again.</p></sec>
<sec sec-type="supplementary-material"><title>Supplement</title><supplementary-material><caption><p>Not this.</p>
</caption></supplementary-material></sec>
</body>
<back><ack><p>Thanks to all.</p></ack><fn-group><fn fn-type="COI-statement"><p>None.</p></fn></fn-group>
<ref-list><ref id="r1"><mixed-citation>Nobody. Never.</mixed-citation></ref></ref-list></back>"""
ARTICLE = f'<article article-type="case-report" xml:lang="en">{FRONT}{BODY}</article>'


def read(text: str):
    pad = Notepad("f.xml")
    found = list(jats.records(text, "f.xml", pad))
    return found, [str(fault) for fault in pad.faults]


@pytest.fixture(scope="module")
def one():
    (found,), faults = read(ARTICLE)
    assert faults == []
    return found


def test_the_bibliography_is_read_as_pubmed_prints_it(one):
    assert one.title == "An ELB1 tumour: a made-up report"
    assert (one.journal, one.date, one.volume, one.issue, one.pages) == (
        "J Invent Oncol", "2021-03-04", "12", "2", "101-107",
    )  # fmt: skip
    assert (one.pmid, one.pmcid, one.doi) == ("99000001", "PMC99000002", "10.5555/jio.2021.0042")
    assert (one.language, one.issn, one.keywords) == ("eng", "9999-1234", ("elbow", "kinase"))
    assert one.types == ("Case Reports",) and one.copyright == "© 2021 The Inventors"
    assert one.conflict_of_interest == "None."


def test_authors_keep_order_addresses_and_groups(one):
    first, second = "Institute of Make-Believe, Atlantis", "Nowhere Hospital"
    assert one.authors == (
        Author("Ahorn BC", (first, second)), Author("O'Quill E Jr", (first,)), Author("Elbow Group"),
    )  # fmt: skip


def test_sections_stand_under_their_own_titles_each_name_once(one):
    assert [part.name for part in one.sections] == [
        "title", "abstract", "introduction", "case presentation", "figure 1", "table 1",
        "case presentation: treatment", "discussion", "discussion (2)",
    ]  # fmt: skip


def test_the_abstract_keeps_its_headings(one):
    said = "BACKGROUND: Elbows do not grow tumours. CASE: One did. It shrank."
    assert one.section("abstract").text == said


def test_references_by_number_go_and_powers_stay(one):
    said = "Nobody saw this before, or so we think. Only Ahorn disagrees (see above)."
    assert one.section("introduction").text == said
    assert one.section("case presentation").text == "A woman of 61 had 5 × 10^9 cells (Table 1)."


def test_lists_tables_and_captions_are_text(one):
    assert one.section("case presentation: treatment").text == (
        "She took elbowinib:\n20 mg\n40 mg\nand felt well."
    )
    assert one.section("table 1").text == "Values. By day.\nDay | Value\n1 | 2.5 ng\nng, nanogram."
    assert one.section("figure 1").text == "The elbow."
    assert one.section("discussion").text == "First.\nSecond."


def test_thanks_references_and_supplements_are_left_out(one):
    whole = " ".join(part.text for part in one.sections)
    assert not any(word in whole for word in ("Thanks", "Never", "Not this", "picture", "bref"))


def test_a_set_gives_every_article_and_a_bad_one_is_named():
    bad = ARTICLE.replace("99000001<", "99x<").replace("99000002", "99000003")
    third = ARTICLE.replace("99000001", "99000009").replace("99000002", "99000008").replace(".0042", ".0043")
    text = f"<?xml version='1.0'?>\n<pmc-articleset>\n{ARTICLE}{bad}{third}</pmc-articleset>"
    found, faults = read(text)
    assert [one.pmid for one in found] == ["99000001", "99000009"]
    assert len(faults) == 1 and "record 2: PMID '99x'" in faults[0]


def test_names_with_a_namespace_are_read_alike():
    text = ARTICLE.replace("<article ", '<article xmlns="https://jats.example/ns" ', 1)
    assert read(text) == read(ARTICLE)


def test_an_article_without_body_says_so():
    (one,), faults = read(f"<article>{FRONT}</article>")
    assert [part.name for part in one.sections] == ["title", "abstract"]
    assert len(faults) == 1 and "no full text" in faults[0]


def test_text_outside_of_sections_is_the_body():
    body = "<body><p>Just text.</p><boxed-text><caption><title>Box</title></caption><p>In it.</p></boxed-text></body>"
    (one,), _ = read(f"<article>{FRONT}{body}</article>")
    assert [(part.name, part.text) for part in one.sections][2:] == [
        ("body", "Just text."),
        ("box", "In it."),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<article></article>", "article without article-meta"),
        ("<pmc-articleset></pmc-articleset>", "no article in it"),
        (ARTICLE[:-500], "the file is cut"),
        ('<!DOCTYPE article [<!ENTITY a "b">]>' + ARTICLE, "declares XML entities"),
        (ARTICLE.replace("Again.", "<sec>" * 5_000), "nested more than"),
        (ARTICLE.replace("Again.", "&unknown;"), "undefined entity"),
    ],
)
def test_what_cannot_be_read_is_one_clear_fault(text, said):
    found, faults = read(text)
    assert found == [] and len(faults) == 1 and said in faults[0]


def test_an_article_with_too_many_elements_is_refused(monkeypatch):
    monkeypatch.setattr("kg.readers.xml_records.MAX_ELEMENTS", 100)
    found, faults = read(ARTICLE)
    assert found == [] and len(faults) == 1 and "more than 100 elements" in faults[0]


@pytest.mark.parametrize(
    ("head", "is_jats"),
    [
        (ARTICLE[:200], True),
        (
            '<?xml version="1.0"?>\n<!-- a -->\n<!DOCTYPE article PUBLIC "-//NLM//DTD JATS" "x.dtd">\n<article>',
            True,
        ),
        ("<pmc-articleset>", True),
        ("<html><article>", False),
        ("<!DOCTYPE html><article>", False),
        ("<articles>", False),
        ("An <article> of mine", False),
        ("", False),
    ],
)
def test_an_article_is_told_by_its_content(head, is_jats):
    assert jats.looks_like(head) is is_jats
    assert not any(module.looks_like(head) for module in (medline, pubmed_text, pubmed_xml))
