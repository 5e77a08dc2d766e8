"""What a thing is, in plain words."""

from __future__ import annotations

from collections.abc import Sequence

from kg.ids import VOCABULARY, compress
from kg.nodes.near import Near
from kg.picture.kinds import BY_CLASS, BY_NAME, BY_PREFIX, BY_ROLE
from kg.picture.lettering import words_of
from kg.rdf import plain
from kg.vocabulary import KG

CASE = plain(KG.Case)
_ROLES = {plain(KG.statusTerm): "receptor status", plain(KG.category): "response category"}
_ROLES |= {link: BY_NAME[kind].title.lower() for link, kind in BY_ROLE.items()}


def kind_of(near: Near, iri: str) -> str:
    """The kind in words: by the thing's class, its prefix, or what points to it."""
    types = near.types(iri)
    if CASE in types:
        return "case"
    own = [words_of(kind) for kind in types if kind.startswith(VOCABULARY)]
    if known := next((BY_NAME[BY_CLASS[kind]].title.lower() for kind in types if kind in BY_CLASS), None):
        return own[0] if near.case_of(iri) and own else known
    if own:
        return own[0]
    if by_prefix := BY_PREFIX.get((compress(iri) or "").partition(":")[0]):
        return BY_NAME[by_prefix].title.lower()
    if by_role := next((_ROLES[link] for link in _ROLES if near.back_any(iri, link)), None):
        return by_role
    return f"{near.label(types[0])} (class)" if types else "term" if compress(iri) else "thing"


def quick_kind(iri: str, types: Sequence[str]) -> str:
    """The name of the kind by class or prefix: one of `kg.picture.kinds`, 'case' or 'other'."""
    if CASE in types:
        return "case"
    if known := next((BY_CLASS[kind] for kind in types if kind in BY_CLASS), None):
        return known
    return BY_PREFIX.get((compress(iri) or "").partition(":")[0], "other")
