"""What a question asks for, part by part: the triples and clauses of its outermost group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.questions.tokens import Token, behind_bracket

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_KEYWORDS_OF_TRIPLES = ("A", "TRUE", "FALSE")


class Part(NamedTuple):
    """One triple pattern, or one clause such as FILTER(…) or OPTIONAL { … }."""

    kind: str
    """'triple', or the clause's keyword in capitals; '{' for a group in braces."""
    words: tuple[Token, ...]

    @property
    def text(self) -> str:
        """The part as SPARQL, on one line."""
        return " ".join(word.text for word in self.words)


def head(text: str, words: Sequence[Token]) -> str:
    """The prologue of the query: its BASE and PREFIX lines."""
    return text[: next((word.start for word in words if word.is_word(*_FORMS)), 0)]


def parts(words: Sequence[Token]) -> list[Part]:
    """The parts of the outermost group, in order; empty when it holds a sub-select instead."""
    start = _where(words)
    inner = words[start + 1 : behind_bracket(words, start) - 1] if start is not None else ()
    if not inner or inner[0].is_word("SELECT"):
        return []
    found: list[Part] = []
    position = 0
    while position < len(inner):
        word = inner[position]
        if word.text == ".":
            position += 1
        elif _is_clause(word):
            end = _behind_clause(inner, position)
            found.append(Part(word.text.upper(), tuple(inner[position:end])))
            position = end
        else:
            end = _behind_statement(inner, position)
            found += (Part("triple", triple) for triple in _triples(inner[position:end]))
            position = end
    return found


def _where(words: Sequence[Token]) -> int | None:
    """The position of the brace that opens the patterns."""
    braces = [i for i, word in enumerate(words) if word.text == "{"]
    if not braces:
        return None
    before = words[braces[0] - 1] if braces[0] else words[0]
    if not before.is_word("CONSTRUCT"):
        return braces[0]
    behind = behind_bracket(words, braces[0])
    return next((i for i in braces if i >= behind), None)


def _is_clause(word: Token) -> bool:
    return word.text == "{" or (word.kind == "word" and not word.is_word(*_KEYWORDS_OF_TRIPLES))


def _behind_clause(words: Sequence[Token], position: int) -> int:
    """The position behind a clause: its brackets, and all groups that UNION joins."""
    word, end = words[position], position
    while end < len(words) and words[end].text not in {"{", "("}:
        end += 1
    end = behind_bracket(words, end) if end < len(words) else end
    if word.is_word("VALUES") and end < len(words) and words[end].text == "{":
        end = behind_bracket(words, end)
    if word.text == "{" and end < len(words) and words[end].is_word("UNION"):
        end = _behind_clause(words, end + 1)
    return end


def _behind_statement(words: Sequence[Token], position: int) -> int:
    """The position behind the triples of one subject."""
    end = position
    while end < len(words) and words[end].text != "." and not _is_clause(words[end]):
        end = behind_bracket(words, end)
    return end


def _triples(words: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    """The triples of one subject, parted at ';'; whole when the subject is a blank node."""
    subject_end = behind_bracket(words, 0)
    while subject_end < len(words) and (
        words[subject_end].kind == "tag" or "^^" in {words[subject_end].text, words[subject_end - 1].text}
    ):
        subject_end += 1
    if words[0].text in {"[", "(", "<<", "<<("} or words[0].kind == "blank":
        yield tuple(words)
        return
    subject, rest = words[:subject_end], list(words[subject_end:])
    piece: list[Token] = []
    while rest:
        if rest[0].text == ";":
            if piece:
                yield (*subject, *piece)
            piece, rest = [], rest[1:]
            continue
        end = behind_bracket(rest, 0)
        piece, rest = piece + rest[:end], rest[end:]
    if piece:
        yield (*subject, *piece)
