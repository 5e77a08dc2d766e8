"""What a drug was given for: against the tumour, to support the patient, or against something else."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from kg.extract.document import Document
from kg.extract.entities import Entity

_BLOOD = re.compile(
    r"leuk|lymphom|myelom|histiocyt|macroglobulin|castleman|plasmacyt|mastocyt|myelodys|myelofib", re.I
)
_WITH = re.compile(
    r"[\s,]*(?:\([^()]*\)\s)?(?:and|plus|with|in combination with|/|\+"
    r"|combined with)[\s]*(?:[\w-]+\s){0,2}",
    re.IGNORECASE,
)
_NEAR = 50
"""Characters between two drugs that are given together."""
_LONGEST = 400
"""More characters than the name of a drug has."""
_HELPERS = frozenset({"kg:Bisphosphonate", "kg:RANKLInhibitor", "kg:Glucocorticoid", "kg:FolateRescueAgent"})
_OTHER_USE = re.compile(
    r"(?:\s(?:therapy|treatment))?\sfor\s(?:the |his |her |a |an |treatment of |control of "
    r"|long[- ]?standing |chronic |severe "
    r"|active |refractory |coexisting |concomitant )*(?:rheumat|psoria|crohn|ulcerative|lupus|SLE\b"
    r"|arthriti|uveiti|sarcoid"
    r"|multiple sclerosis|infertil|ectopic|eczema|atopic|vasculiti|nephri|endometriosis|osteopor|hypercalc"
    r"|menopaus"
    r"|benign|acne|immunosuppress|graft|GVHD|autoimmun|dermatomyos|polymyos|scleroderma|asthma|lichen"
    r"|warts?\b|birth"
    r"|contracep|hormone replacement|acromegal|infection|COVID|hepatitis)"
    r"|(?:\s?\([^()]{1,12}\))?[\s-](?:associated|related)\s(?:\w+[\s-]){0,2}"
    r"(?:lymphoprolif|LPD|lymphoma|leuk|myelodys|secondary|malignan)",
    re.IGNORECASE,
)
_OTHER_USE_BEFORE = re.compile(
    r"\b(?:rheumatoid arthritis|psoriasis|lupus|Crohn'?s disease|ulcerative colitis"
    r"|multiple sclerosis)\b[^.;]{0,60}"
    r"\b(?:treated|managed|controlled|maintained|treatment|therapy)\s(?:\w+\s){0,3}?(?:with|by"
    r"|on)\s(?:\w+\s)?\Z",
    re.IGNORECASE,
)
"""Around a drug taken against something else than the tumour: 'methotrexate for rheumatoid arthritis'."""
_METHOTREXATE = re.compile(
    r"\b(?:methotrexate|MTX)\b[^.]{0,12}[\s-](?:associated|related"
    r"|induced)\s(?:[\w-]+\s){0,2}(?:lymphoprolif|LPD)",
    re.IGNORECASE,
)
"""A disease that the drug, taken for another one, brought about."""
_AGAINST = re.compile(
    r"\b(?:high[- ]dose|intrathecal|intraventricular|chemotherapy|cycles?|courses?)\b", re.IGNORECASE
)
"""Before a drug that is given against the tumour after all."""


def against_tumours(drugs: Iterable[Entity], document: Document) -> Iterator[Entity]:
    """The drugs that count as treatment of the tumour; of the others it is noted why they do not."""
    drugs = list(drugs)
    elsewhere = {drug.id for drug in drugs if _taken_for_another(drug, document)}
    small = document.words.small
    if ("lymphoprolif" in small or "lpd" in small) and _METHOTREXATE.search(document.text):
        elsewhere |= {drug.id for drug in drugs if drug.term and drug.term.label == "Methotrexate"}
    others = sorted((one for one in drugs if one.term and not _HELPERS & set(one.term.parents)), key=_start)
    for drug in drugs:
        if (
            drug.id in elsewhere
            and _AGAINST.search(document.text, max(0, drug.start - 60), drug.start) is None
        ):
            drug.unread = "taken for another disease"
        elif _supports(drug, others, document.text):
            drug.unread = "given to support the patient, not against the tumour"
        else:
            yield drug


def _taken_for_another(drug: Entity, document: Document) -> bool:
    """True for 'methotrexate for rheumatoid arthritis', 'methotrexate-associated lymphoma'."""
    if drug.rule.startswith("regimens"):
        return False
    begin = document.sentences[drug.sentence].start
    if _OTHER_USE.match(document.text, drug.end):
        return True
    return _OTHER_USE_BEFORE.search(document.text[max(begin, drug.start - 130) : drug.start]) is not None


def _supports(drug: Entity, others: Sequence[Entity], text: str) -> bool:
    """True for bone-sparing drugs, for a rescue, and for steroids outside of a regimen or a blood cancer."""
    kinds = set(drug.term.parents) if drug.term else set()
    if "kg:Bisphosphonate" in kinds:
        return True
    if "kg:RANKLInhibitor" in kinds:
        return re.search(r"giant[- ]cell", text, re.IGNORECASE) is None
    if "kg:FolateRescueAgent" in kinds:
        return text[drug.end : drug.end + 8].lower().startswith(" rescue")
    if "kg:Glucocorticoid" not in kinds or drug.rule.startswith("regimens"):
        return False
    if _BLOOD.search(text):
        return False
    low = bisect_left(others, drug.start - _NEAR - _LONGEST, key=_start)
    near = others[low : bisect_left(others, drug.end + _NEAR, low, key=_start)]
    return not any(_together(text, *sorted((drug, other), key=_start)) for other in near)


def _start(drug: Entity) -> int:
    return drug.start


def _together(text: str, first: Entity, second: Entity) -> bool:
    between = text[first.end : second.start]
    return len(between) < _NEAR and _WITH.fullmatch(between) is not None
