"""KGX in comma-separated tables: values with a comma, a quote or a line end stand in quotes (RFC 4180)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import partial

from kg.errors import Notepad
from kg.foreign import kgx_tsv, propertygraph
from kg.foreign.source import Source

source_name = kgx_tsv.source_name


def looks_like(head: str, stem: str) -> bool:
    """True for a heading as `kgx_tsv.looks_like` wants it, parted by commas."""
    try:
        columns = next(csv.reader([head.partition("\n")[0].rstrip("\r")], strict=True), [])
    except csv.Error:
        return False
    return kgx_tsv.are_columns(columns, stem)


def quads(source: Source, pad: Notepad, base: str) -> Iterator[str]:
    """N-Quads of the source's rows."""
    return propertygraph.quads(source, pad, base, partial(kgx_tsv.rows, form=_FORM))


def parted(numbered: Iterator[tuple[int, str]], pad: Notepad) -> Iterator[tuple[int, list[str]]]:
    """The cells of each row, with the number of its first line; faulty quotes end it with a fault."""
    last = 0

    def fed() -> Iterator[str]:
        nonlocal last
        for number, line in numbered:
            last = number
            yield f"{line}\n"

    table = csv.reader(fed(), strict=True)
    while True:
        first = last + 1
        try:
            cells = next(table, None)
        except csv.Error as error:
            cure = "a value with a comma, a quote or a line end stands in quotes, and a quote in it twice"
            pad.error("", f"the row that begins here cannot be read: {error}", cure, line=first)
            return
        if cells is None:
            return
        if cells:
            yield first, cells


_FORM = kgx_tsv.Form(b",", "comma", "put the value in quotes", parted)
