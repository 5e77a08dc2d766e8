"""Turning what a source says ('HER2', 'T-DM1', 'NCIT:C7950') into a term, or saying why not.

An answer is never a guess: a name that fits two terms is ambiguous and lists both, an unknown one
names its neighbours but is not replaced by them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from kg.ids import compress, is_curie, normal_curie
from kg.terms import Kind, Term, find, fold, mapped, named
from kg.terms.nearest import nearest


class Match(StrEnum):
    """How a text met its term."""

    IDENTIFIER = "identifier"
    """The text is the term's own id."""
    MAPPED = "mapped identifier"
    """The text is an id of another vocabulary, of which exactly one term is an exact match."""
    EXACT = "label"
    """The text is the term's label or approved symbol."""
    SYNONYM = "synonym"
    AMBIGUOUS = "ambiguous"
    """Several terms fit equally; `candidates` lists them, `term` is None."""
    OBSOLETE = "obsolete"
    """The text means a withdrawn term; `term` is its replacement, where the vocabulary names one."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Grounding:
    """What a text was found to mean."""

    text: str
    match: Match
    term: Term | None
    """The term to use; None when ambiguous, unknown, or obsolete without replacement."""
    candidates: tuple[Term, ...] = ()
    """The terms that fit, by id; for an obsolete text the obsolete term itself."""
    kinds: tuple[Kind, ...] = ()
    """The kinds that were asked for; none for any."""

    @property
    def found(self) -> bool:
        """True when there is a term to use."""
        return self.term is not None

    @property
    def message(self) -> str:
        """One sentence for a fault: what is wrong with the text; empty when nothing is."""
        what = _WHAT.get(self.match)
        return what(self) if what else ""

    @property
    def cure(self) -> str:
        """What the user may do about it, fit for a fault's cure; empty when nothing is wrong."""
        cure = _CURE.get(self.match)
        return cure(self) if cure else ""


def ground(text: str, *kinds: Kind) -> Grounding:
    """The term that a name, CURIE or IRI stands for among the given kinds (none: any kind).

    Prefers a label to a synonym, so that an alias that is another gene's symbol is that gene, and a
    current term to an obsolete one.

    >>> ground("HER2", Kind.GENE).term.label, ground("NCIT:C7950").term.id
    ('ERBB2', 'MONDO:0005051')
    """
    return _ground(text.strip(), kinds)


@lru_cache(maxsize=200_000)
def _ground(text: str, kinds: tuple[Kind, ...]) -> Grounding:
    curie = _curie(text)
    if curie and (term := find(curie)):
        return _one(text, kinds, Match.IDENTIFIER, term)
    if curie and (terms := mapped(curie)):
        return _best(text, kinds, Match.MAPPED, terms)
    terms = named(text, kinds or None) if not curie else ()
    current = tuple(term for term in terms if not term.obsolete)
    if not current:
        return _obsolete(text, kinds, terms) if terms else Grounding(text, Match.UNKNOWN, None, (), kinds)
    key = fold(text)
    if labelled := [(term, (term.label,)) for term in current if fold(term.label) == key]:
        return _best(text, kinds, Match.EXACT, _closest(text, labelled))
    return _best(text, kinds, Match.SYNONYM, _closest(text, [(term, term.names) for term in current]))


def _curie(text: str) -> str | None:
    """The text as a CURIE when it is one or an IRI of a known vocabulary; else None.

    A code with a prefix that is no vocabulary of ours ('vicc:e000008') counts when a table maps it.
    """
    if "://" in text:
        return compress(text)
    if is_curie(text):
        return normal_curie(text)
    return text if ":" in text and mapped(text) else None


def _closest(text: str, named: Sequence[tuple[Term, tuple[str, ...]]]) -> tuple[Term, ...]:
    """Of several terms those that have the name letter for letter, or but for case; else all."""
    same = tuple(term for term, names in named if text in names)
    lower = text.lower()
    alike = same or tuple(term for term, names in named if lower in map(str.lower, names))
    return alike or tuple(term for term, _ in named)


def _one(text: str, kinds: tuple[Kind, ...], match: Match, term: Term) -> Grounding:
    if kinds and term.kind not in kinds:
        return Grounding(text, Match.UNKNOWN, None, (term,), kinds)
    if term.obsolete:
        return _obsolete(text, kinds, (term,))
    return Grounding(text, match, term, (term,), kinds)


def _best(text: str, kinds: tuple[Kind, ...], match: Match, terms: tuple[Term, ...]) -> Grounding:
    if len(terms) == 1:
        return _one(text, kinds, match, terms[0])
    fitting = tuple(term for term in terms if not kinds or term.kind in kinds)
    if len(fitting) == 1:
        return Grounding(text, match, fitting[0], fitting, kinds)
    return Grounding(text, Match.AMBIGUOUS if fitting else Match.UNKNOWN, None, fitting or terms, kinds)


def _obsolete(text: str, kinds: tuple[Kind, ...], terms: tuple[Term, ...]) -> Grounding:
    """The replacement of obsolete terms, when all of them agree on one."""
    replacements = {term.replaced_by for term in terms}
    replacement = find(replacements.pop() or "") if len(replacements) == 1 else None
    usable = replacement if replacement and not replacement.obsolete else None
    return Grounding(text, Match.OBSOLETE, usable, terms, kinds)


def _said(term: Term) -> str:
    return f"{term.label} ({term.id})"


def _kind_names(kinds: tuple[Kind, ...]) -> str:
    return " or ".join(kinds) if kinds else "term"


def _what_unknown(grounding: Grounding) -> str:
    wanted = _kind_names(grounding.kinds)
    if grounding.candidates:
        term = grounding.candidates[0]
        return f"{grounding.text!r} is the {term.kind} {_said(term)}, not a {wanted}"
    if not grounding.text:
        return f"no {wanted} is named"
    return f"{grounding.text!r} is not a {wanted} in the term tables"


def _what_obsolete(grounding: Grounding) -> str:
    return f"{grounding.text!r} is obsolete: {', '.join(_said(term) for term in grounding.candidates)}"


def _cure_unknown(grounding: Grounding) -> str:
    if not grounding.text or grounding.candidates or _curie(grounding.text):
        return f"give the name or id of a {_kind_names(grounding.kinds)}"
    near = nearest(grounding.text, grounding.kinds)
    return f"did you mean {' or '.join(repr(name) for name in near)}?" if near else "give its id"


def _cure_obsolete(grounding: Grounding) -> str:
    return f"use {_said(grounding.term)}" if grounding.term else "its vocabulary names no replacement"


def _what_ambiguous(grounding: Grounding) -> str:
    return f"{grounding.text!r} may be {' or '.join(_said(term) for term in grounding.candidates[:6])}"


_WHAT: dict[Match, Callable[[Grounding], str]] = {
    Match.UNKNOWN: _what_unknown,
    Match.OBSOLETE: _what_obsolete,
    Match.AMBIGUOUS: _what_ambiguous,
}
_CURE: dict[Match, Callable[[Grounding], str]] = {
    Match.UNKNOWN: _cure_unknown,
    Match.OBSOLETE: _cure_obsolete,
    Match.AMBIGUOUS: lambda grounding: "write the id of the one that is meant",
}
