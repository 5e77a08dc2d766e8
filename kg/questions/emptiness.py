"""Why an answer is empty: the question is asked again in parts, each of which says only whether it fits.

Every step takes the engine's index, and all of them together a few seconds at most: it is a help, not a
second query.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from kg.ids import PREFIXES, compress
from kg.questions import syntax
from kg.questions.patterns import Part, head, parts
from kg.questions.prologue import Prologue, prologue
from kg.questions.tokens import Token, tokens

if TYPE_CHECKING:
    import pyoxigraph

PATIENCE = 2.0
"""Seconds after which no further part is asked."""
SCANNED = 20_000
"""Triples that are looked through for a text that is spelt otherwise."""
_LABELS = tuple(f"{PREFIXES[prefix]}{name}" for prefix, name in (("rdfs", "label"), ("skos", "prefLabel")))
_XSD = PREFIXES["xsd"]


def explanation(
    store: pyoxigraph.Store, text: str, graphs: Sequence[pyoxigraph.NamedNode] = ()
) -> Iterator[str]:
    """Yield the first reason found why nothing matches; nothing when none is found in time."""
    words = tokens(text)
    if any(word.is_word("SERVICE", "FROM", "LATERAL") for word in words):
        return
    found = parts(words)
    asked = _Asker(store, head(text, words), graphs)
    names = prologue(words)
    alone = next((part for part in found if part.kind == "triple" and asked.fits([part]) is False), None)
    if alone:
        yield from _of_value(store, names, alone) or [f"nothing in the graph matches {_shown(alone)}"]
        return
    required = [part for part in found if part.kind not in {"OPTIONAL", "MINUS", "FILTER", "BIND"}]
    for count in range(2, len(required) + 1):
        if asked.fits(required[:count]) is False:
            yield (
                f"each pattern matches something alone, but nothing matches {_shown(required[count - 1])}"
                " together with those before it"
            )
            return
    yield from _of_conditions(asked, required, found, words)


class _Asker:
    """Asks whether parts of a question fit, as long as there is time."""

    def __init__(
        self, store: pyoxigraph.Store, prologue_text: str, graphs: Sequence[pyoxigraph.NamedNode]
    ) -> None:
        self._store = store
        self._head = prologue_text
        self._graphs = graphs
        self._until = time.monotonic() + PATIENCE

    def fits(self, some: Sequence[Part]) -> bool | None:
        """Whether anything matches these parts together; None when that cannot be told (in time)."""
        if time.monotonic() > self._until:
            return None
        pieces = " ".join(f"{part.text} ." if part.kind == "triple" else part.text for part in some)
        try:
            return bool(syntax.parsed(self._store, f"{self._head} ASK {{ {pieces} }}", self._graphs))
        except (SyntaxError, ValueError, RuntimeError, OSError):
            return None


def _of_conditions(
    asked: _Asker, required: Sequence[Part], found: Sequence[Part], words: Sequence[Token]
) -> Iterator[str]:
    """Yield the conditions that leave nothing of what the patterns find; to try each might take long."""
    conditions = [part for part in found if part.kind in {"FILTER", "MINUS"}]
    if not conditions or any(word.is_word("HAVING", "LIMIT", "OFFSET") for word in words):
        return
    if required and asked.fits(required) is True:
        named = ", ".join(_shown(part) for part in conditions)
        yield f"the patterns match, but {named} {'leaves' if len(conditions) == 1 else 'leave'} nothing of it"


def _of_value(store: pyoxigraph.Store, names: Prologue, part: Part) -> list[str]:
    """What is known of a triple whose text or IRI no triple of that property has."""
    literal = _literal(part.words)
    property_ = _property(part.words, names)
    if property_ is None:
        return []
    values = [quad.object for quad in islice(_quads(store, property_), SCANNED)]
    if not values:
        return []
    name = compress(property_) or f"<{property_}>"
    if literal is not None:
        return _of_text(literal, name, values)
    last = part.words[-1]
    if last.kind in {"iri", "name"} and len(part.words) == _WORDS and all(map(_is_text, values[:100])):
        return [f"the values of {name} are texts, such as {_said(values[0])}, and {last.text} is an IRI"]
    return []


_WORDS = 3
"""Words of a triple without brackets, paths and types."""


def _of_text(literal: Sequence[Token], name: str, values: Sequence[object]) -> list[str]:
    written, said = _value(literal[0]), " ".join(word.text for word in literal).replace(" ^^ ", "^^")
    said = said.replace('" @', '"@').replace("' @", "'@")
    texts = [value for value in values if _is_text(value)]
    if not texts:
        return [f"the values of {name} are IRIs, such as {_said(values[0])}: write one in place of {said}"]
    folded = written.casefold()
    same = sorted({_said(value) for value in texts if str(getattr(value, "value", "")).casefold() == folded})
    if same:
        why = "language tags, types and capitals count"
        return [f"{name} is nowhere {said}, but {' or '.join(same[:3])} ({why})"]
    from kg.questions.nearest import nearest

    near = nearest(written, {str(getattr(value, "value", "")) for value in texts[:5000]})
    return [f"{name} is nowhere {said} (did you mean {near[0]!r}?)"] if near else []


def _quads(store: pyoxigraph.Store, property_: str) -> Iterator[pyoxigraph.Quad]:
    import pyoxigraph

    return iter(store.quads_for_pattern(None, pyoxigraph.NamedNode(property_), None))


def _is_text(value: object) -> bool:
    return hasattr(value, "datatype")


def _said(value: object) -> str:
    """A term as a message shows it: IRIs as CURIEs, strings in quotes, numbers bare."""
    iri = str(getattr(value, "value", value))
    if not _is_text(value):
        return compress(iri) or f"<{iri}>"
    written = str(value)
    short, _, datatype = written.rpartition("^^")
    return f"{short}^^xsd:{datatype[1:-1].removeprefix(_XSD)}" if short and _XSD in datatype else written


def _literal(words: Sequence[Token]) -> Sequence[Token] | None:
    """The words of a text or number at the end of a triple; None when it ends otherwise."""
    for position in range(len(words) - 1, 1, -1):
        if words[position].kind in {"string", "number"}:
            rest = words[position + 1 :]
            plain = all(word.kind in {"tag", "iri", "name"} or word.text == "^^" for word in rest)
            return words[position:] if plain else None
    return None


def _value(word: Token) -> str:
    if word.kind == "number":
        return word.text
    import pyoxigraph

    answer = pyoxigraph.Store().query(f"SELECT ({word.text} AS ?x) {{}}")
    return next((str(getattr(row[0], "value", "")) for row in answer), "")  # type: ignore[union-attr]


def _property(words: Sequence[Token], names: Prologue) -> str | None:
    """The IRI of a triple's property; the label property for a variable; None for a path."""
    if len(words) > 1 and words[1].kind in {"iri", "name"} and words[2:3] and words[2].kind != "mark":
        return names.iri(words[1])
    return _LABELS[0] if len(words) > 1 and words[1].kind == "variable" else None


def _shown(part: Part) -> str:
    return part.text if len(part.text) <= _SHOWN else part.text[: _SHOWN - 1] + "…"


_SHOWN = 120
"""Characters of a pattern that a message shows."""
