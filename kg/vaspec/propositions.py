"""Our predicates in VA-Spec 1.0: kind of proposition, predicate, and which way the evidence then points."""

from __future__ import annotations

from typing import NamedTuple

THERAPEUTIC = "VariantTherapeuticResponseProposition"
DIAGNOSTIC = "VariantDiagnosticProposition"
PROGNOSTIC = "VariantPrognosticProposition"
PATHOGENIC = "VariantPathogenicityProposition"
ONCOGENIC = "VariantOncogenicityProposition"
FUNCTIONAL = "ExperimentalVariantFunctionalImpactProposition"

_TURNED = {"supports": "disputes", "disputes": "supports", "neutral": "neutral"}


class Form(NamedTuple):
    """How VA-Spec says a predicate."""

    proposition: str
    predicate: str
    classification: str | None = None
    """What is said of the variant beside the proposition."""
    way: str = "same"
    """'turned' where the predicate denies the proposition, 'neutral' where it leaves it open."""

    def direction(self, ours: str) -> str:
        """The direction towards the proposition."""
        if self.way == "neutral":
            return "neutral"
        return _TURNED[ours] if self.way == "turned" else ours


FORMS: dict[str, Form] = {
    "predicts sensitivity to": Form(THERAPEUTIC, "predictsSensitivityTo"),
    "predicts resistance to": Form(THERAPEUTIC, "predictsResistanceTo"),
    "is diagnostic inclusion criterion for": Form(DIAGNOSTIC, "isDiagnosticInclusionCriterionFor"),
    "is diagnostic exclusion criterion for": Form(DIAGNOSTIC, "isDiagnosticExclusionCriterionFor"),
    "is associated with better outcome for": Form(PROGNOSTIC, "associatedWithBetterOutcomeFor"),
    "is associated with worse outcome for": Form(PROGNOSTIC, "associatedWithWorseOutcomeFor"),
    "is pathogenic for": Form(PATHOGENIC, "isCausalFor", "pathogenic"),
    "is likely pathogenic for": Form(PATHOGENIC, "isCausalFor", "likely pathogenic"),
    "is of uncertain significance for": Form(PATHOGENIC, "isCausalFor", "uncertain significance", "neutral"),
    "is likely benign for": Form(PATHOGENIC, "isCausalFor", "likely benign", "turned"),
    "is benign for": Form(PATHOGENIC, "isCausalFor", "benign", "turned"),
    "predisposes to": Form(PATHOGENIC, "isCausalFor", "predisposing"),
    "is oncogenic for": Form(ONCOGENIC, "isOncogenicFor", "oncogenic"),
    "is likely oncogenic for": Form(ONCOGENIC, "isOncogenicFor", "likely oncogenic"),
    "affects function of": Form(FUNCTIONAL, "impactsFunctionOf"),
    "causes gain of function of": Form(FUNCTIONAL, "impactsFunctionOf", "gain of function"),
    "causes loss of function of": Form(FUNCTIONAL, "impactsFunctionOf", "loss of function"),
    "causes new function of": Form(FUNCTIONAL, "impactsFunctionOf", "neomorphic"),
    "is dominant negative for function of": Form(FUNCTIONAL, "impactsFunctionOf", "dominant negative"),
    "leaves unaltered function of": Form(FUNCTIONAL, "impactsFunctionOf", "unaltered function", "turned"),
}
"""Predicate -> its form. Reduced sensitivity, adverse response, protection, and predicates without a way
('is prognostic for') have none in VA-Spec 1.0."""

_SOMATIC = {
    "is of uncertain significance for": "uncertain significance",
    "is likely benign for": "likely benign",
    "is benign for": "benign",
}


def form(predicate: str, *, oncogenic: bool) -> Form | None:
    """The form of a predicate; what is said alike of tumours and of inheritance goes by what is meant."""
    found = FORMS.get(predicate)
    if found and oncogenic and predicate in _SOMATIC:
        return found._replace(proposition=ONCOGENIC, predicate="isOncogenicFor")
    return found


def predicate(proposition: str, written: str, classification: str) -> str | None:
    """Our predicate for a proposition, the more exact one where the variant is classified; None if unknown.

    >>> predicate(PATHOGENIC, "isCausalFor", "Likely Pathogenic")
    'is likely pathogenic for'
    """
    folded = classification.casefold()
    alike = [
        (phrase, one)
        for phrase, one in FORMS.items()
        if (one.proposition, one.predicate) == (proposition, written)
    ]
    if not alike:
        return None
    if proposition == ONCOGENIC:
        alike += [(phrase, FORMS[phrase]) for phrase in _SOMATIC]
    exact = [phrase for phrase, one in alike if (one.classification or "") == folded]
    return exact[0] if exact else alike[0][0]
