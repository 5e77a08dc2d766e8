"""A description written out: as text for a terminal, as Markdown, as data for JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kg.ids import compress
from kg.nodes.description import Description, Entry, Section
from kg.nodes.near import id_of
from kg.picture.model import Evidence, Link
from kg.questions.layout import wrapped

_INDENT = "  "
_MARKS = {"absent": "EXPLICITLY ABSENT", "": "no modality stated"}


def modality_words(modality: str) -> str:
    """The modality as it is shown in brackets."""
    return _MARKS.get(modality, modality)


def evidence_words(evidence: Evidence) -> str:
    """The sentence when the graph holds it, and where it stands in which document."""
    place = [evidence.document.label] if evidence.document else []
    if evidence.section:
        place.append(evidence.section)
    if evidence.start is not None and evidence.end is not None:
        place.append(f"characters {evidence.start}-{evidence.end}")
    where = ", ".join(place)
    if evidence.quote:
        return f"“{evidence.quote}” ({where})" if where else f"“{evidence.quote}”"
    return where or "a place that the graph does not name"


def text(told: Description, width: int) -> str:
    """The description in lines of at most `width` characters."""
    return "\n".join(_lines(told, max(width, 30))) + "\n"


def _lines(told: Description, width: int) -> Iterator[str]:
    yield from wrapped_lines(told.label, width)
    full = [told.iri] if compress(told.iri) else []
    yield from wrapped_lines("  ".join([told.kind, id_of(told.iri), *full]), width, _INDENT)
    if told.synonyms or told.parents or told.matches or told.facts:
        yield ""
    if told.synonyms:
        yield from wrapped_lines(f"also called: {'; '.join(told.synonyms)}", width, "", _INDENT)
    for level, parents in enumerate(told.parents, 1):
        words = "; ".join(map(link_words, parents))
        heading = told.upwards if level == 1 else f"{level} levels up"
        yield from wrapped_lines(f"{heading}: {words}", width, "", _INDENT)
    if told.matches:
        yield from wrapped_lines(
            f"same as: {', '.join(link.label for link in told.matches)}", width, "", _INDENT
        )
    for words, value in told.facts:
        yield from wrapped_lines(f"{words}: {value}", width, "", _INDENT)
    for section in told.sections:
        yield from _section(section, width)


def link_words(link: Link) -> str:
    """A term with its CURIE."""
    short = compress(link.iri)
    return f"{link.label} ({short})" if short and short != link.label else link.label


def _section(section: Section, width: int) -> Iterator[str]:
    yield ""
    note = f" ({section.note})" if section.note else ""
    yield from wrapped_lines(f"{section.title}{note}", width)
    for entry in section.entries:
        yield from _entry(entry, width, 1)
    if section.total > len(section.entries):
        yield f"{_INDENT}… and {more(section)}"


def more(section: Section) -> str:
    """How many entries are not shown."""
    return f"{section.total - len(section.entries):,} more (show them with --limit {section.total})"


def _entry(entry: Entry, width: int, depth: int) -> Iterator[str]:
    indent = _INDENT * depth
    yield from wrapped_lines(f"- {headline(entry)}", width, indent, indent + _INDENT)
    for words in details(entry):
        yield from wrapped_lines(words, width, indent + 2 * _INDENT, indent + 3 * _INDENT)
    for part in entry.parts:
        yield from _entry(part, width, depth + 1)


def headline(entry: Entry) -> str:
    """The entry's words with its modality."""
    mark = "" if entry.modality is None else f" [{modality_words(entry.modality)}]"
    return entry.words + mark


def details(entry: Entry) -> Iterator[str]:
    """Yield what else is known of an entry: facts, evidence, case and method."""
    if entry.facts:
        yield "; ".join(f"{words}: {value}" for words, value in entry.facts)
    for evidence in entry.evidence:
        yield f"evidence: {evidence_words(evidence)}"
    if entry.source and not entry.evidence:
        yield f"source: {entry.source}"
    if entry.case:
        yield f"told in: {entry.case}"
    if entry.method and entry.method != "curated":
        yield f"recorded: {entry.method}"


