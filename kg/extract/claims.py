"""What a report says of the world: background and hypotheses, a clause at a time."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from kg.case import Biomarker, Claim, Concept, Modality, Variant
from kg.extract.diseases import told
from kg.extract.document import Document, Role, Sentence
from kg.extract.entities import Alteration, Entity, Status, by_sentence
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
    sentence: int
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
        self.document = document
        self._subjects = by_sentence((*named.drugs, *named.classes))
        self._diseases = by_sentence(named.diseases)
        self._alterations, self._statuses = by_sentence(alterations), by_sentence(statuses)
        self.unread: list[Sentence] = []
        self._clauses: list[_Clause] = []
        telling = {*self._subjects, *self._diseases, *(entity.sentence for entity in named.genes)}
        for number in sorted(telling):
            if document.sentences[number].role in _MODALITIES:
                self._read(number)

    def _read(self, number: int) -> None:
        sentence = self.document.sentences[number]
        found = list(_CLAIMS.found(self.document.words, sentence.first, sentence.last))
        if not found:
            self.unread.append(sentence)
        for start, end in self._parts(sentence):
            mine = [one for one in found if start <= self.document.words.starts[one.first] < end]
            if mine:
                self._clauses.append(_Clause(start, end, number, tuple(_chosen(mine))))

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
        about = _concepts(_within(self._subjects, clause))
        variants = tuple(_variants(_within(self._alterations, clause)))
        diseases = told(_within(self._diseases, clause))
        place = span(self.document, clause.start, clause.end)
        return Claim(
            says=place.quote or "",
            modality=_MODALITIES[self.document.sentences[clause.sentence].role],
            relation=found.row["means"] if about or variants else None,  # else it has nothing to relate
            subjects=about,
            disease=next(iter(_concepts(diseases)), None),
            variants=variants,
            biomarkers=tuple(_statuses(_within(self._statuses, clause))),
            certainty=found.row["certainty"],
            strength=self._strength(clause),
            evidence=(place,),
            rule=found.row.name,
            confidence=0.6,
        )

    def _strength(self, clause: _Clause) -> str | None:
        """The first strength of evidence that a clause begins to tell."""
        words = self.document.words
        first = bisect_left(words.starts, clause.start)
        last = bisect_left(words.starts, clause.end, first)
        found = _STRENGTHS.found(words, first, self.document.sentences[clause.sentence].last)
        return next((one.row["means"] for one in found if one.first < last), None)


def _chosen(found: Sequence[Found]) -> list[Found]:
    """A clause's phrases, each relation once, and of those of a treatment only the first of the order."""
    by_relation = {one.row["means"]: one for one in reversed(found)}
    treatment = next((relation for relation in _OF_ONE if relation in by_relation), None)
    return [
        one
        for relation, one in sorted(by_relation.items(), key=lambda item: item[1].first)
        if relation == treatment or relation not in _OF_ONE
    ]


def _within(entities: Mapping[int, Sequence[_E]], clause: _Clause) -> list[_E]:
    return [
        entity
        for entity in entities.get(clause.sentence, ())
        if clause.start <= entity.start and entity.end <= clause.end
    ]


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
