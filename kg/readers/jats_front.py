"""The bibliography of a JATS article, in the words that PubMed has for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from kg.case import Author
from kg.readers.jats_text import flat
from kg.readers.languages import code
from kg.readers.pubmed import Record, dated, real_title

_CASE_SUBJECT = re.compile(r"case (?:reports?|series|stud(?:y|ies))\b", re.IGNORECASE)
_TYPES = {
    "case-report": "Case Reports",
    "case-study": "Case Reports",
    "research-article": "Journal Article",
    "review-article": "Review",
    "letter": "Letter",
    "editorial": "Editorial",
    "article-commentary": "Comment",
    "correction": "Published Erratum",
}
"""JATS article types (its own suggested list) -> PubMed's publication types; others stay as they are."""
_LANGUAGES = {
    "en": "English",
    "zh": "Chinese",
    "fr": "French",
    "de": "German",
    "es": "Spanish",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "pt": "Portuguese",
    "ru": "Russian",
    "pl": "Polish",
    "tr": "Turkish",
    "nl": "Dutch",
}
"""ISO 639-1 code -> English name, for the languages that PubMed Central holds most."""
_DATES = ("ppub", "collection", "epub", "epub-ppub", "pub", "")
_XML_LANGUAGE = "xml:lang"
_PART = re.compile(r"[\s.-]+")
_JOURNALS = (
    "journal-id[@journal-id-type='nlm-ta']",
    "journal-id[@journal-id-type='iso-abbrev']",
    "abbrev-journal-title",
    "journal-title-group/abbrev-journal-title",
    "journal-title-group/journal-title",
    "journal-title",
)


def text(element: Element, *paths: str) -> str | None:
    """The text at the first of the paths that has any."""
    return next((said for path in paths if (said := flat(element.find(path)))), None)


def title(meta: Element) -> str | None:
    """The title with its subtitle after a colon."""
    main, rest = (text(meta, f"title-group/{name}") for name in ("article-title", "subtitle"))
    said = (
        ": ".join(filter(None, (main, rest))) if not (main or "").endswith((":", "?")) else f"{main} {rest}"
    )
    return real_title(said) if said else None


def journal(article: Element) -> str | None:
    """The abbreviated title, as PubMed prints it, else the full one."""
    meta = article.find("front/journal-meta")
    return text(meta, *_JOURNALS) if meta is not None else None


def identifier(meta: Element, record: Record, kind: str) -> str | None:
    """The article's identifier of a kind: 'doi', 'pmid'; a second one that differs is a fault."""
    said = [flat(found) for found in meta.iterfind(f"article-id[@pub-id-type='{kind}']")]
    said = list(dict.fromkeys(filter(None, said)))
    if len({one.lower() for one in said}) > 1:
        record.error(f"two {kind.upper()}s: {said[0]} and {said[1]}", "keep the right one")
    return said[0] if said else None


def pmcid(meta: Element, record: Record) -> str | None:
    """With its letters, which older files leave out."""
    said = identifier(meta, record, "pmcid") or identifier(meta, record, "pmc")
    return f"PMC{said}" if said and said.isdigit() else said


def date(meta: Element, record: Record) -> str | None:
    """The date of the issue, where that says no month the most precise of the others of that year."""
    found = sorted(meta.iterfind("pub-date"), key=_rank)
    said = [_date(one) for one in found]
    plain = [one for one in said if one]
    if not plain:
        return None
    year = plain[0].split("/")[0].split(" ")[0]
    fuller = [one for one in plain if one.startswith(year) and len(one) > len(year)]
    return dated(next(iter(fuller), plain[0]), record)


def _rank(element: Element) -> int:
    kind = element.get("pub-type") or element.get("date-type") or ""
    return _DATES.index(kind) if kind in _DATES else len(_DATES)


def _date(element: Element) -> str | None:
    year, month, day = (text(element, name) for name in ("year", "month", "day"))
    season = text(element, "season")
    if not year:
        return text(element, "string-date")
    if month and not month.isdigit():
        return " ".join(filter(None, (year, month[:3], day)))
    if not month:
        return f"{year} {season}" if season else year
    return "/".join(filter(None, (year, month, day)))


