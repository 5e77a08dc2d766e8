"""Rows of evidence items and assertions as statements."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from kg.builders.names import term_node
from kg.case import LEVELS, Concept
from kg.civic import meanings, therapies, variants
from kg.civic.model import Statement, Together
from kg.civic.tables import Row, Table
from kg.ground import ground
from kg.ids import expand, slug
from kg.rdf import Node, iri
from kg.terms import Kind, mapped

Doubt = Callable[[str, str, str], None]
"""Takes what kind of fault it is, what is wrong, and the cure."""

CARRIED = frozenset({"evidence_statement", "assertion_description", "evidence_level", "evidence_status"})
"""Columns whose cells stand in the graph letter for letter under terms of our own."""
OF_VARIANT = frozenset(
    {"gene", "entrez_id", "gene_id", "variant", "variant_id", "variant_civic_url", "variant_summary"}
    | {"chromosome", "start", "stop", "chromosome2", "start2", "stop2", "reference_bases", "variant_bases"}
    | {"representative_transcript", "representative_transcript2", "ensembl_version", "reference_build"}
)
"""Columns of evidence and assertions that describe their variant."""
OF_STATEMENT = ("variant_id", "gene", "entrez_id", "variant")
"""Those of them that say which variant a statement is on, and so stand with the statement, too."""
_DIGITS = re.compile(r"\d{1,12}\Z")
_PMID = re.compile(r"[1-9]\d{0,8}\Z")


class Reader:
    """Makes statements of rows, and remembers which names have no term."""

    def __init__(self, base: str) -> None:
        self._base = base
        self.unknown: dict[str, dict[str, int]] = {"drugs": {}, "diseases": {}, "genes": {}}
        """Kind of thing -> name without a term -> how often it is named."""

    def statement(self, row: Row, doubt: Doubt) -> Statement | None:
        """The statement of a row; None, with the doubt told, when the row cannot be understood."""
        kind = row.first("evidence_type", "assertion_type")
        significance = row.first("significance", "clinical_significance")
        predicate = meanings.predicate(kind, significance)
        direction = meanings.direction(row.first("evidence_direction", "assertion_direction"))
        if predicate is None or direction is None:
            what = f"{kind!r} with significance {significance!r} and direction " + repr(
                row.first("evidence_direction", "assertion_direction")
            )
            doubt(f"{row.table} of an unknown kind", f"{what} is unknown", "it is left out")
            return None
        found = self._members(row)
        if not found:
            doubt(
                f"{row.table} without a variant", "no variant or molecular profile is named", "it is left out"
            )
            return None
        names = therapies.listed(row.first("therapies", "drugs"))
        interaction = row.first("therapy_interaction_type", "drug_interaction_type")
        status = row.first("evidence_status") or None
        level = row.first("evidence_level")
        disease, also = self._disease(row)
        return Statement(
            node=statement_node(row.table, row.key),
            members=found,
            predicate=predicate,
            direction=direction,
            modality=meanings.modality(status),
            therapies=tuple(self._therapy(name) for name in names),
            together=therapies.together(names, interaction),
            disease=disease,
            also=also,
            level=level if level in LEVELS else None,
            strength=meanings.STRENGTHS.get(level),
            status=status,
            rating=_rating(row.first("rating")),
            origin=meanings.ORIGINS.get(row.first("variant_origin").casefold()),
            description=row.first("evidence_statement", "assertion_description") or None,
            document=_document(row, self._base),
            citation=row.first("citation") or None,
            evidence=_evidence(row),
            cells=_cells(row),
        )

    def _members(self, row: Row) -> tuple[variants.Member, ...]:
        """The molecular profile: by gene and variant, or by its own name."""
        if name := row.first("molecular_profile"):
            found = variants.profile(name)
        elif (symbol := row.first("gene")) and (name := row.first("variant")):
            found = variants.members(name, variants.gene(symbol, row.first("entrez_id")))
        else:
            return ()
        for member in found:
            if not member.gene.id:
                self._count("genes", member.gene.text)
        return found

    def _therapy(self, name: str) -> Concept:
        found = therapies.therapy(name)
        if not found.id:
            self._count("drugs", name)
        return found

    def _disease(self, row: Row) -> tuple[Concept | None, str | None]:
        """The disease by its DOID, else by its name, and the DOID where another term is its exact match."""
        name, code = row.first("disease"), row.first("doid").upper().removeprefix("DOID:")
        doid = f"DOID:{code}" if _DIGITS.match(code) else None
        if not name and not doid:
            return None, None
        found = disease(name, doid)
        if not found.id or found.id == doid:
            self._count("diseases", name or doid or "")
        return found, doid if doid != found.id else None

    def _count(self, kind: str, name: str) -> None:
        self.unknown[kind][name] = self.unknown[kind].get(name, 0) + 1


@lru_cache(maxsize=50_000)
def disease(name: str, doid: str | None) -> Concept:
    """The term that is an exact match of the DOID; the DOID itself when none is; by name without a DOID."""
    if doid:
        terms = mapped(doid)
        if len(terms) == 1 and not terms[0].obsolete:
            return Concept(name, terms[0].id, terms[0].label)
        return Concept(name, doid, name)
    term = ground(name, Kind.DISEASE).term
    return Concept(name, term.id, term.label) if term else Concept(name)


def statement_node(table: Table, key: str) -> Node:
    """The IRI of an evidence item or assertion."""
    return term_node(f"civic.{'eid' if table is Table.EVIDENCE else 'aid'}:{slug(key)}")


def _rating(cell: str) -> int | None:
    return int(cell) if len(cell) == 1 and cell.isdecimal() else None


def _document(row: Row, base: str) -> Node | None:
    """The publication: by its PubMed id, else under an IRI of our own."""
    number, kind = row.first("citation_id"), row.first("source_type")
    if not number:
        return None
    if kind.casefold() in {"pubmed", ""} and _PMID.match(number):
        return iri(expand(f"PMID:{number}"))
    return Node(f"<{base}publication/{slug(kind)}:{slug(number)}>")


def _evidence(row: Row) -> tuple[Node, ...]:
    numbers = row.first("evidence_item_ids").split(",")
    return tuple(statement_node(Table.EVIDENCE, one.strip()) for one in numbers if _DIGITS.match(one.strip()))


def _cells(row: Row) -> dict[str, str]:
    """What is kept in the source's own words beside the statement."""
    kept = {name: cell for name, cell in row.cells.items() if name not in CARRIED | OF_VARIANT}
    kept |= {name: row.cells[name] for name in OF_STATEMENT if name in row.cells}
    if _rating(row.first("rating")) is not None:
        kept.pop("rating")
    if row.first("evidence_level") not in LEVELS and row.first("evidence_level"):
        kept["evidence_level"] = row.first("evidence_level")
    return kept


__all__ = ["CARRIED", "OF_STATEMENT", "OF_VARIANT", "Reader", "Together", "disease", "statement_node"]
