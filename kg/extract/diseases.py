"""Tumours in a text: histology and site brought together, and which of them are the patient's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from kg.extract.entities import Entity
from kg.extract.lexicon import opened
from kg.extract.model import Topic
from kg.extract.phrases import rows
from kg.terms import Kind, Term, ancestors, find
from kg.terms.naming import KINDS, name_key

_NEOPLASM = "MONDO:0005070"
_OF = re.compile(
    r"\s(?:of|in|involving|arising (?:from|in)|originating (?:from|in)|from)\s(?:the\s|his\s|her\s)?(?:(?:left|right|bilateral|upper|lower|middle|distal|proximal|ascending|descending|sigmoid|lateral|medial|anterior|posterior|both|primary)[\s-](?:and\s)?)*",
    re.IGNORECASE,
)
_STAGED = re.compile(
    r"^(?:(?:metastatic|advanced|locally|recurrent|relapsed|refractory|unresectable|resectable|primary|stage\s[IViv0-4]+[A-Ca-c]?|progressive|disseminated|malignant(?=\s(?:melanoma|mesothelioma))|de novo|inoperable|newly diagnosed|early|late|adult|childhood|pediatric)[\s-]+)+",
    re.IGNORECASE,
)
_ADJECTIVES = {
    "gastric": "stomach",
    "pulmonary": "lung",
    "renal": "kidney",
    "hepatic": "liver",
    "cerebral": "brain",
    "mammary": "breast",
}


def is_neoplasm(term: Term) -> bool:
    """True for a tumour or a disease above which the vocabulary has 'neoplasm', and for NCIt's tumour classes."""
    return _is_neoplasm(term.id)


@lru_cache(maxsize=20_000)
def _is_neoplasm(curie: str) -> bool:
    return curie.startswith("NCIT:") or curie == _NEOPLASM or _NEOPLASM in ancestors(curie)


@lru_cache(maxsize=1)
def generic() -> frozenset[str]:
    """Names that say no more than 'a tumour'; they count only where nothing else is told."""
    return frozenset(row.phrase for row in rows("generic-diseases"))


def composed(diseases: Sequence[Entity], sites: Sequence[Entity], text: str) -> list[Entity]:
    """The diseases, those with 'of the SITE' or 'SITE' before them as the one term for both, if there is one."""
    found: list[Entity] = []
    for disease in diseases:
        after = next(
            (
                site
                for site in sites
                if 0 < site.start - disease.end < 60 and _OF.fullmatch(text[disease.end : site.start])
            ),
            None,
        )
        before = next(
            (site for site in sites if 0 <= disease.start - site.end <= 1 and site.start < disease.start),
            None,
        )
        site = after or before
        term = _joined(disease, site) if site and disease.term else None
        if site and term:
            start, end = min(disease.start, site.start), max(disease.end, site.end)
            found.append(
                Entity(
                    Topic.DISEASE,
                    start,
                    end,
                    text[start:end],
                    disease.sentence,
                    "diseases: histology and site",
                    term,
                )
            )
        else:
            found.append(_unstaged(disease))
    return found


def _joined(disease: Entity, site: Entity) -> Term | None:
    histology = _STAGED.sub("", disease.text)
    places = [site.text] + ([site.term.label] if site.term else [])
    places += [place.split()[-1] for place in places if " " in place]
    for place in places:
        place = _ADJECTIVES.get(place.lower(), place)
        for name in (f"{place} {histology}", f"{histology} of {place}", f"{histology} of the {place}"):
            if term := disease_named(name):
                return term
    return None


def _unstaged(disease: Entity) -> Entity:
    """The disease without words of stage before it, when what remains is a disease, too."""
    bare = _STAGED.sub("", disease.text)
    term = disease_named(bare) if bare != disease.text and bare else None
    if term is None:
        return disease
    start = disease.end - len(bare)
    return Entity(Topic.DISEASE, start, disease.end, bare, disease.sentence, disease.rule, term)


@lru_cache(maxsize=50_000)
def disease_named(name: str) -> Term | None:
    """The tumour with this name; None without one or with several."""
    values = opened().get(name_key(name)) or []
    terms = [find(value[1:]) for value in values if KINDS.get(value[0]) is Kind.DISEASE]
    tumours = [term for term in terms if term and is_neoplasm(term)]
    mondo = [term for term in tumours if term.id.startswith("MONDO:")]
    return (mondo or tumours)[0] if len(mondo) == 1 or len(tumours) == 1 else None


def told(diseases: Sequence[Entity]) -> list[Entity]:
    """One mention for each disease that says most: no generic word beside a name, no wider beside a narrower."""
    named = [entity for entity in diseases if entity.term and entity.term.label.lower() not in generic()]
    kept: list[Entity] = []
    for entity in named or [entity for entity in diseases if entity.term][:1]:
        if any(other.id == entity.id for other in kept):
            continue
        kept.append(entity)
    above = {curie for entity in kept if entity.id for curie in ancestors(entity.id)}
    return [entity for entity in kept if entity.id not in above]
