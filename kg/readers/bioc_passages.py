"""The passages of a BioC document: to which section each belongs, and the annotations in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kg.readers.passages import Mark, Passage, identifiers
from kg.readers.pubmed import Record

_LEFT_OUT = frozenset({"REF", "ACK_FUND", "AUTH_CONT", "ABBR", "KEYWORD", "SUPPL", "COMP_INT"})
"""Section types of PubMed Central's BioC that are no text of the report."""
_NAMES = {
    "INTRO": "introduction",
    "CASE": "case report",
    "METHODS": "methods",
    "RESULTS": "results",
    "DISCUSS": "discussion",
    "CONCL": "conclusions",
    "APPENDIX": "appendix",
    "REVIEW_INFO": "review",
}
_TITLE = re.compile(r"title_(\d)\Z")
_ABSTRACT_TITLE = re.compile(r"abstract_title_\d\Z")
_LABEL = re.compile(r"([A-Za-z]*?)0*(\d+)\Z")


def infons(thing: dict[str, Any]) -> dict[str, str]:
    """The key-value pairs of a part of a document, texts and numbers alone, all as text."""
    found = thing.get("infons")
    pairs = found.items() if isinstance(found, dict) else ()
    return {key: str(value).strip() for key, value in pairs if isinstance(value, str | int | float)}


def passages(document: dict[str, Any], record: Record, *, is_pubtator: bool) -> list[Passage]:
    """The passages that are text of the report, in order; notes those that are none."""
    state = _State()
    found = []
    for index, raw in enumerate(document["passages"]):
        if not isinstance(raw, dict):
            record.error(f"passages[{index}] is not an object", "fetch the document again")
            continue
        kind = infons(raw)
        text, marks = _text(raw), tuple(_marks(raw, record, is_pubtator=is_pubtator))
        titles = state.titles(kind, text, index)
        if titles is not None and text:
            offset = raw.get("offset")
            place = offset if isinstance(offset, int) else 0
            found.append(Passage(titles, text, place, marks, state.heading))
    return found


class _State:
    """Where in the document we are: the titles of the body and the heading of the abstract."""

    def __init__(self) -> None:
        self._above: list[str] = []
        self._section = ""
        self._waiting = ""
        self.heading = ""
        """To be written before the passage that was just asked for."""

    def titles(self, kind: dict[str, str], text: str, index: int) -> tuple[str, ...] | None:
        """The section of a passage; None when its text is a heading or does not belong to the report."""
        section, form = kind.get("section_type", "").upper(), kind.get("type", "").lower()
        self.heading = ""
        if section in _LEFT_OUT or form in {"ref", "footnote"}:
            return None
        if section == "TITLE" or (form in {"title", "front"} and not section):
            return ("title",) if index == 0 or section == "TITLE" else ("body",)
        if section == "ABSTRACT" or form.startswith("abstract"):
            return self._abstract(form, text)
        if section in {"TABLE", "FIG"}:
            return (_float_name(section, kind),)
        return self._body(section, form, text, index)

    def _abstract(self, form: str, text: str) -> tuple[str, ...] | None:
        if _ABSTRACT_TITLE.match(form):
            said = text.strip().rstrip(":. ")
            self._waiting = said.upper() if said.lower() != "abstract" else ""
            return None
        self.heading, self._waiting = self._waiting, ""
        return ("abstract",)

    def _body(self, section: str, form: str, text: str, index: int) -> tuple[str, ...] | None:
        if section != self._section:
            self._section, self._above = section, []
        if level := _TITLE.match(form):
            self._above = [*self._above[: int(level[1]) - 1], text.strip()]
            return None
        if not section and not form and index < 2:
            return (("title",), ("abstract",))[index]
        return tuple(self._above) or (_NAMES.get(section, section.lower() or "body"),)


def _float_name(section: str, kind: dict[str, str]) -> str:
    """'table 1' by the passage's id: 'T1', 'Tab1', 'F2'; without one a name for all."""
    name = "table" if section == "TABLE" else "figure"
    label = _LABEL.search(kind.get("id", ""))
    return f"{name} {label[2]}" if label else name


def _text(raw: dict[str, Any]) -> str:
    """The text of a passage, or of its sentences where it is told by sentences alone."""
    text = raw.get("text")
    if isinstance(text, str) and text:
        return text.replace("\t", " | ") if "table" in infons(raw).get("type", "") else text
    sentences = raw.get("sentences")
    parts = sentences if isinstance(sentences, list) else []
    begin = raw.get("offset") if isinstance(raw.get("offset"), int) else 0
    whole = ""
    for part in parts:
        if isinstance(part, dict) and isinstance(part.get("text"), str):
            at = part.get("offset")
            gap = at - (begin or 0) - len(whole) if isinstance(at, int) else 1
            whole += " " * min(max(gap, 0), 10) + part["text"]
    return whole


def _marks(raw: dict[str, Any], record: Record, *, is_pubtator: bool) -> Iterator[Mark]:
    """The annotations of a passage and of its sentences."""
    sentences = raw.get("sentences")
    holders = [raw, *(sentences if isinstance(sentences, list) else [])]
    for holder in holders:
        annotations = holder.get("annotations") if isinstance(holder, dict) else None
        for annotation in annotations if isinstance(annotations, list) else []:
            mark = _mark(annotation, is_pubtator) if isinstance(annotation, dict) else None
            if mark is None:
                record.warn("an annotation without a place is passed over", "fetch the document again")
            else:
                yield mark


def _mark(annotation: dict[str, Any], is_pubtator: bool) -> Mark | None:
    """The annotation from its first place to its last; None when it has none."""
    places = annotation.get("locations")
    found = [
        (place["offset"], place["offset"] + place["length"])
        for place in (places if isinstance(places, list) else [])
        if isinstance(place, dict)
        and isinstance(place.get("offset"), int)
        and isinstance(place.get("length"), int)
    ]
    if not found:
        return None
    said = infons(annotation)
    kind = said.get("type") or "annotation"
    identifier = said.get("identifier") or said.get("normalized_id") or ""
    vocabulary = (said.get("database") or kind) if is_pubtator else ""
    text = annotation.get("text") if len(found) == 1 else ""
    return Mark(
        start=min(start for start, _ in found),
        end=max(end for _, end in found),
        text=text if isinstance(text, str) else "",
        kind=kind,
        ids=identifiers(identifier, kind, vocabulary),
    )
