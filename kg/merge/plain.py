"""Blocks of plain quads, told by one expression: most of most files, and nothing to look at twice.

A line is plain when it is canonical, no IRI of its triple has a legacy form, and its predicate is none of
those that a merge looks at. One pass over a block proves all of it and finds the graphs; whatever it does
not recognise is looked at step by step.
"""

from __future__ import annotations

import re
from pathlib import Path

from kg.ids import LEGACY_FORMS
from kg.merge.lines import ANY_IRI, LITERAL, block_at, is_text

LOOKED_AT = (b"Match>", b"#sameAs>", b"#equivalentClass>", b"/same_as>", b"#deprecated>")
"""Ends of the predicates that say something to a merge."""


def _modern() -> bytes:
    """What an IRI of no legacy form begins with; schemes first, so that most are told by one character."""
    starts: dict[str, list[bytes]] = {}
    for old in sorted(LEGACY_FORMS):
        scheme, _, rest = old.partition("//")
        starts.setdefault(scheme, []).append(re.escape(rest.encode()))
    forms = (scheme.encode() + b"//(?:" + b"|".join(rests) + b")" for scheme, rests in starts.items())
    return b"(?!" + b"|".join(forms) + b")"


_IRI = b"<" + _modern() + ANY_IRI.removeprefix(b"<")
_PREDICATE = _IRI + b"".join(b"(?<!" + re.escape(end) + b")" for end in LOOKED_AT)
_TRIPLE = _IRI + b" " + _PREDICATE + b" (?:" + _IRI + b"|" + LITERAL + b") "
_RUN = re.compile(_TRIPLE + b"(" + ANY_IRI + b") \\.\n(?:" + _TRIPLE + b"\\1 \\.\n)*+")
"""Lines of one graph."""


def graphs(block: bytes) -> set[bytes] | None:
    r"""The graphs of a block of plain quads; None when one of its lines is not plain.

    >>> graphs(b"<a:b> <a:p> <a:c> <a:g> .\n<a:b> <a:p> <a:d> <a:g> .\n")
    {b'<a:g>'}
    >>> graphs(b"<a:b> <http://www.w3.org/2002/07/owl#sameAs> <a:c> <a:g> .\n")
    """
    found: set[bytes] = set()
    at, end = 0, len(block)
    match = _RUN.match
    while at < end:
        run = match(block, at)
        if run is None:
            return None
        found.add(run[1])
        at = run.end()
    return found if is_text(block) else None


def seen(path: Path, span: tuple[int, int]) -> tuple[tuple[int, int], int, set[bytes] | None]:
    """Of a block of a file its place, its number of lines and, when it is plain, its graphs."""
    block = block_at(path, span)
    return span, block.count(b"\n"), graphs(block)
