"""VA-Spec statements as rows of CIViC's tables, or as statements of our own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kg.civic.model import Statement
from kg.civic.tables import Row, Table
from kg.vaspec import civic_rows, descriptors, plain_statements
from kg.vaspec.concepts import extensions

_TABLES = {table.value: table for table in Table}


@dataclass(frozen=True, slots=True)
class Taken:
    """What one statement of a file holds."""

    rows: list[Row] = field(default_factory=list)
    """Of CIViC: the item or assertion, and the records that it brings along."""
    statements: list[Statement] = field(default_factory=list)
    """Of any other source."""


class Found(ValueError):
    """A statement that cannot be taken over: where in it, what, and the cure."""

    def __init__(self, path: str, what: str, cure: str = "") -> None:
        self.path, self.what, self.cure = path, what, cure
        super().__init__(path, what, cure)


def taken(thing: Any, base: str) -> Iterator[Taken]:
    """A statement, then those that it brings along as evidence. Found when it is not one."""
    if isinstance(thing, dict) and thing.get("type") == "VariationDescriptor":
        described = descriptors.row(thing)
        if described is None:
            raise Found("id", "only CIViC's variation descriptors are known (civic.vid:…)", "it is left out")
        yield Taken(rows=[described])
        return
    if not isinstance(thing, dict) or thing.get("type") != "Statement":
        kind = thing.get("type") if isinstance(thing, dict) else None
        said = f"a {kind!r}, not a Statement of VA-Spec 1.0" if kind else "not an object with type Statement"
        raise Found("type", said, "it is left out")
    if not isinstance(thing.get("proposition"), dict):
        raise Found("proposition", "the statement has no proposition", "it is left out")
    inside = list(_evidence(thing))
    own = extensions(thing).get("civic")
    identifier = str(thing.get("id", ""))
    if isinstance(own, dict):
        yield Taken(rows=_own_rows(thing, own))
    elif identifier.startswith(("civic.eid:", "civic.aid:")):
        yield Taken(rows=civic_rows.rows(thing, [str(one.get("id", "")) for one in inside]))
    else:
        try:
            yield Taken(statements=[plain_statements.statement(thing, base)])
        except plain_statements.Unclear as error:
            raise Found(error.path, error.what, "it is left out") from None
    for one in inside:
        yield from taken(one, base)


def _evidence(thing: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The statements that stand in a statement's evidence lines."""
    lines = thing.get("hasEvidenceLines")
    for line in lines if isinstance(lines, list) else []:
        items = line.get("hasEvidenceItems") if isinstance(line, dict) else None
        for item in items if isinstance(items, list) else []:
            if isinstance(item, dict) and item.get("type") == "Statement":
                yield item


def _own_rows(thing: dict[str, Any], own: dict[str, Any]) -> list[Row]:
    """The rows that this very statement was written from."""
    records = [row for part in _described(thing) for row in _records(part)]
    kept = extensions(thing).get("casekg")
    ours = kept if isinstance(kept, dict) else {}
    cells = _texts(own)
    assertion = "assertion_id" in cells
    told = {
        "assertion_description" if assertion else "evidence_statement": thing.get("description"),
        "evidence_level": ours.get("level"),
        "evidence_status": ours.get("status"),
        "rating": ours.get("rating"),
    }
    cells |= {name: str(value) for name, value in told.items() if value and name not in cells}
    return [Row(Table.ASSERTIONS if assertion else Table.EVIDENCE, cells), *records]


def _described(thing: dict[str, Any]) -> Iterator[Any]:
    proposition = thing["proposition"]
    for name in ("subjectVariant", "geneContextQualifier", "objectSequenceFeature"):
        yield proposition.get(name)
    therapy = proposition.get("objectTherapeutic")
    yield therapy
    therapies = therapy.get("therapies") if isinstance(therapy, dict) else None
    yield from therapies if isinstance(therapies, list) else []


def _records(part: Any) -> Iterator[Row]:
    """A catalogue's records in an extension; where cells say several things, as many rows."""
    records = extensions(part).get("records")
    for record in records if isinstance(records, list) else []:
        table = _TABLES.get(str(record.get("table"))) if isinstance(record, dict) else None
        cells = record.get("cells") if isinstance(record, dict) else None
        if table is None or not isinstance(cells, dict):
            continue
        most = max((len(cell) for cell in cells.values() if isinstance(cell, list)), default=1)
        for number in range(most):
            row = Row(table, _texts(cells, number))
            if row.key:
                yield row


def _texts(cells: dict[str, Any], number: int = 0) -> dict[str, str]:
    """The cells that are text; of several texts the one of that number, else the first."""
    found = {}
    for name, cell in cells.items():
        one = cell[min(number, len(cell) - 1)] if isinstance(cell, list) and cell else cell
        if isinstance(one, str) and one:
            found[name] = one
    return found
