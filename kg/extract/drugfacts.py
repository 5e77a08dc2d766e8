"""What kind of drug a drug is, as the text says it: 'pyrotinib (an irreversible TKI)'."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract.document import Document
from kg.extract.entities import Entity, by_sentence
from kg.extract.lexicon import terms_of
from kg.terms import Kind, Term
from kg.terms.naming import name_key

_AFTER = re.compile(
    r"\s?(?:\(|,\s)(?:an?|the|another)\s(?:(?:oral|orally|available|potent|selective|novel|new|highly"
    r"|second|third|first|next|generation|small|molecule)[\s-]){0,4}(?P<adjective>[a-z-]+\s)?",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\s(?:\()?(?:called |named )?", re.IGNORECASE)


def drug_facts(
    document: Document, drugs: Sequence[Entity], classes: Sequence[Entity]
) -> Iterator[tuple[Entity, Term, int, int]]:
    """(drug, class, start, end) wherever the text sets a class beside a drug's name."""
    text, beside = document.text, by_sentence(classes)
    for drug in drugs:
        for kind in beside.get(drug.sentence, ()):
            if kind.term is None:
                continue
            if drug.end <= kind.start and kind.start - drug.end < 60:
                match = _AFTER.fullmatch(text[drug.end : kind.start])
                if match:
                    yield drug, _narrower(match["adjective"], kind.term), drug.start, kind.end
            elif (
                0 < drug.start - kind.end < 12
                and _BEFORE.fullmatch(text[kind.end : drug.start])
                and not kind.text.endswith("s")
            ):
                yield drug, kind.term, kind.start, drug.end


def _narrower(adjective: str | None, kind: Term) -> Term:
    """The class with the adjective before its name ('irreversible'), where there is one."""
    narrower = terms_of(name_key(f"{adjective or ''}{kind.label}"))
    return next((term for term in narrower if term.kind is Kind.DRUG_CLASS), kind)
