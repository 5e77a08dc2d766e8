"""Every name in a document as an entity of its topic, the text's own abbreviations first."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields

from kg.extract.abbreviations import definitions
from kg.extract.ambiguous import allowed
from kg.extract.document import Document
from kg.extract.entities import Entity
from kg.extract.genes import chosen, inside, is_symbol, with_family
from kg.extract.histology import composed, spelt_out
from kg.extract.lexicon import Name, names
from kg.extract.model import Topic
from kg.extract.plain import words
from kg.extract.regimens import regimens
from kg.extract.tumours import misspelt, tumour
from kg.terms import Kind, Term

_SUPPORTIVE = "kg:SupportiveDrug"
_TOPICS = {
    Kind.DRUG: Topic.DRUG,
    Kind.DRUG_CLASS: Topic.DRUG_CLASS,
    Kind.SITE: Topic.SITE,
    Kind.ADVERSE_EVENT: Topic.ADVERSE_EVENT,
}
_BOUND = frozenset("-_")
"""What makes one word of an abbreviation and its neighbour."""
_GENE_AFTER = re.compile(
    r"[\s-]+(?:germ-?line |somatic |pathogenic )?(?:genes?|mutat\w+|mutant|variants?|deletions?|loss|fusions?"
    r"|rearrange\w+"
    r"|amplifi\w+|alterations?)\b|[\s:(]+[cp]\.",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Mentions:
    """The entities of a document by topic, each list in text order."""

    genes: list[Entity] = field(default_factory=list)
    diseases: list[Entity] = field(default_factory=list)
    drugs: list[Entity] = field(default_factory=list)
    classes: list[Entity] = field(default_factory=list)
    sites: list[Entity] = field(default_factory=list)
    events: list[Entity] = field(default_factory=list)

    def within(self, sentences: Container[int]) -> Mentions:
        """Those of some sentences."""
        return Mentions(
            *([one for one in getattr(self, each.name) if one.sentence in sentences] for each in fields(self))
        )


def mentions(document: Document) -> Mentions:
    """Every gene, tumour, drug, drug class, site and event named in the document."""
    text = document.text
    found = Mentions()
    own = _own(document)
    taken = sorted(_regimens(document, found))
    for name in names(text, document.words):
        surface = text[name.start : name.end]
        before = bisect_left(taken, (name.end, 0))
        if before and taken[before - 1][1] > name.start:
            continue
        terms = allowed(surface, own.get(surface, name.terms), defined=surface in own)
        _sort(document, found, name._replace(terms=terms), surface in own)
    _small(document, found, own)
    found.genes = with_family(found.genes, text)
    found.drugs.sort(key=lambda drug: drug.start)
    found.diseases.extend(misspelt(document))
    found.diseases.sort(key=lambda disease: disease.start)
    found.diseases = composed(found.diseases, text)
    return found


def _small(document: Document, found: Mentions, own: Mapping[str, tuple[Term, ...]]) -> None:
    """Take up the text's own abbreviations that are no names by themselves: in small letters, or of drugs."""
    shorts = {
        short: terms
        for short, terms in own.items()
        if terms and not (short.isupper() and terms[0].kind is not Kind.DRUG)
    }
    if not shorts:
        return
    known = {entity.start for entity in (*found.diseases, *found.drugs)}
    for short, starts in _written(document, shorts).items():
        for start in starts:
            if start not in known:
                _sort(document, found, Name(0, 0, start, start + len(short), shorts[short]), own=True)


def _written(document: Document, shorts: Iterable[str]) -> dict[str, list[int]]:
    """Abbreviation -> where it stands by itself, found by its first word in one pass."""
    text, told = document.text, document.words
    found: dict[str, list[int]] = {short: [] for short in shorts}
    by_word: dict[str, list[str]] = {}
    for short in found:
        by_word.setdefault(words(short).lower[0], []).append(short)
    for at, word in enumerate(told.lower):
        for short in by_word.get(word, ()):
            start = told.starts[at]
            end = start + len(short)
            around = text[max(0, start - 1) : start], text[end : end + 1]
            if text.startswith(short, start) and _BOUND.isdisjoint(around) and not around[1].isalnum():
                found[short].append(start)
    return found


def _regimens(document: Document, found: Mentions) -> Iterator[tuple[int, int]]:
    """The places of named regimens, their drugs added to what was found."""
    for start, end, regimen, drugs in regimens(document):
        yield start, end
        for drug in drugs:
            if term := _drug(drug):
                found.drugs.append(_entity(document, Topic.DRUG, (start, end), term, f"regimens: {regimen}"))


def _sort(document: Document, found: Mentions, name: Name, own: bool = False) -> None:
    surface = document.text[name.start : name.end]
    kinds = {term.kind for term in name.terms}
    if (
        Kind.DISEASE in kinds
        and not (Kind.GENE in kinds and _GENE_AFTER.match(document.text, name.end))
        and (disease := tumour(document, name, surface, own))
    ):
        found.diseases.append(disease)
        for start, end, part in inside(surface) if " " in surface else ():
            place = (name.start + start, name.start + end)
            found.genes.append(_entity(document, Topic.GENE, place, part))
        return
    if Kind.DRUG in kinds:
        drugs = [term for term in name.terms if term.kind is Kind.DRUG]
        if _SUPPORTIVE not in drugs[0].parents:
            found.drugs.append(_entity(document, Topic.DRUG, (name.start, name.end), drugs[0]))
        return
    if Kind.GENE in kinds and (gene := chosen(name, surface)):
        found.genes.append(_entity(document, Topic.GENE, (name.start, name.end), gene))
        return
    for kind, topic in _TOPICS.items():
        named = next((term for term in name.terms if term.kind is kind), None)
        if named:
            where = {
                Topic.DRUG_CLASS: found.classes,
                Topic.SITE: found.sites,
                Topic.ADVERSE_EVENT: found.events,
            }[topic]
            where.append(_entity(document, topic, (name.start, name.end), named))
            return


def _entity(
    document: Document, topic: Topic, place: tuple[int, int], term: Term, rule: str = "names"
) -> Entity:
    start, end = place
    return Entity(topic, start, end, document.text[start:end], document.sentence_at(start), rule, term)


def _own(document: Document) -> dict[str, tuple[Term, ...]]:
    """The text's own abbreviations -> the terms of their long forms; an empty tuple where they mean none."""
    own: dict[str, tuple[Term, ...]] = {}
    for definition in definitions(document.text):
        terms = _long(document.text[definition.start : definition.end])
        if terms or not is_symbol(definition.short):
            own[definition.short] = terms
    return own


def _long(long_form: str) -> tuple[Term, ...]:
    if disease := spelt_out(long_form):
        return (disease,)
    told = words(long_form)
    for name in names(long_form, told):
        if name.last == len(told.lower):
            return name.terms
    return ()


def _drug(name: str) -> Term | None:
    found = next(names(name, words(name)), None)
    return next((term for term in found.terms if term.kind is Kind.DRUG), None) if found else None
