"""What a report says of the world: background and hypotheses, a clause at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

from kg.case import Biomarker, Claim, Concept, Modality, Variant
from kg.extract.diseases import told
from kg.extract.document import Document, Role, Sentence
from kg.extract.entities import Alteration, Entity, Status
from kg.extract.mentions import Mentions
from kg.extract.phrases import Found, Phrases
from kg.extract.places import span

KINDS = {"alteration": "mutation", "internal tandem duplication": "in-frame insertion"}
"""What an alteration is called in a text -> the kind of variant in a case."""
NO_VARIANT = frozenset({"positive", "negative", "overexpression", "loss", "methylation"})
"""What is said of a gene's protein or promoter, not of its sequence."""

_CLAIMS = Phrases("claims")
_STRENGTHS = Phrases("strengths")
_MODALITIES = {Role.BACKGROUND: Modality.BACKGROUND, Role.CONCLUSION: Modality.HYPOTHESIS}
_CLAUSE = re.compile(r"(?:[,;]\s(?:and|but|although|though|while|whereas|however)|;|:)\s")
_OF_ONE = (
    "has not been reported in",
    "needs further study in",
    "is being evaluated in",
    "enhances the efficacy of",
    "is not effective in",
    "causes resistance to",
    "is promising in",
    "is effective in",
)
"""Relations of a treatment; a clause states one of them, the first of this order that is met."""

_E = TypeVar("_E", bound=Entity)


class _Clause(NamedTuple):
    """A stretch of a sentence that states something, and the phrases that say what."""

    start: int
    end: int
    role: Role
    found: tuple[Found, ...]


class Claims:
    """The claims of a document, and the sentences that name something of which no claim was understood."""

    def __init__(
        self,
        document: Document,
        named: Mentions,
        alterations: Sequence[Alteration],
        statuses: Sequence[Status],
    ) -> None:
        self.document, self.named = document, named
        self.alterations, self.statuses = alterations, statuses
        self.unread: list[Sentence] = []
        self._clauses: list[_Clause] = []
        telling = {
            entity.sentence
            for entities in (named.genes, named.drugs, named.classes, named.diseases)
            for entity in entities
        }
        for number in sorted(telling):
            sentence = document.sentences[number]
            if sentence.role in _MODALITIES:
                self._read(sentence)

    def _read(self, sentence: Sentence) -> None:
        found = list(_CLAIMS.found(self.document.words, sentence.first, sentence.last))
        if not found:
            self.unread.append(sentence)
        for start, end in self._parts(sentence):
            mine = [one for one in found if start <= self.document.words.starts[one.first] < end]
            if mine:
                self._clauses.append(_Clause(start, end, sentence.role, tuple(_chosen(mine))))

    def _parts(self, sentence: Sentence) -> Iterator[tuple[int, int]]:
        """The clauses of a sentence, without the full stop at its end."""
        text, start = self.document.text, sentence.start
        for match in _CLAUSE.finditer(text, sentence.start, sentence.end):
            yield start, match.start()
            start = match.end()
        yield start, sentence.end - (text[sentence.end - 1] == ".")

    @staticmethod
    def modality(sentence: Sentence) -> Modality:
        """The modality of what a sentence claims."""
        return _MODALITIES[sentence.role]

    def claims(self) -> Iterator[Claim]:
        """One claim for each relation that a clause states."""
        for clause in self._clauses:
            for found in clause.found:
                yield self._claim(clause, found)

    def _claim(self, clause: _Clause, found: Found) -> Claim:
        named, words = self.named, self.document.words
        about = _concepts(_within((*named.drugs, *named.classes), clause))
        variants = tuple(_variants(_within(self.alterations, clause)))
        diseases = told(_within(named.diseases, clause))
        strengths = (one.row["means"] for one in _STRENGTHS.found(words) if self._holds(clause, one))
        place = span(self.document, clause.start, clause.end)
        return Claim(
            says=place.quote or "",
            modality=_MODALITIES[clause.role],
            relation=found.row["means"] if about or variants else None,  # else it has nothing to relate
            subjects=about,
            disease=next(iter(_concepts(diseases)), None),
            variants=variants,
            biomarkers=tuple(_statuses(_within(self.statuses, clause))),
            certainty=found.row["certainty"],
            strength=next(strengths, None),
            evidence=(place,),
            rule=found.row.name,
            confidence=0.6,
        )

    def _holds(self, clause: _Clause, found: Found) -> bool:
        return clause.start <= self.document.words.starts[found.first] < clause.end


def _chosen(found: Sequence[Found]) -> list[Found]:
    """A clause's phrases, each relation once, and of those of a treatment only the first of the order."""
    by_relation = {one.row["means"]: one for one in reversed(found)}
    treatment = next((relation for relation in _OF_ONE if relation in by_relation), None)
    return [
        one
        for relation, one in sorted(by_relation.items(), key=lambda item: item[1].first)
        if relation == treatment or relation not in _OF_ONE
    ]


def _within(entities: Sequence[_E], clause: _Clause) -> list[_E]:
    return [entity for entity in entities if clause.start <= entity.start and entity.end <= clause.end]


def _concepts(entities: Sequence[Entity]) -> tuple[Concept, ...]:
    labels = dict.fromkeys(entity.term.label for entity in entities if entity.term)
    return tuple(Concept(label) for label in labels)


def _variants(alterations: Sequence[Alteration]) -> Iterator[Variant]:
    seen: set[tuple[str, ...]] = set()
    for alteration in alterations:
        if alteration.kind not in NO_VARIANT and alteration.gene is not None and alteration.key not in seen:
            seen.add(alteration.key)
            yield variant(alteration)


def _statuses(statuses: Sequence[Status]) -> Iterator[Biomarker]:
    for receptor, status in dict.fromkeys((status.receptor, status.status) for status in statuses):
        yield Biomarker(receptor=receptor, status=status)


def variant(alteration: Alteration) -> Variant:
    """The alteration as the variant of a case, its genes not yet grounded."""
    return Variant(
        gene=Concept(alteration.gene.label if alteration.gene else ""),
        protein=alteration.protein,
        coding=alteration.coding,
        kind=KINDS.get(alteration.kind, alteration.kind),
        exon=alteration.exon,
        partner=Concept(alteration.partner.label) if alteration.partner else None,
    )
