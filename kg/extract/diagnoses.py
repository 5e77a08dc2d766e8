"""The patient's tumours: which of those named are theirs, with spread, stage, grade and site as told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace as changed
from functools import lru_cache

from kg.case import Concept, Diagnosis, Modality
from kg.extract.diseases import UNLIKE, disease_named, is_generic, told
from kg.extract.document import Role, Sentence
from kg.extract.entities import Entity
from kg.extract.facts import Facts
from kg.extract.histology import joined
from kg.extract.places import concept, span
from kg.extract.sites import site_after, site_before, site_of
from kg.extract.spread import grade, metastatic, metastatic_sites, stage
from kg.extract.transformations import transformed
from kg.terms import Term, ancestors

_MASS = re.compile(
    r"\b(?:mass(?:es)?|tumou?rs?|lesions?|nodules?|neoplasms?|primary|cancer)\b", re.IGNORECASE
)
_SECONDARY_SITES = (
    "liver|brain|bone element|lymph node|pleura|peritoneum|axillary lymph node|cervical lymph node"
    "|mediastinal lymph node|supraclavicular lymph node|abdomen|pelvic region of trunk|neck|mediastinum"
    "|retroperitoneal space|vertebra|vertebral column|adrenal gland|spinal cord|blood|nerve"
    "|skeletal muscle tissue|subcutaneous adipose tissue"
)
_SECONDARY = frozenset(_SECONDARY_SITES.split("|"))
"""Sites where a growth is more often a metastasis: a mass there does not tell where the tumour began."""
_SITE_ONLY = re.compile(r"(?:neoplasm|tumor)$")
_OF_OTHERS = frozenset({"family", "in vitro"})
_INVASIVE = re.compile(r"\b(?:invasive|infiltrating)\s", re.IGNORECASE)


def diagnoses(facts: Facts, patient: int = 0) -> Iterator[Diagnosis]:
    """The diagnoses of one of the patients, the firmest told of theirs; none when no tumour is told."""
    document = facts.document
    sentences = [document.sentences[n] for n in sorted(document.of(patient))]
    own = document.of(patient)
    mentioned = [entity for entity in facts.mentions.diseases if entity.sentence in own]
    chosen = mine(mentioned, document.text, sentences)
    if all(is_generic(entity) for entity in chosen):
        chosen = list(_reported(facts)) or chosen
    chosen = [*chosen, *transformed(facts, chosen, sentences)]
    if not chosen:
        return
    spread = metastatic(document, facts.context, sentences)
    story = [one for one in sentences if one.role in (Role.NARRATIVE, Role.TITLE)]
    staged = stage(document, story) if spread is not None or not all(one.rank for one in chosen) else None
    for number, entity in enumerate(chosen):
        entity.used = True
        yield _diagnosis(facts, entity, (story, staged), spread if number == 0 else None)


def mine(diseases: Sequence[Entity], text: str, sentences: Sequence[Sentence]) -> list[Entity]:
    """The mentions that stand for the patient's tumours, one for each."""
    firm = [entity for entity in diseases if entity.modality in (Modality.OBSERVED, Modality.HYPOTHESIS)]
    chosen = _merged(told(firm))
    for entity in chosen:
        entity.modality = Modality.OBSERVED
    if len(chosen) == 1:
        _place(chosen[0], firm, text, sentences)
    return chosen


def _reported(facts: Facts) -> Iterator[Entity]:
    """The one tumour that a report names, though not as its patient's: 'Angiosarcoma is rare. A man …'."""
    context = facts.context
    named = [
        entity
        for entity in facts.mentions.diseases
        if entity.modality is not Modality.ABSENT
        and entity.rank < UNLIKE
        and not is_generic(entity)
        and not _OF_OTHERS.intersection(context.around(entity.start, entity.end))
    ]
    chosen = told(named)
    if len(chosen) == 1 and {entity.id for entity in named} == {chosen[0].id}:
        yield changed(
            chosen[0], modality=Modality.OBSERVED, confidence=0.6, rule="diseases: the report's only one"
        )