def wrapped_lines(words: str, width: int, first: str = "", rest: str | None = None) -> Iterator[str]:
    """Yield the words in lines of at most `width`, `first` before the first and `rest` before the others."""
    rest = first if rest is None else rest
    lines = wrapped(words, width - max(len(first), len(rest)))
    for number, line in enumerate(lines):
        yield (rest if number else first) + line


# Markdown


def markdown(told: Description) -> str:
    """The description as Markdown; what Markdown or HTML would read as markup is escaped."""
    return "\n".join(_markdown(told)) + "\n"


def _markdown(told: Description) -> Iterator[str]:
    yield f"# {escaped(told.label)}"
    yield ""
    yield f"{escaped(told.kind)}, {escaped(id_of(told.iri))}"
    yield ""
    if told.synonyms:
        yield f"- also called: {escaped('; '.join(told.synonyms))}"
    for level, parents in enumerate(told.parents, 1):
        words = "; ".join(map(link_words, parents))
        yield f"- {told.upwards if level == 1 else f'{level} levels up'}: {escaped(words)}"
    if told.matches:
        yield f"- same as: {escaped(', '.join(link.label for link in told.matches))}"
    for words, value in told.facts:
        yield f"- {escaped(words)}: {escaped(value)}"
    for section in told.sections:
        yield from ("", f"## {escaped(section.title)}", "")
        if section.note:
            yield from (f"*{escaped(section.note)}*", "")
        for entry in section.entries:
            yield from _markdown_entry(entry, "")
        if section.total > len(section.entries):
            yield f"- … and {more(section)}"


def _markdown_entry(entry: Entry, indent: str) -> Iterator[str]:
    mark = "" if entry.modality is None else f" **[{modality_words(entry.modality)}]**"
    yield f"{indent}- {escaped(entry.words)}{mark}"
    for words in details(entry):
        yield f"{indent}  - {escaped(words)}"
    for part in entry.parts:
        yield from _markdown_entry(part, indent + "  ")


def escaped(words: str) -> str:
    """The words with every sign escaped that Markdown or HTML would read as markup."""
    return re.sub(r"([\\|`*_<>\[\]#&])", r"\\\1", words).replace("\\&", "&amp;")


# JSON


def data(told: Description) -> dict[str, Any]:
    """The description as plain data, in the order of the text."""
    return {
        "id": id_of(told.iri),
        "iri": told.iri,
        "label": told.label,
        "kind": told.kind,
        "taken_for": told.taken_for,
        "synonyms": list(told.synonyms),
        "parents": [[_link(link) for link in level] for level in told.parents],
        "mappings": [id_of(link.iri) for link in told.matches],
        "facts": [{"property": words, "value": value} for words, value in told.facts],
        "sections": [
            {
                "title": section.title,
                "note": section.note,
                "total": section.total,
                "entries": [data_of(entry) for entry in section.entries],
            }
            for section in told.sections
        ],
    }


def _link(link: Link) -> dict[str, str]:
    return {"id": id_of(link.iri), "label": link.label}


def data_of(entry: Entry) -> dict[str, Any]:
    """An entry as plain data."""
    found: dict[str, Any] = {"id": id_of(entry.iri) if entry.iri else "", "words": entry.words}
    if entry.modality is not None:
        found["modality"] = entry.modality
        found["method"] = entry.method
    if entry.case:
        found["case"] = entry.case
    if entry.source:
        found["source"] = entry.source
    if entry.facts:
        found["facts"] = [{"property": words, "value": value} for words, value in entry.facts]
    if entry.evidence:
        found["evidence"] = [evidence_data(evidence) for evidence in entry.evidence]
    if entry.parts:
        found["parts"] = [data_of(part) for part in entry.parts]
    return found


def evidence_data(evidence: Evidence) -> dict[str, Any]:
    """A stretch of text as plain data."""
    return {
        "document": evidence.document.label if evidence.document else "",
        "section": evidence.section,
        "start": evidence.start,
        "end": evidence.end,
        "quote": evidence.quote,
    }
