"""Names of tumours: which term a name means, and what says no more than 'a tumour'."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from kg.extract.entities import Entity
from kg.extract.lexicon import terms_of
from kg.extract.phrases import rows
from kg.terms import Kind, Term, ancestors
from kg.terms.hierarchy import ALIKE
from kg.terms.naming import name_key

_NEOPLASM = "MONDO:0005070"
_BENIGN = "MONDO:0005165"
_NO_TUMOUR_WORDS = (
    "syndrome",
    "familial",
    "hereditary",
    "predisposition",
    "metasta",
    "secondary",
    "neurofibromatosis",
)
UNLIKE = 4
"""The rank of a tumour that is told as what it was not, or not at first."""
_VAGUE = re.compile(r"neoplasm|tumor|cancer|disease|metasta|condition")
_KEPT = 50_000


def is_neoplasm(term: Term) -> bool:
    """True for a tumour: the vocabulary has 'neoplasm' above it, or it is one of NCIt's tumour classes."""
    return _is_neoplasm(term.id)


@lru_cache(maxsize=_KEPT)
def _is_neoplasm(curie: str) -> bool:
    return curie.startswith("NCIT:") or _under(curie, _NEOPLASM) or any(_under(curie, one) for one in ALIKE)


def _under(curie: str, above: str) -> bool:
    return curie == above or above in ancestors(curie)


@lru_cache(maxsize=_KEPT)
def is_no_diagnosis(term: Term) -> bool:
    """True for what is no tumour of its own: a secondary growth, a predisposition told as a syndrome."""
    label = term.label.lower()
    spared = "myelodysplastic" in label or "sezary" in label or "richter" in label or "eosinophilic" in label
    if not spared and any(word in label for word in _NO_TUMOUR_WORDS):
        return "metastatic" not in label or not term.id.startswith("NCIT:")
    return False


@lru_cache(maxsize=_KEPT)
def is_benign(term: Term) -> bool:
    """True where the vocabulary says benign; such growths are often told in passing."""
    label = term.label.lower()
    told_so = (
        label.endswith(("adenoma", "polyp", "nevus", "lipoma", "leiomyoma", "cyst"))
        and "pituitary" not in label
    )
    return term.id.startswith("MONDO:") and (told_so or _under(term.id, _BENIGN))


@lru_cache(maxsize=1)
def generic() -> frozenset[str]:
    """Names that say no more than 'a tumour'; they count only where nothing else is told."""
    return frozenset(row.phrase for row in rows("generic-diseases"))


def is_generic(entity: Entity) -> bool:
    """True for a mention that says no more than 'a tumour'."""
    return entity.term is None or entity.term.label.lower() in generic()


def meant(terms: Iterable[Term], surface: str) -> Term | None:
    """The tumour that a name with several terms means; None when none of them is a tumour."""
    tumours = [term for term in terms if term.kind is Kind.DISEASE and is_neoplasm(term)]
    tumours = [term for term in tumours if term.id.startswith("MONDO:")] or tumours
    if len(tumours) < 2:
        return tumours[0] if tumours else None
    key = name_key(surface)
    labelled = [term for term in tumours if name_key(term.label) == key]
    if labelled:
        return labelled[0]
    ids = {term.id for term in tumours}
    widest = [term for term in tumours if ids - {term.id} <= {i for i in ids if term.id in ancestors(i)}]
    if widest:
        return widest[0]
    first = surface.split(maxsplit=1)[
        0
    ].lower()  # 'Merkel cell carcinoma': the term most of whose names say Merkel
    return max(tumours, key=lambda term: (sum(first in name.lower() for name in term.names), term.id))


@lru_cache(maxsize=_KEPT)
def disease_named(name: str) -> Term | None:
    """The tumour with this very name, plurals and spellings alike; None without one."""
    terms = (term for term in terms_of(name_key(name)) if term.kind is Kind.DISEASE)
    return meant([term for term in terms if term], name)


def _most_exact(entities: Sequence[Entity]) -> list[Entity]:
    """The first that names a tissue: 'sarcoma' rather than 'tumour' or 'brain tumour'; else the first."""
    named = [one for one in entities if one.term and not _VAGUE.search(one.term.label)]
    return (named or list(entities))[:1]


def _firmest(entities: Sequence[Entity]) -> list[Entity]:
    firmest = min((entity.rank for entity in entities), default=0)
    return [entity for entity in entities if entity.rank == firmest]


def told(diseases: Sequence[Entity]) -> list[Entity]:
    """One mention for each disease that says most: no generic word beside a name, no wider one."""
    usable = [entity for entity in diseases if entity.term and not is_no_diagnosis(entity.term)]
    named = _firmest([entity for entity in usable if not is_generic(entity) and entity.rank < UNLIKE])
    named = named or _most_exact(_firmest(usable))
    named = [entity for entity in named if entity.term and not is_benign(entity.term)] or named[:1]
    kept: dict[str | None, Entity] = {}
    for entity in named:
        kept.setdefault(entity.id, entity)
    above = {above for curie in kept if curie for above in ancestors(curie)}
    return [entity for curie, entity in kept.items() if curie not in above]
