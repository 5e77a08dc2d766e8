"""Tumours told only as what another one turned into: 'small cell transformation' of a lung adenocarcinoma."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract.diseases import disease_named
from kg.extract.document import Role, Sentence
from kg.extract.entities import Entity
from kg.extract.facts import Facts
from kg.extract.model import Topic
from kg.terms import ancestors

_INTO = re.compile(
    r"\bsmall[- ]cell\s(?:(?:lung\s)?(?:cancer|carcinoma)\s)?(?:histolog\w+\s|neuroendocrine\s)?"
    r"transformation\b(?!\s(?:is|are|may|can|has|have|remains)\b)"
    r"|\b(?:transform\w*|transition\w*|conver\w+)\s(?:\w+\s){0,3}?(?:in)?to\s(?:an?\s)?small[- ]cell"
    r"(?=\s(?:type|histolog|phenotype|neuroendocrine)|[.,;)])",
    re.IGNORECASE,
)
_HINTS = ("ransform", "ransition", "onver")
"""What must stand in a text that tells of a transformation."""
_RESULTS = (
    ("lung carcinoma", "small cell lung carcinoma"),
    ("prostate carcinoma", "prostate small cell carcinoma"),
)
"""The tumour that turns, and what it is then."""
_NOT_SEEN = frozenset({"absent", "family", "in vitro", "background", "hypothesis", "suspected"})


def transformed(facts: Facts, chosen: Sequence[Entity], sentences: Sequence[Sentence]) -> Iterator[Entity]:
    """The tumour that one of those chosen turned into, unless it is named itself."""
    text, known = facts.document.text, {entity.id for entity in chosen}
    if not any(hint in text for hint in _HINTS):
        return
    for sentence in sentences:
        if sentence.role not in (Role.NARRATIVE, Role.TITLE):
            continue
        for match in _INTO.finditer(text, sentence.start, sentence.end):
            if _NOT_SEEN.intersection(facts.context.around(*match.span())):
                continue
            for before, after in _RESULTS:
                term, result = disease_named(before), disease_named(after)
                turned = term and any(term.id in {one.id, *ancestors(one.id or "")} for one in chosen)
                if turned and result and result.id not in known:
                    known.add(result.id)
                    number = facts.document.sentence_at(match.start())
                    place = (*match.span(), match[0], number)
                    yield Entity(Topic.DISEASE, *place, "diseases: transformation", result, confidence=0.8)
