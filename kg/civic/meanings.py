"""What CIViC's types, significances, directions and levels mean in our vocabulary."""

from __future__ import annotations

from kg.case import Modality

THERAPEUTIC = frozenset(
    {
        "predicts sensitivity to",
        "predicts resistance to",
        "predicts reduced sensitivity to",
        "predicts adverse response to",
        "is predictive for",
    }
)
"""Predicates whose object is a therapy; that of all others is the disease, or the gene's function."""

_PREDICATES: dict[str, dict[str, str]] = {
    "predictive": {
        "": "is predictive for",
        "sensitivity/response": "predicts sensitivity to",
        "resistance": "predicts resistance to",
        "reduced sensitivity": "predicts reduced sensitivity to",
        "adverse response": "predicts adverse response to",
    },
    "diagnostic": {
        "": "is diagnostic for",
        "positive": "is diagnostic inclusion criterion for",
        "negative": "is diagnostic exclusion criterion for",
    },
    "prognostic": {
        "": "is prognostic for",
        "better outcome": "is associated with better outcome for",
        "poor outcome": "is associated with worse outcome for",
    },
    "predisposing": {
        "": "predisposes to",
        "protectiveness": "protects against",
        "pathogenic": "is pathogenic for",
        "likely pathogenic": "is likely pathogenic for",
        "uncertain significance": "is of uncertain significance for",
        "likely benign": "is likely benign for",
        "benign": "is benign for",
    },
    "oncogenic": {
        "": "is oncogenic for",
        "protectiveness": "protects against",
        "likely oncogenic": "is likely oncogenic for",
        "uncertain significance": "is of uncertain significance for",
        "likely benign": "is likely benign for",
        "benign": "is benign for",
    },
    "functional": {
        "": "affects function of",
        "gain of function": "causes gain of function of",
        "loss of function": "causes loss of function of",
        "unaltered function": "leaves unaltered function of",
        "neomorphic": "causes new function of",
        "dominant negative": "is dominant negative for function of",
    },
}
"""Type -> significance -> predicate; '' stands for a significance that says no more than the type."""
TYPES = frozenset(_PREDICATES)
_NO_MORE = {
    "predictive": {"n/a"},
    "diagnostic": {"n/a"},
    "prognostic": {"n/a", "positive", "negative"},
    "predisposing": {"n/a", "positive", "predisposition"},
    "oncogenic": {"n/a", "oncogenicity", "oncogenic"},
    "functional": {"n/a", "unknown", "altered function"},
}
PREDICATES = tuple(dict.fromkeys(phrase for kind in _PREDICATES.values() for phrase in kind.values()))
"""Every predicate, each once."""
DIRECTIONS = {"supports": "supports", "does not support": "disputes", "n/a": "neutral", "": "neutral"}
STRENGTHS = {
    "A": "validated association",
    "B": "clinical evidence",
    "C": "case study evidence",
    "D": "preclinical evidence",
    "E": "inferential evidence",
}
"""Evidence level -> strength."""
ORIGINS = {
    "somatic": "somatic",
    "rare germline": "germline",
    "common germline": "germline",
    "germline": "germline",
}
ACCEPTED = "accepted"


def predicate(kind: str, significance: str) -> str | None:
    """The predicate of a type and a significance as CIViC writes them; None where either is unknown.

    >>> predicate("Predictive", "Resistance"), predicate("Prognostic", "N/A"), predicate("Lunar", "")
    ('predicts resistance to', 'is prognostic for', None)
    """
    known = _PREDICATES.get(_folded(kind))
    if known is None:
        return None
    meant = _folded(significance)
    return known.get("" if meant in _NO_MORE[_folded(kind)] else meant)


def direction(written: str) -> str | None:
    """Whether the evidence supports or disputes the statement; None for an unknown word.

    >>> direction("Does Not Support")
    'disputes'
    """
    return DIRECTIONS.get(_folded(written))


def modality(status: str | None) -> Modality:
    """What is accepted is said of the world; what is only submitted, or was rejected, is a hypothesis."""
    return Modality.BACKGROUND if status in {None, ACCEPTED} else Modality.HYPOTHESIS


def _folded(written: str) -> str:
    return " ".join(written.replace("_", " ").casefold().split())
