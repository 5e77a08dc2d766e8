"""BioC in JSON: full texts of PubMed Central, PubTator's export, and documents line by line.

Passages become sections ('title', 'abstract', those of the body under their titles as in
`kg.readers.jats`), annotations become the publication's hints with their source named. Ids are CURIEs
where the file comes from PubTator, which says what its numbers are. References, acknowledgements and
lists of abbreviations are left out, and relations between annotations.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kg.case import Publication
from kg.errors import Notepad
from kg.readers import bioc_front as front
from kg.readers.bioc_passages import passages
from kg.readers.json_stream import BadJson, JsonStream
from kg.readers.passages import Mark, assembled
from kg.readers.pieces import Text, peeked
from kg.readers.pubmed import Record, kept
from kg.readers.wrapped import lines

_START = re.compile(r'\s*(?:\[\s*)?\{\s*"')
_KEYS = re.compile(
    r'"(?:passages|bioctype|PubTator3)"\s*:|"documents"\s*:\s*\[\s*\{\s*"(?:id|infons|passages|_id)"'
)
_DOCUMENTS = frozenset({"documents", "PubTator3"})
_HEAD = 100_000


@dataclass(frozen=True, slots=True)
class Found:
    """One document of a file."""

    document: Any
    line: int
    source: str
    """What the file says of where it comes from: 'PMC', 'PubTator3'; '' when it does not."""


def looks_like(head: str) -> bool:
    """True when a text that begins so is BioC in JSON.

    >>> looks_like('[{"bioctype": "BioCCollection", '), looks_like('{"case": "x", "passages": []}')
    (True, False)
    """
    return bool(_START.match(head.lstrip("\ufeff")) and _KEYS.search(head)) and '"case"' not in head[:200]


def records(text: Text, source: str, pad: Notepad) -> Iterator[Publication]:
    """Yield the documents of a file; what is wrong with them is noted under the name `source`.

    A document with a fault is left out and the others go on; where the JSON itself breaks off, the
    documents before that place have been given.
    """
    return kept(_drafts(text, Notepad(source, pad.faults)))


def _drafts(text: Text, pad: Notepad) -> Iterator[tuple[Publication, Record]]:
    head, text = peeked(text, _HEAD)
    found = _by_line(text, pad) if _is_by_line(head) else _by_walking(text, pad)
    number = 0
    for number, one in enumerate(found, 1):
        record = Record(pad, number, one.line)
        yield _publication(one, record), record
    if not number and not any(pad.errors()):
        pad.error("", "no BioC document in it", "fetch the documents again")


def _is_by_line(head: str) -> bool:
    """Whether the first line is a whole document."""
    first, _, rest = head.lstrip("\ufeff \t\n").partition("\n")
    if not rest:
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _by_line(text: Text, pad: Notepad) -> Iterator[Found]:
    """Yield the document on each line; a line that is none is noted."""
    for line in lines(text):
        if not line.text.strip():
            continue
        try:
            yield from _walked(JsonStream(line.text), "", line.number)
        except BadJson as error:
            pad.error("", f"the line {error.what}", "mend or delete the line", line=line.number)


def _by_walking(text: Text, pad: Notepad) -> Iterator[Found]:
    """Yield the documents wherever they stand in collections and lists; notes where the JSON breaks off."""
    stream = JsonStream(text)
    try:
        while stream.peek():
            if stream.peek() == "[":
                for _ in stream.elements():
                    yield from _walked(stream, "")
            else:
                yield from _walked(stream, "")
    except BadJson as error:
        cure = "mend it or fetch it again; the documents before this place were read"
        pad.error("", error.what, cure, line=error.line)


def _walked(stream: JsonStream, source: str, line: int | None = None) -> Iterator[Found]:
    """Yield the document that the next value is, or those in the collection that it is."""
    line = line or stream.line
    if stream.peek() != "{":
        yield Found(stream.value(), line, source)
        return
    held: dict[str, Any] = {}
    is_collection = False
    for key in stream.members():
        if key in _DOCUMENTS and stream.peek() == "[":
            is_collection = True
            said = key if key == "PubTator3" else held.get("source")
            for _ in stream.elements():
                at = stream.line
                yield Found(stream.value(), at, said if isinstance(said, str) else "")
        else:
            held[key] = stream.value()
    if not is_collection:
        yield Found(held, line, source)


def _publication(found: Found, record: Record) -> Publication:
    document = found.document
    if not isinstance(document, dict) or not isinstance(document.get("passages"), list):
        record.error("the document has no list of passages", "a BioC document has 'id' and 'passages'")
        return Publication()
    source = _source(document, found.source)
    is_pubtator = source.lower().startswith("pubtator")
    made = assembled(passages(document, record, is_pubtator=is_pubtator), source)
    if made.lost:
        say_lost(made.lost, record)
    bibliography = front.publication(document, record, source)
    title = next((one.text for one in made.sections if one.name == "title"), None)
    return front.with_text(bibliography, title, made)


def say_lost(lost: list[Mark], record: Record) -> None:
    """Note the annotations whose words stand nowhere in their passage."""
    first = lost[0]
    what = f"{len(lost)} annotations are not where they say, the first of them {first.text[:40]!r}"
    record.warn(f"{what} at {first.start}", "they are left out")


def _source(document: dict[str, Any], stated: str) -> str:
    """Who made the annotations, as far as the file says: PubTator's documents have marks of their own."""
    if "PubTator3" in stated or (isinstance(document.get("_id"), str) and "passages" in document):
        return "PubTator3"
    return stated.strip() or "BioC"
