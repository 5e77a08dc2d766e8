"""What a report says of the world: background and hypotheses, a sentence at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.case import Biomarker, Claim, Concept, Modality, Span, Variant
from kg.extract.diseases import told
from kg.extract.document import Document, Role, Sentence
from kg.extract.entities import Alteration, Entity, Status
from kg.extract.mentions import Mentions
from kg.extract.phrases import Found, Phrases

_CLAIMS = Phrases("claims")
_STRENGTHS = Phrases("strengths")
_ROLES = {Role.BACKGROUND: Modality.BACKGROUND, Role.CONCLUSION: Modality.HYPOTHESIS}
_LONGEST = 600
"""Characters of a sentence that are quoted as the claim."""


class Claims:
    """The claims of a document, and the sentences in which something was named but no claim understood."""

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
        self.found: list[tuple[Sentence, list[Found]]] = []
        for number, sentence in enumerate(document.sentences):
            if sentence.role in _ROLES and self._names_something(number):
                self._read(sentence)

    def _names_something(self, number: int) -> bool:
        named = self.named
        return any(
            entity.sentence == number
            for entities in (named.genes, named.drugs, named.classes, named.diseases)
            for entity in entities
        )

    def _read(self, sentence: Sentence) -> None:
        found = {one.row["means"]: one for one in _CLAIMS.found(self.document.words, sentence.first, sentence.last)}
        if found:
            self.found.append((sentence, list(found.values())))
        else:
            self.unread.append(sentence)

    def claims(self, place: object = None) -> Iterator[Claim]:
        """One claim for each relation that a sentence states."""
        for sentence, found in self.found:
            number = self.document.sentences.index(sentence)
            for one in found:
                yield self._claim(sentence, number, one)

    def _claim(self, sentence: Sentence, number: int, found: Found) -> Claim:
        document, named = self.document, self.named
        subjects = _concepts([e for e in (*named.drugs, *named.classes) if e.sentence == number and e.term])
        diseases = told([e for e in named.diseases if e.sentence == number])
        strengths = [one.row["means"] for one in _STRENGTHS.found(document.words, sentence.first, sentence.last)]
        index, offset = document.place(sentence.start)
        section = document.sections[index]
        quote = section.text[sentence.start - offset : sentence.end - offset]
        return Claim(
            says=quote[:_LONGEST],
            modality=_ROLES[sentence.role],
            relation=found.row["means"],
            subjects=subjects,
            disease=_concepts(diseases[:1])[0] if diseases else None,
            variants=tuple(_variants([a for a in self.alterations if a.sentence == number and a.gene])),
            biomarkers=tuple(
                Biomarker(receptor=s.receptor, status=s.status) for s in _each([s for s in self.statuses if s.sentence == number])
            ),
            certainty=found.row["certainty"],
            strength=strengths[0] if strengths else None,
            evidence=(Span(section.name, sentence.start - offset, sentence.end - offset, quote),),
            rule=f"claims: {found.row.phrase}",
            confidence=0.6,
        )


def _concepts(entities: Sequence[Entity]) -> tuple[Concept, ...]:
    labels = dict.fromkeys(entity.term.label if entity.term else entity.text for entity in entities)
    return tuple(Concept(label) for label in labels)


def _variants(alterations: Sequence[Alteration]) -> Iterator[Variant]:
    seen: set[tuple[str, ...]] = set()
    for alteration in alterations:
        if alteration.kind in _NO_VARIANT or alteration.gene is None or alteration.key in seen:
            continue
        seen.add(alteration.key)
        partner = Concept(alteration.partner.label) if alteration.partner else None
        yield Variant(
            gene=Concept(alteration.gene.label),
            protein=alteration.protein,
            coding=alteration.coding,
            kind=KINDS.get(alteration.kind, alteration.kind),
            exon=alteration.exon,
            partner=partner,
        )


def _each(statuses: Sequence[Status]) -> list[Status]:
    return list({(status.receptor, status.status): status for status in statuses}.values())


_NO_VARIANT = frozenset({"positive", "negative", "overexpression", "loss", "methylation"})
KINDS = {"alteration": "mutation", "internal tandem duplication": "in-frame insertion"}