def _merged(chosen: list[Entity]) -> list[Entity]:
    """A tumour told by its site and one told by its kind as one: 'a gallbladder tumor … adenosquamous'."""
    if len(chosen) != 2:
        return chosen
    for sited, kind in (chosen, chosen[::-1]):
        site = sited.site or _own_site(sited.text)
        vague = sited.term and _SITE_ONLY.search(sited.term.label)
        if site and vague and not (kind.site or _own_site(kind.text)):
            term = joined(kind.text, site, site)
            if term and sited.id in ancestors(term.id):
                kind.term, kind.rule, kind.site = term, "diseases: histology told apart", site
                return [kind]
    return chosen


def _place(entity: Entity, others: Sequence[Entity], text: str, sentences: Sequence[Sentence]) -> None:
    """Bring together what is told apart: 'a lung mass … adenocarcinoma'."""
    if is_generic(entity):
        for site, word in _masses(text, sentences):
            if entity.term and site not in _SECONDARY and (term := joined(entity.text, site, word)):
                entity.term, entity.rule, entity.site = term, "diseases: histology and mass", site
                entity.confidence = 0.75
                return
    elif entity.term and (site := _own_site(entity.text)):
        for other in others:
            term = joined(other.text, site, entity.text.split(" ")[0]) if is_generic(other) else None
            if term and entity.id in ancestors(term.id):
                entity.term, entity.rule = term, "diseases: histology told apart"
                return


def _own_site(name: str) -> str:
    """The site in a tumour's own name: 'lung' in 'lung cancer'."""
    found = (site_of(word) for word in name.split(" "))
    return next((site for site in found if site), "")


def _masses(text: str, sentences: Sequence[Sentence]) -> Iterator[tuple[str, str]]:
    for sentence in sentences:
        if sentence.role not in (Role.NARRATIVE, Role.TITLE):
            continue
        for match in _MASS.finditer(text, sentence.start, sentence.end):
            if before := site_before(text, match.start()):
                yield before[1], before[0]
            if after := site_after(text, match.end()):
                yield after[1], after[0]


def _diagnosis(
    facts: Facts, entity: Entity, told_of: tuple[list[Sentence], str | None], spread: bool | None
) -> Diagnosis:
    """The diagnosis of a mention; `told_of`: the sentences that tell of the patient, the stage in them."""
    document, (story, staged) = facts.document, told_of
    disease, specific = _pair(entity, bool(spread))
    site = entity.site or _own_site(entity.text)
    made = Diagnosis(
        disease=concept(disease, entity.text),
        specific=concept(specific, "") if specific else None,
        metastatic=spread,
        grade=grade(document, entity.start, document.sentences[entity.sentence]),
        site=Concept(site) if site else None,
        evidence=(span(document, entity.start, entity.end),),
        rule=entity.rule,
        confidence=entity.confidence,
    )
    if spread is None and entity.rank:
        return made
    sites = metastatic_sites(document, facts.context, story) if spread else []
    places = tuple(Concept(label) for label in sites if label != site)
    return changed(made, stage=staged, metastatic_sites=places)


def _pair(entity: Entity, spread: bool) -> tuple[Term | None, Term | None]:
    """(the disease, NCIt's one class for disease and spread or stage when there is one)."""
    term = entity.term
    if term is None or term.id.startswith("MONDO:"):
        return term, _in_one(term) if term and spread else None
    parents = [curie for curie in ancestors(term.id) if curie.startswith("MONDO:")]
    bare = disease_named(
        re.sub(r"(?i)^(?:metastatic|stage \w+|recurrent|refractory|advanced)\s", "", entity.text)
    )
    if bare and bare.id.startswith("MONDO:"):
        return bare, term
    from kg.terms import find

    return (find(parents[0]) if parents else term), term


@lru_cache(maxsize=5_000)
def _in_one(term: Term) -> Term | None:
    """NCIt's 'Metastatic X' for a disease called X; what is metastatic is invasive: no need to say so."""
    for name in term.names[:40]:
        for wording in dict.fromkeys((name, _INVASIVE.sub("", name))):
            found = disease_named(f"metastatic {wording}")
            if found and found.id.startswith("NCIT:") and "metasta" in found.label.lower():
                return found
    return None
