"""Whether a drug that is named was given to the patient, or only spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.case import Modality
from kg.extract.context import Context, modality
from kg.extract.document import Document
from kg.extract.entities import Entity

_REACH = 130
"""Characters before a drug that may tell whether it was given."""
_GIVING = re.compile(
    r"\b(?:treated|treating|received|receiving|receives|started|starting|initiated|initiating|given|administered"
    r"|commenced|switched|changed|underwent|undergoing|begun|began|enrolled|maintained|taking|resumed|added"
    r"|replaced|followed|substituted|progress(?:ed|ion|ing)|respon(?:ded|se|ding)|remission|refractory|failed"
    r"|failure|achieved|relapsed|despite|on|under)\b",
    re.IGNORECASE,
)
_UNGIVEN_VERB = re.compile(
    r"\b(?:not|never|without|nor|neither|refused?|refusing|declined?|declining|denied|instead of(?: being)?"
    r"|rather than|unable to|no)\s(?:\w+\s){0,3}\Z",
    re.IGNORECASE,
)
_MAYBE_VERB = re.compile(
    r"\b(?:to be|could|would|should|may|might|can|if|whether|consider(?:ed|ing)?|planned|plans?|planning|propos\w+"
    r"|recommend\w*|suggest\w*|scheduled|candidate|eligible|awaiting|hop\w+|intend\w*)\s(?:\w+\s){0,3}\Z",
    re.IGNORECASE,
)
_UNGIVEN_BEFORE = re.compile(
    r"\b(?:allerg(?:y|ic) to|contraindicat\w+ (?:to|for)|candidates? for|eligible for|ineligible for|unsuitable for"
    r"|(?:compared|comparison) (?:with|to)|unlike|versus|vs\.?|approved|approval of|unavailability of|lack of"
    r"|not|never|no|without|refus\w+|declin\w+|instead of|rather than|access to|analogues? of|similar to"
    r"|(?:mutations?|alterations?|variants?|amplification|loss|overexpression|fusions?|which|that|known to|may|can)"
    r" (?:is |are |being )?(?:\w+ ){0,2}(?:confers?|conferr?ing|predicts?|predictive|mediat\w+|associated|causes?"
    r"|sensitizes?|renders?|resistant|sensitive|sensitivity)(?: \w+){0,4}"
    r"|(?:confers?|conferring|predicts?|predicting|predictive of|causes?|causing|mechanisms? of|mediates?|mediating)"
    r" (?:\w+ ){0,3}(?:resistance|sensitivity|response|benefit)(?: \w+){0,2}"
    r"|sensitivity (?:to|of)|sensitive to|sensitizing to|targets? (?:of|for)|targeted by|binding (?:of|to)"
    r"|interaction between|efficacy of|effect of|indication for|metabolism of|metaboli[sz]\w+ of)"
    r"\s(?:the |an? |such as |drugs? |further |any |of |to )*\Z",
    re.IGNORECASE,
)
_LIST = r"(?:[\s,(/+-]{1,3}[\w()/+-]{1,30}){0,8}?"
_UNGIVEN_AFTER = re.compile(
    rf"{_LIST}\s(?:was|were|is|are|had been|has been|have been|could|would)\s(?:also |then |therefore |however |thus )?"
    r"(?:not\s(?:be\s|yet\s|been\s)?(?P<no>given|administered|available|started|initiated|used|possible|feasible"
    r"|considered|an option|approved|tried|received|recommended|indicated|reimbursed|covered)"
    r"|(?P<maybe>considered|recommended|planned|proposed|suggested|scheduled|approved|discussed|advised"
    r"|be (?:considered|used|given|an option|effective))"
    r"|(?P<refused>refused|declined|contraindicated|unavailable|withheld|rejected|ruled out|avoided|omitted|denied))\b",
    re.IGNORECASE,
)
_YET_GIVEN = re.compile(
    r"[^.;]{0,60}?\b(?:and|then)\s(?:was |were |then |subsequently )*(?:started|initiated|given|administered|begun)",
    re.IGNORECASE,
)
_SUBSTITUTED = re.compile(r"\b(?:instead of|rather than|in place of|substituted for|in lieu of)\s(?:the )?\Z")


def settle_drugs(drugs: Iterable[Entity], document: Document, context: Context) -> None:
    """Set the modality of each drug: observed when given, absent when explicitly not, else as the cues tell.

    A drug that another one came 'instead of' is observed only when the text tells elsewhere that it was given.
    """
    drugs = list(drugs)
    for drug in drugs:
        drug.modality = _modality(drug, document, context)
    given = {drug.id for drug in drugs if drug.modality is Modality.OBSERVED}
    for drug in drugs:
        replaced = _SUBSTITUTED.search(document.text, max(0, drug.start - 25), drug.start)
        if replaced and drug.id in given and drug.modality is Modality.ABSENT:
            drug.modality = Modality.OBSERVED


def _modality(drug: Entity, document: Document, context: Context) -> Modality:
    sentence = document.sentences[drug.sentence]
    cues = context.around(drug.start, drug.end)
    told = modality([cue for cue in cues if cue not in {"absent", "hypothesis", "tested"}], sentence.role)
    if told is not Modality.OBSERVED:
        return told
    before = document.text[max(sentence.start, drug.start - _REACH) : drug.start]
    after = document.text[drug.end : min(sentence.end, drug.end + _REACH)]
    if spoken := _after(after) or _before(before):
        return spoken
    verbs = list(_GIVING.finditer(before))
    if not verbs:
        return modality(cues, sentence.role)
    verb = verbs[-1]
    reach = before[max(0, verb.start() - 45) : verb.start()]
    if _UNGIVEN_VERB.search(reach):
        return Modality.ABSENT if verb[0].lower() not in {"progression", "progressed"} else Modality.OBSERVED
    return Modality.HYPOTHESIS if _MAYBE_VERB.search(reach) else Modality.OBSERVED


def _before(before: str) -> Modality | None:
    found = _UNGIVEN_BEFORE.search(before)
    if found is None:
        return None
    refused = re.match(r"not|never|no|without|refus|declin|instead|rather|allerg|contraind", found[0], re.I)
    return Modality.ABSENT if refused else Modality.BACKGROUND


def _after(after: str) -> Modality | None:
    found = _UNGIVEN_AFTER.match(after)
    if found is None or _YET_GIVEN.match(after, found.end()):
        return None
    return Modality.HYPOTHESIS if found["maybe"] else Modality.ABSENT
