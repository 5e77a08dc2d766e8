"""What a term is: an identifier with its names, parents and mappings, as its vocabulary states them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.errors import KgError


class Kind(StrEnum):
    """What sort of thing a term names; each kind has one table in `ontology/terms`."""

    DISEASE = "disease"
    GENE = "gene"
    DRUG = "drug"
    DRUG_CLASS = "drug class"
    STATUS = "receptor status"
    RESPONSE = "response"
    SITE = "site"
    VARIANT_TYPE = "variant type"
    EVIDENCE = "evidence"
    SEX = "sex"
    ADVERSE_EVENT = "adverse event"

    @property
    def table(self) -> str:
        """The name of the kind's table.

        >>> Kind.DRUG_CLASS.table
        'drug-class.tsv'
        """
        return f"{self.value.replace(' ', '-')}.tsv"


@dataclass(frozen=True, slots=True)
class Term:
    """One term of one vocabulary, as released; synonyms, parents and mappings are sorted."""

    id: str
    """CURIE, in the spelling of `kg.ids`."""
    label: str
    kind: Kind
    synonyms: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    """CURIEs of the terms one step up: `is_a`, for sites `is_a` or `part_of`."""
    mappings: tuple[str, ...] = ()
    """CURIEs of exact matches in other vocabularies."""
    source: str = ""
    version: str = ""
    replaced_by: str | None = None
    """For an obsolete term, the CURIE of the one to use instead, where the vocabulary names one."""
    obsolete: bool = False
    licence: str = ""
    note: str = ""
    """Why a term is obsolete, or what else a reader should know."""

    @property
    def names(self) -> tuple[str, ...]:
        """The label and then the synonyms."""
        return (self.label, *(name for name in self.synonyms if name != self.label))


class UnknownTermError(KgError):
    """The tables hold no term of that identifier."""
