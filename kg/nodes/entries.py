"""A statement as an entry of a description, with the responses and events that belong to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.nodes.description import Entry
from kg.nodes.near import Near, id_of, in_order, natural
from kg.picture.reading import IN_CASE, MODALITY
from kg.picture.statements import facts, statement
from kg.rdf import plain
from kg.vocabulary import KG, OBO

LINE, RESPONSE, EVENT = plain(KG.TherapyLine), plain(KG.Response), plain(KG.AdverseEvent)
CLAIM, EVIDENCE_STATEMENT = plain(KG.Claim), plain(KG.EvidenceStatement)
CLASSIFICATION = plain(KG.DrugClassification)
WHOLE = "a response is to the whole line, never to one drug or variant of it"

_ALONE = frozenset(map(plain, (OBO.preceded_by, KG.order, KG.categoryText, KG.effectText, KG.profile)))
"""Properties that the entry's words or its place say."""
_BELONGING = _ALONE | frozenset(map(plain, (KG.responseTo, KG.regimen, KG.underLine)))
"""Those that its place under a line says, too."""


def modality_of(near: Near, iri: str) -> str:
    """'observed', 'absent', 'background', 'hypothesis', or '' when none is stated."""
    found = near.thing(iri, MODALITY)
    return found.rpartition("/")[2] if found else ""


def entry(near: Near, iri: str, *, belonging: bool = False, case: bool = False) -> Entry:
    """The statement alone; `belonging` when it stands under its line, `case` to name its case."""
    said = statement(near, iri, ())
    known = facts(near, iri, near.called, _BELONGING if belonging else _ALONE)
    same = said.label.removeprefix("no ")
    return Entry(
        words=said.label,
        iri=iri,
        modality=modality_of(near, iri),
        facts=tuple((words, value) for words, value in known if value not in (same, said.label)),
        evidence=said.evidence,
        method=near.thing(iri, plain(KG.method)).rpartition("/")[2],
        case=near.case_called(near.case_of(iri)) if case else "",
        source=id_of(said.source.iri) if said.source else "",
    )


def line(near: Near, iri: str, *, events: bool = True) -> Entry:
    """A line of therapy with its place in the order, its responses and, if wanted, adverse events."""
    told = entry(near, iri)
    place = near.first(iri, plain(KG.order))
    belonging = near.back(iri, plain(KG.responseTo))
    belonging += near.back(iri, plain(KG.underLine)) if events else []
    return replace(
        told,
        words=f"line {place}: {told.words}" if place else told.words,
        parts=tuple(_under(near, part) for part in belonging),
    )


def _under(near: Near, iri: str) -> Entry:
    """A response or event under its line, its words saying which of both it is."""
    told = entry(near, iri, belonging=True)
    kind = "response to the whole line" if near.is_a(iri, RESPONSE) else "adverse event"
    return replace(told, words=f"{kind}: {told.words}")


def lines_of(near: Near, case: str) -> list[Entry]:
    """The case's lines of therapy in their order with their responses, whatever their modality."""
    found = [iri for iri in near.back(case, IN_CASE) if near.is_a(iri, LINE)]
    return [line(near, iri, events=False) for iri in ordered_lines(near, found)]


def ordered_lines(near: Near, lines: Iterable[str]) -> list[str]:
    """The lines by their place in the order."""
    return sorted(set(lines), key=lambda iri: (natural(near.first(iri, plain(KG.order))), natural(iri)))


def told(near: Near, statements: Iterable[str]) -> list[Entry]:
    """The statements as entries: lines in order with what belongs to them, responses under their line."""
    chosen = in_order(statements)
    lines = ordered_lines(near, (iri for iri in chosen if near.is_a(iri, LINE)))
    held = {iri for one in lines for iri in _held(near, one)}
    others = [iri for iri in chosen if iri not in held and iri not in lines]
    return [*(entry(near, iri) for iri in others), *(line(near, iri) for iri in lines)]


def _held(near: Near, iri: str) -> list[str]:
    return [*near.back(iri, plain(KG.responseTo)), *near.back(iri, plain(KG.underLine))]
