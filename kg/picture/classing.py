"""Which kind a thing is drawn as."""

from __future__ import annotations

from kg.ids import compress
from kg.picture.index import Index
from kg.picture.kinds import BY_CLASS, BY_PREFIX, BY_WORD
from kg.picture.lettering import words_of


def kind_of(index: Index, iri: str, fallback: str = "") -> str:
    """The kind by the thing's classes, else the fallback, the words of a class, the prefix of its IRI."""
    types = index.types(iri)
    if found := next((BY_CLASS[kind] for kind in types if kind in BY_CLASS), None):
        return found
    if fallback:
        return fallback
    if found := next((BY_WORD[word] for kind in types if (word := words_of(kind)) in BY_WORD), None):
        return found
    return BY_PREFIX.get((compress(iri) or "").partition(":")[0], "other")
