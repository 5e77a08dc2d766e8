"""The text of a JATS article: abstract, sections of the body, tables and captions as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from kg.case import Section
from kg.readers.section_names import Sections

_MARK = "\x00"
"""Stands where a reference to the bibliography stood; XML cannot hold it."""
_REFERENCE = re.compile(r"[\d\s,;.*†‡§#\[\]()–—-]*")
_BRACKETS = re.compile(rf" ?[\[(][{_MARK} ,;–—-]*[\])]")
_MARKS = re.compile(rf" ?{_MARK}(?:[,;–— -]*{_MARK})*")
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_POWER = re.compile(r"[-−+]?\d[\d,.]*[-−+]?|[-−+]")

_PASSED_OVER_NAMES = """
    object-id tex-math graphic inline-graphic media supplementary-material inline-supplementary-material
    permissions attrib alt-text long-desc fn author-notes ref-list ack bio label index-term milestone-start
    milestone-end processing-meta related-article related-object contrib-group institution-id
"""
_PASSED_OVER = frozenset(_PASSED_OVER_NAMES.split())
"""Elements whose text is no prose of the article."""
_APART = frozenset({"table-wrap", "fig", "table-wrap-group", "fig-group", "boxed-text", "table-wrap-foot"})
"""Elements that stand inside a paragraph but are told on their own."""
_BLOCK_NAMES = """
    p list list-item def-list def-item def disp-quote verse-group verse-line speech statement
    disp-formula disp-formula-group preformat caption title subtitle
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_OTHER_ABSTRACT_NAMES = """
    graphical teaser precis toc key-points highlights author-highlights summary plain-language-summary
    executive-summary editor-summary short web-summary video ascii
"""
_OTHER_ABSTRACTS = frozenset(_OTHER_ABSTRACT_NAMES.split())
"""Kinds of abstracts that are not the abstract."""
_REFERRING = frozenset({"bibr", "fn", "table-fn", "aff", "corresp", "author-notes"})
_TITLES = {
    "intro": "introduction",
    "cases": "case report",
    "methods": "methods",
    "results": "results",
    "discussion": "discussion",
    "conclusions": "conclusions",
}
"""What a section is by its 'sec-type' where it has no title."""


def flat(element: Element | None) -> str:
    """The text of an element on one line, without notes, formulas in TeX and references by number."""
    if element is None:
        return ""
    text = _BLANKS.sub(" ", "".join(_runs(element)))
    if _MARK in text:
        text = _BRACKETS.sub(lambda found: "" if _MARK in found[0] else found[0], text)
        text = _MARKS.sub("", text)
    return text.strip(" ")


def _runs(element: Element) -> Iterator[str]:
    """Yield the stretches of text in an element; breaks and blocks as blanks."""
    yield element.text or ""
    before = (element.text or "")[-1:]
    for child in element:
        inner = "".join(_child_runs(child, before))
        yield inner
        yield child.tail or ""
        before = (child.tail or inner or before)[-1:]


def _child_runs(child: Element, before: str) -> Iterator[str]:
    tag = child.tag
    if not isinstance(tag, str) or tag in _PASSED_OVER or tag in _APART:
        return
    if tag == "xref" and child.get("ref-type") in _REFERRING:
        said = "".join(child.itertext())
        yield _MARK if _REFERENCE.fullmatch(said) else said
    elif tag == "alternatives":
        yield from (_child_runs(child[0], before) if len(child) else ())
    elif tag in {"break", "hr"}:
        yield " "
    elif tag == "sup":
        said = "".join(_runs(child))
        # '10<sup>9</sup>' must not become 109, nor a reference in small print a part of a name.
        yield f"^{said}" if before.isalnum() and _POWER.fullmatch(said) else said
    elif tag in _BLOCKS:
        yield " "
        yield from _runs(child)
        yield " "
    else:
        yield from _runs(child)


def abstract(meta: Element) -> str:
    """The paragraphs of the abstract, each part after its heading as PubMed prints them; '' without one."""
    found = [one for one in meta.iterfind("abstract") if one.get("abstract-type") not in _OTHER_ABSTRACTS]
    return " ".join(_parts(found[0])) if found else ""


