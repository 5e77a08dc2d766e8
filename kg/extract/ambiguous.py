"""Short and doubtful names: what must hold before they count (`rules/ambiguous-names.tsv`)."""

from __future__ import annotations

from functools import lru_cache

from kg.extract.phrases import Row, rows
from kg.terms import Term


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[Row, ...]]:
    table: dict[str, tuple[Row, ...]] = {}
    for row in rows("ambiguous-names"):
        key = row.phrase.casefold()
        table[key] = (*table.get(key, ()), row)
    return table


def allowed(surface: str, terms: tuple[Term, ...], *, defined: bool) -> tuple[Term, ...]:
    """The terms that may be meant: all, unless the table wants capitals, a definition, or one of them."""
    limits = _table().get(surface.casefold())
    if limits is None:
        return terms
    barred = {
        row["kind"]
        for row in limits
        if row["needs"] == "never"
        or (row["needs"] == "capitals" and row.phrase != surface and not defined)
        or (row["needs"] == "definition" and not defined)
    }
    meant = {row["kind"]: row["meaning"] for row in limits if row["needs"] == "this"}
    return tuple(
        term
        for term in terms
        if term.kind not in barred and (defined or meant.get(term.kind, term.label) == term.label)
    )