def pages(meta: Element) -> str | None:
    """'534-541', or the article's number where it has no pages."""
    if said := text(meta, "page-range"):
        return said
    first, last = text(meta, "fpage"), text(meta, "lpage")
    return "-".join(dict.fromkeys(filter(None, (first, last)))) or text(meta, "elocation-id")


def language(article: Element) -> str | None:
    """The ISO 639-2 code as PubMed has it; another that is not in our table as it stands."""
    said = (article.get(_XML_LANGUAGE) or "").split("-")[0].lower()
    return code(_LANGUAGES[said]) if said in _LANGUAGES else said or None


def types(article: Element, meta: Element) -> tuple[str, ...]:
    """PubMed's names for what the article says it is."""
    said = article.get("article-type") or ""
    found = [_TYPES.get(said, said)] if said and said != "other" else []
    subjects = [flat(one) for one in meta.iterfind("article-categories//subject")]
    if any(_CASE_SUBJECT.match(subject) for subject in subjects):
        found.insert(0, "Case Reports")
    return tuple(dict.fromkeys(found))


def keywords(meta: Element) -> tuple[str, ...]:
    """The keywords of the authors, without lists of abbreviations."""
    groups = [one for one in meta.iterfind("kwd-group") if "abbr" not in (one.get("kwd-group-type") or "")]
    return tuple(dict.fromkeys(said for one in groups for kwd in one.iterfind("kwd") if (said := flat(kwd))))


def conflict(article: Element) -> str | None:
    """What the authors disclose."""
    for note in (*article.iter("fn"), *article.iter("notes"), *article.iter("sec")):
        kind = (note.get("fn-type") or note.get("notes-type") or note.get("sec-type") or "").lower()
        if kind in {"coi-statement", "conflict", "financial-disclosure"}:
            said = " ".join(filter(None, map(flat, note.iter("p"))))
            if said:
                return said
    return None


def authors(meta: Element) -> tuple[Author, ...]:
    """The authors in order, groups among them, with their affiliations."""
    addresses = {one.get("id", ""): _address(one) for one in meta.iter("aff")}
    found = []
    for group in meta.iterfind("contrib-group"):
        shared = tuple(_address(one) for one in group.iterfind("aff"))
        for contrib in group.iterfind("contrib"):
            name = _name(contrib) if contrib.get("contrib-type") in {None, "author"} else ""
            if name:
                found.append(Author(name, tuple(_own(contrib, addresses)) or shared))
    return tuple(found)


def _own(contrib: Element, addresses: dict[str, str]) -> Iterator[str]:
    yield from filter(None, map(_address, contrib.iterfind("aff")))
    for reference in contrib.iterfind("xref[@ref-type='aff']"):
        for one in (reference.get("rid") or "").split():
            if addresses.get(one):
                yield addresses[one]


def _address(element: Element) -> str:
    return flat(element).strip(" ;,")


def _name(contrib: Element) -> str:
    """'Tian H', 'Smith JA Jr', as PubMed prints persons; a group by its own name."""
    person = contrib.find("name")
    if person is None:
        person = contrib.find("name-alternatives/name")
    if person is None:
        return text(contrib, "collab", "string-name", "anonymous") or ""
    surname, suffix = text(person, "surname"), text(person, "suffix")
    given = person.find("given-names")
    stated = (given.get("initials") or "").replace(".", "").replace(" ", "") if given is not None else ""
    return " ".join(filter(None, (surname, stated or initials(flat(given)), suffix)))


def initials(given: str) -> str:
    """The initials of given names.

    >>> initials("Maria Anna"), initials("Jean-Luc"), initials("AB")
    ('MA', 'JL', 'AB')
    """
    words = [word for word in _PART.split(given) if word]
    return "".join(word if word.isupper() and len(word) <= 3 else word[0].upper() for word in words)
