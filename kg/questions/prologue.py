"""What the BASE and PREFIX lines of a text make of the names in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urljoin

from kg.ids import BASE, PREFIXES
from kg.questions.tokens import Token, resolved

_ESCAPE = re.compile(r"\\(.)")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class Prologue(NamedTuple):
    """The base IRI and the prefixes that hold behind some words."""

    base: str
    prefixes: Mapping[str, str]

    def iri(self, word: Token) -> str:
        """The IRI in full of a word that is one; a prefix that nobody declares stands for nothing."""
        if word.kind == "iri":
            return joined(self.base, resolved(word.text[1:-1]))
        prefix, _, local = word.text.partition(":")
        return self.prefixes.get(prefix, "") + _ESCAPE.sub(r"\1", local)


def prologue(words: Sequence[Token]) -> Prologue:
    """The base and the prefixes behind those words: ours, and then what the words declare, in order."""
    base, prefixes = BASE, dict(PREFIXES)
    for position, word in enumerate(words):
        behind = words[position + 1 : position + 3]
        if word.is_word("BASE") and behind and behind[0].kind == "iri":
            base = joined(base, resolved(behind[0].text[1:-1]))
        elif word.is_word("PREFIX") and len(behind) == 2 and behind[1].kind == "iri":
            prefixes[behind[0].text.partition(":")[0]] = joined(base, resolved(behind[1].text[1:-1]))
    return Prologue(base, prefixes)


def joined(base: str, iri: str) -> str:
    """The IRI on its base; one with a scheme is whole as it is (Python would take `http:x` for relative)."""
    return iri if _ABSOLUTE.match(iri) else urljoin(base, iri) if iri else base