def _parts(element: Element) -> Iterator[str]:
    """Yield the paragraphs, the first of each part with its heading in front."""
    heading = ""
    for child in element:
        if child.tag == "title":
            said = flat(child).rstrip(":. ")
            heading = said.upper() if said.lower() != "abstract" else ""
            continue
        texts = list(_parts(child)) if child.tag == "sec" else [flat(child)]
        for text in filter(None, texts):
            yield f"{heading}: {text}" if heading else text
            heading = ""


def body(article: Element, sections: Sections) -> None:
    """Add the sections of the body, then those of appendices and the tables and figures kept apart."""
    for name in ("body", "back/app-group/app", "floats-group"):
        for element in article.iterfind(name):
            _section(element, (), sections)


def _section(element: Element, above: tuple[str, ...], sections: Sections) -> None:
    """Add what stands directly in the section, then its tables and figures, then its sub-sections."""
    path = above
    if element.tag in {"sec", "app", "boxed-text"}:
        title = flat(element.find("title")) or flat(element.find("caption/title"))
        path = (*above, title or _TITLES.get(element.get("sec-type", ""), element.tag))
    inner = [child for child in element if child.tag in {"sec", "boxed-text"}]
    texts: list[str] = []
    apart: list[Element] = []
    for child in element:
        if child.tag not in {"sec", "title", "label", "boxed-text", "caption"}:
            texts += _paragraphs(child)
            apart += _kept_apart(child)
    sections.add(path or ("body",), "\n".join(filter(None, texts)))
    for found in apart:
        if found.tag == "boxed-text":
            inner.append(found)
        else:
            _float(found, sections)
    for child in inner:
        _section(child, path, sections)


def _paragraphs(element: Element) -> list[str]:
    """The lines that a child of a section gives: a list's items each their own."""
    if element.tag in _PASSED_OVER or element.tag in _APART:
        return []
    if element.tag in {"list", "def-list", "disp-quote", "statement", "sec"}:
        return [line for child in element for line in _paragraphs(child)]
    lists = [child for child in element if child.tag in {"list", "def-list"}]
    if element.tag in {"list-item", "p"} and lists:
        return _around(element)
    return [flat(element)]


def _around(element: Element) -> list[str]:
    """The lines of a paragraph or item that holds lists among its text."""
    lines: list[str] = []
    run = Element("p")
    run.text = element.text
    for child in element:
        if child.tag in {"list", "def-list"} or (element.tag == "list-item" and child.tag == "p"):
            lines += [flat(run), *_paragraphs(child)]
            run = Element("p")
            run.text = child.tail
        else:
            run.append(child)
    return [line for line in (*lines, flat(run)) if line]


def _kept_apart(element: Element) -> Iterator[Element]:
    """Yield the tables, figures and boxes in an element, the outermost ones."""
    if element.tag in {"table-wrap", "fig", "boxed-text"}:
        yield element
        return
    for child in element:
        yield from _kept_apart(child)


def _float(element: Element, sections: Sections) -> None:
    """Add a table or a figure under its label, 'table 1'."""
    is_table = element.tag == "table-wrap"
    kind = "table" if is_table else "figure"
    label = flat_label(element) or kind
    caption = element.find("caption")
    lines = [" ".join(filter(None, map(flat, caption)))] if caption is not None else []
    if is_table:
        lines += [row for table in element.iter("table") for row in rows(table)]
        lines += [flat(note) for note in element.iterfind("table-wrap-foot//p")]
    sections.add((label,), "\n".join(filter(None, lines)))


def flat_label(element: Element) -> str:
    """The label of a table or figure: 'Table 1'."""
    return flat(element.find("label")).strip(" .:")


def rows(table: Element) -> Iterator[str]:
    """Yield the rows of a table, cells parted by ' | '; rows without any text are left out."""
    for row in table.iter("tr"):
        cells = [flat(cell) for cell in row if cell.tag in {"td", "th"}]
        if any(cells):
            yield " | ".join(cells)


def sections_of(title: str | None, article: Element, meta: Element) -> tuple[Section, ...]:
    """Title, abstract and body as sections with names of their own."""
    found = Sections()
    found.add(("title",), title or "")
    found.add(("abstract",), abstract(meta))
    body(article, found)
    return found.done()
