"""A case beside the document it was read from: places checked, words quoted, bibliography filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from kg.case import Case, Publication, Span
from kg.errors import Notepad

_OWN_WORDS = frozenset(
    {"conflict_of_interest", "copyright", "sections", "hints", "name", "keywords", "types"}
)
"""Fields in which case and record may differ without a clash."""


def by_id(publications: Iterable[Publication]) -> dict[str, Publication]:
    """The publications under each of their identifiers."""
    table: dict[str, Publication] = {}
    for publication in publications:
        for key in (publication.pmid, publication.doi, publication.pmcid):
            if key:
                table[key.lower()] = publication
    return table


def find(case: Case, documents: Mapping[str, Publication]) -> Publication | None:
    """The document of the case, by PMID, DOI or PMCID."""
    publication = case.publication
    if publication is None:
        return None
    keys = (publication.pmid, publication.doi, publication.pmcid)
    return next((documents[key.lower()] for key in keys if key and key.lower() in documents), None)


def beside(case: Case, document: Publication, pad: Notepad) -> Case:
    """The case with the document's bibliography and with the words at each of its places.

    Notes an error for a place outside the text or a quote that is not there, a warning where case
    and document differ.
    """
    placed: Case = _placed(case, "", _Placer(document, case, pad))
    return replace(placed, publication=merged(case.publication or Publication(), document, pad))


def merged(stated: Publication, document: Publication, pad: Notepad) -> Publication:
    """The document's fields, and what the case states where the document is silent."""
    values: dict[str, Any] = {}
    for field in fields(Publication):
        ours, theirs = getattr(stated, field.name), getattr(document, field.name)
        if ours and theirs and field.name not in _OWN_WORDS and _plain(ours) != _plain(theirs):
            pad.warn(
                f"publication.{field.name}",
                f"the case says {_shown(ours)}, the record {_shown(theirs)}",
                "the record's was kept",
            )
        values[field.name] = (
            tuple(dict.fromkeys((*ours, *theirs))) if field.name == "types" else theirs or ours
        )
    return Publication(**values)


def _shown(value: Any) -> str:
    return repr(value) if isinstance(value, str) else f"{len(value)} entries"


def _plain(value: Any) -> Any:
    """The value as far as a difference matters: letters and digits of a text, names of authors."""
    if isinstance(value, str):
        return re.sub(r"\W+", "", value).casefold()
    return tuple(_plain(getattr(item, "name", item)) for item in value)


class _Placer:
    """Finds each span in the document's sections."""

    def __init__(self, document: Publication, case: Case, pad: Notepad) -> None:
        self.texts = {section.name: section.text for section in document.sections}
        self.case, self.pad = case, pad

    def placed(self, span: Span, path: str) -> Span:
        text = self.texts.get(span.section)
        line = self.case.lines.get(path)
        if text is None:
            has = ", ".join(sorted(self.texts)) or "no text"
            self.pad.error(path, f"the record has no section {span.section!r}", f"it has {has}", line=line)
            return span
        if span.start is None:
            return self._found(span, text, path)
        if span.end is None or span.end > len(text):
            cure = f"the {span.section} has {len(text)} characters"
            self.pad.error(
                path, f"place {span.start}-{span.end} is outside the {span.section}", cure, line=line
            )
            return span
        words = text[span.start : span.end]
        if span.quote is not None and _plain(span.quote) != _plain(words):
            self.pad.error(path, f"the quote is not what stands there: {words!r}", line=line)
        return replace(span, quote=words)

    def _found(self, span: Span, text: str, path: str) -> Span:
        quote = " ".join((span.quote or "").split())
        start = text.find(quote)
        if not quote or start < 0:
            cure = "copy the words as they stand in the record"
            self.pad.error(
                path, f"the quote is not in the {span.section}", cure, line=self.case.lines.get(path)
            )
            return span
        return replace(span, start=start, end=start + len(quote), quote=quote)


def _placed(part: Any, path: str, placer: _Placer) -> Any:
    """The part with every span in it placed, however deep it lies."""
    if isinstance(part, Span):
        return placer.placed(part, path)
    if isinstance(part, tuple):
        return tuple(_placed(item, f"{path}[{index}]", placer) for index, item in enumerate(part))
    if not is_dataclass(part) or isinstance(part, type | Publication):
        return part
    changed = {}
    for field in fields(part):
        value = getattr(part, field.name)
        if isinstance(value, tuple) or is_dataclass(value):
            inner = _placed(value, f"{path}.{field.name}".lstrip("."), placer)
            if inner is not value and inner != value:
                changed[field.name] = inner
    return replace(part, **changed) if changed else part
