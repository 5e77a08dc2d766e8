"""Whether a drug that is named was given to the patient, or only spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.case import Modality
from kg.extract.context import Context, modality
from kg.extract.document import Document
from kg.extract.entities import Entity

_REACH = 130
"""Characters before a drug that may tell whether it was given."""
_GIVING = re.compile(
    r"\b(?:(?P<result>progress(?:ed|ion|ing)?|respon(?:ded|se|ding|d)|remission|refractory|failed|failure"
    r"|achieved"
    r"|relapsed|despite|under|resistan(?:t|ce)|tolerate[ds]?|sensitive|intoleran(?:t|ce)|benefit)|treated"
    r"|treating|received?|receiving|receives|started|starting"
    r"|initiated|initiating|given|administered|commenced|switched|changed|underwent|undergoing|begun"
    r"|began|enrolled"
    r"|maintained|taking|resumed|added|replaced|followed|substituted)\b",
    re.IGNORECASE,
)
_UNGIVEN_VERB = re.compile(
    r"\b(?:not|never|without|nor|neither|refused?|refusing|declined?|declining|denied|instead of(?: being)?"
    r"|rather than|unable to|no)\s(?:(?!and\b|but\b)\w+\s){0,3}\Z",
    re.IGNORECASE,
)
_MAYBE_VERB = re.compile(
    r"\b(?:to be|could|would|should|may|might|can|if|whether|consider(?:ed|ing)?|planned|plans?|planning"
    r"|propos\w+"
    r"|recommend\w*|suggest\w*|scheduled|candidate|eligible|awaiting|hop\w+|intend\w*)\s(?:(?!and\b"
    r"|but\b)\w+\s){0,3}\Z",
    re.IGNORECASE,
)
_MAYBE_RESULT = re.compile(
    r"\b(?:could|would|should|may|might|can|if|whether|hop\w+)\s(?:\w+\s){0,2}\Z", re.I
)
_UNGIVEN_BEFORE = re.compile(
    r"\b(?:allerg(?:y|ic) to|contraindicat\w+ (?:to|for)|candidates? for|eligible for|ineligible for"
    r"|unsuitable for"
    r"|(?:compared|comparison) (?:with|to)|unlike|versus|vs\.?|approved|approval of|unavailability of"
    r"|lack of"
    r"|not|never|no|without|refus\w+|declin\w+|instead of|rather than|access to|analogues? of|similar to"
    r"|(?:mutations?|alterations?|variants?|amplification|loss|overexpression|fusions?|which|that"
    r"|known to|may|can)"
    r" (?:is |are |being )?(?:\w+ ){0,2}(?:confers?|conferr?ing|predicts?|predictive|mediat\w+|associated"
    r"|causes?"
    r"|sensitizes?|renders?|resistant|sensitive|sensitivity)(?: \w+){0,4}"
    r"|(?:confers?|conferring|predicts?|predicting|predictive of|causes?|causing|mechanisms? of|mediates?"
    r"|mediating)"
    r" (?:\w+ ){0,3}(?:resistance|sensitivity|response|benefit)(?: \w+){0,2}"
    r"|sensitivity (?:to|of)|(?<!was )(?<!were )(?<!remained )(?<!proved )sensitive to|sensitizing to"
    r"|targets? (?:of|for)|targeted by|binding (?:of|to)"
    r"|interaction between|efficacy of|effect of|indication for|metabolism of|metaboli[sz]\w+ of)"
    r"\s(?:the |an? |such as |drugs? |further |any |of |to )*\Z",
    re.IGNORECASE,
)
_LIST = r"(?:[\s,(/+-]{1,3}(?!which\b|that\b|who\b|but\b|because\b|since\b|as\b)[\w()/+-]{1,30}){0,8}?"
_UNGIVEN_AFTER = re.compile(
    rf"{_LIST}\s(?:was|were|is|are|had been|has been|have been|could|would)\s(?:also |then |therefore "
    rf"|however |thus )?"
    r"(?:not\s(?:be\s|yet\s|been\s)?(?P<no>given|administered|obtained|afforded|available|started|initiated|used|possible"
    r"|feasible"
    r"|considered|an option|approved|tried|received|recommended|indicated|reimbursed|covered)"
    r"|(?P<maybe>considered|recommended|planned|proposed|suggested|scheduled|approved|discussed|advised"
    r"|be (?:considered|used|given|an option|effective))"
    r"|(?P<refused>refused|declined|contraindicated|unavailable|withheld|rejected|ruled out|avoided"
    r"|omitted|denied))\b",
    re.IGNORECASE,
)
_WORLD = re.compile(
    rf"{_LIST}\s(?:have|has)\s(?:changed|shown|improved|demonstrated|revolutioni[sz]ed|emerged|become"
    rf"|(?:recently )?been (?:shown"
    r"|approved|reported|used|developed|proven|associated))\b"
)
_GIVEN_AFTER = re.compile(
    rf"{_LIST}\s(?:was|were)\s(?:then |also |subsequently |therefore |immediately |again "
    rf"|successfully )?(?:given|administered|begun"
    r"|started|initiated|commenced|added|resumed|restarted|introduced|stopped|discontinued|continued"
    r"|switched|changed"
    r"|used|increased|reduced|maintained|replaced|well tolerated|tolerated|interrupted|withdrawn"
    r"|effective|ineffective)\b",
    re.IGNORECASE,
)
_YET_GIVEN = re.compile(
    r"[^.;]{0,60}?\b(?:and|then)\s(?:was |were |then |subsequently )*(?:started|initiated|given"
    r"|administered|begun)",
    re.IGNORECASE,
)
_BLOOD = re.compile(
    r"leuk|lymphom|myelom|histiocyt|macroglobulin|castleman|plasmacyt|mastocyt|myelodys|myelofib", re.I
)
_WITH = re.compile(
    r"[\s,]*(?:\([^()]*\)\s)?(?:and|plus|with|in combination with|/|\+"
    r"|combined with)[\s]*(?:[\w-]+\s){0,2}",
    re.IGNORECASE,
)
_HELPERS = frozenset({"kg:Bisphosphonate", "kg:RANKLInhibitor", "kg:Glucocorticoid", "kg:FolateRescueAgent"})
_SUBSTITUTED = re.compile(
    r"\b(?:instead of|rather than|in place of|substituted for"
    r"|in lieu of)\s(?:the )?\Z"
)


def settle_drugs(drugs: Iterable[Entity], document: Document, context: Context) -> None:
    """Set the modality of each drug: observed when given, absent when explicitly not, else as the cues tell.

    A drug that another came 'instead of' is observed only when the text tells elsewhere that it was given.
    """
    drugs = list(drugs)
    for drug in drugs:
        drug.modality = _modality(drug, document, context)
    given = {drug.id for drug in drugs if drug.modality is Modality.OBSERVED}
    for drug in drugs:
        replaced = _SUBSTITUTED.search(document.text, max(0, drug.start - 25), drug.start)
        if replaced and drug.id in given and drug.modality is Modality.ABSENT:
            drug.modality = Modality.OBSERVED


def against_tumours(drugs: Iterable[Entity], document: Document) -> Iterator[Entity]:
    """The drugs that count as treatment of the tumour; of the others it is noted why they do not."""
    drugs = list(drugs)
    for drug in drugs:
        if _supports(drug, drugs, document.text):
            drug.unread = "given to support the patient, not against the tumour"
        else:
            yield drug


def _supports(drug: Entity, drugs: list[Entity], text: str) -> bool:
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
    others = (other for other in drugs if other.term and not _HELPERS & set(other.term.parents))
    return not any(_together(text, *sorted((drug, other), key=_start)) for other in others)


def _start(drug: Entity) -> int:
    return drug.start


def _together(text: str, first: Entity, second: Entity) -> bool:
    between = text[first.end : second.start]
    return len(between) < 50 and _WITH.fullmatch(between) is not None


def _modality(drug: Entity, document: Document, context: Context) -> Modality:
    sentence = document.sentences[drug.sentence]
    cues = context.around(drug.start, drug.end)
    told = modality([cue for cue in cues if cue not in {"absent", "hypothesis", "tested"}], sentence.role)
    if told is not Modality.OBSERVED:
        return told
    before = document.text[max(sentence.start, drug.start - _REACH) : drug.start]
    after = document.text[drug.end : min(sentence.end, drug.end + _REACH)]
    if spoken := _before(before[-90:]) or _after(after):
        return spoken
    verbs = list(_GIVING.finditer(before))
    if not verbs:
        return modality(cues, sentence.role)
    verb = verbs[-1]
    reach = before[max(0, verb.start() - 45) : verb.start()]
    if _UNGIVEN_VERB.search(reach):
        return Modality.OBSERVED if verb["result"] else Modality.ABSENT
    maybe = _MAYBE_RESULT if verb["result"] else _MAYBE_VERB
    return Modality.HYPOTHESIS if maybe.search(reach) else Modality.OBSERVED


def _before(before: str) -> Modality | None:
    found = _UNGIVEN_BEFORE.search(before)
    if found is None:
        return None
    refused = re.match(r"not|never|no|without|refus|declin|instead|rather|allerg|contraind", found[0], re.I)
    return Modality.ABSENT if refused else Modality.BACKGROUND


def _after(after: str) -> Modality | None:
    if _GIVEN_AFTER.match(after):
        return Modality.OBSERVED
    if _WORLD.match(after):
        return Modality.BACKGROUND
    found = _UNGIVEN_AFTER.match(after)
    if found is None or _YET_GIVEN.match(after, found.end()):
        return None
    return Modality.HYPOTHESIS if found["maybe"] else Modality.ABSENT
