"""Whether a drug that is named was given to the patient, or only spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from kg.case import Modality
from kg.extract.context import Context, modality
from kg.extract.document import Document
from kg.extract.entities import Entity
from kg.extract.plain import small

_REACH = 130
"""Characters before a drug that may tell whether it was given."""
_GIVING = small(
    r"\b(?:(?P<result>progress(?:ed|ion|ing)?|respon(?:ded|se|ding|d)|remission|refractory|failed|failure"
    r"|achieved"
    r"|relapsed|despite|under|resistan(?:t|ce)|tolerate[ds]?|sensitive|intoleran(?:t|ce)|benefit)|treated"
    r"|treating|received?|receiving|receives|started|starting"
    r"|initiated|initiating|given|administered|commenced|switched|changed|underwent|undergoing|begun"
    r"|began|enrolled"
    r"|maintained|taking|resumed|added|replaced|followed|substituted|continued|prescribed|took|taken"
    r"|infused|instilled"
    r"|injected|applied|tried|opted for|put on|placed on|commencing|continuing)\b"
)
_UNGIVEN_VERB = small(
    r"\b(?:not|never|without|nor|neither|refused?|refusing|declined?|declining|denied|instead of(?: being)?"
    r"|rather than|unable to|no)\s(?:(?!and\b|but\b)\w+\s){0,3}\Z"
)
_MAYBE_VERB = small(
    r"\b(?:to be|could|would|should|may|might|can|if|whether|consider(?:ed|ing)?|planned|plans?|planning"
    r"|propos\w+"
    r"|recommend\w*|suggest\w*|scheduled|candidate|eligible|awaiting|hop\w+|intend\w*)\s(?:(?!and\b"
    r"|but\b)\w+\s){0,3}\Z"
)
_MAYBE_RESULT = small(r"\b(?:could|would|should|may|might|can|if|whether|hop\w+)\s(?:\w+\s){0,2}\Z")
_UNGIVEN_BEFORE = small(
    r"\b(?:allerg(?:y|ic) to|contraindicat\w+ (?:to|for)|(?:preclud|prohibit|forbad|forbid|bar)\w+"
    r"(?: (?:the )?(?:use|giving|administration) of| treatment with| therapy with)?|candidates? for"
    r"|eligible for|ineligible for"
    r"|unsuitable for"
    r"|(?:compared|comparison) (?:with|to)|unlike|versus|vs\.?|approved|approval of|unavailability of"
    r"|lack of"
    r"|contemplat\w+|envisag\w+|no access to|not|never|no|without|refus\w+|declin\w+|instead of"
    r"|rather than|access to|analogues? of|similar to"
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
    r"\s(?:the |an? |such as |drugs? |further |any |of |to )*\Z"
)
_TOLD_EFFECT = small(r"(?:effect|efficacy)\s(?:of|to)\s(?:the |this )*\Z")
"""Before a drug whose effect is told of as seen: 'the effect of A was evaluated as PR'."""
_SEEN = small(
    r"[\s\w()/+-]{0,40}?\s(?:was|were)\s(?!not\b|unknown\b|unclear\b|studied\b|investigated\b|reported\b)"
    r"|[\s\w()-]{0,30}?\sin (?:this|our) (?:case|patient)\b"
)
_UNDER = small(
    r"(?<!\bnot)(?<!\bno)(?<!\bnever)(?<!\bwithout)(?<!\bnor)\s(?:after|following|under|on|during|since"
    r"|despite|upon)\s"
    r"(?:(?:the|a|an|his|her|only|just|about|more|than|\d+|one|two|three|four|five|six|seven|eight|nine"
    r"|ten|twelve"
    r"|several|first|second|third|further|full|single|combined|combination|starting|start|initiation"
    r"|receiving|taking"
    r"|being|introduction|completion|end|withdrawal|induction|neoadjuvant|preoperative|adjuvant"
    r"|maintenance|salvage|systemic|high"
    r"|low|dose|oral"
    r"|cycles?|courses?|doses?|weeks?|months?|years?|days?|lines?|of|with|by|and|therapy|treatment|treated"
    r"|chemotherapy|immunotherapy|monotherapy|regimen)[\s-]){0,6}\Z"
)
"""Before a drug that something came of, whatever else the sentence denies: 'no lesion was left after A'."""
_LISTED = re.compile(r",?\s(?:and|plus|or)\s|,\s|\s?[/+]\s?|-")
"""Between two drugs of which the second shares what is told of the first."""
_DENIAL = small(
    r"\b(?:no|not|without|never|nor|neither|none|absence|lack\w*|free|negative|den(?:y|ied)|refus\w+"
    r"|declin\w+(?!\s(?:from|to|with|under|on|by|after|during|\w+ly)\b)"
    r"|exclu\w+|ruled|fail\w*)\b"
)
_NEITHER = small(r"\bneither\b[^.;:]{0,90}\Z")
_LIST = r"(?:[\s,(/+-]{1,3}(?!which\b|that\b|who\b|but\b|because\b|since\b|as\b)[\w()/+-]{1,30}){0,8}?"
_UNGIVEN_AFTER = small(
    rf"{_LIST}\s(?:was|were|is|are|had been|has been|have been|could|would)\s(?:also |then |therefore "
    rf"|however |thus )?"
    r"(?:not\s(?:be\s|yet\s|been\s)?(?P<no>given|administered|obtained|afforded|available|started"
    r"|initiated|used|possible"
    r"|feasible"
    r"|considered|an option|approved|tried|received|recommended|indicated|reimbursed|covered)"
    r"|(?P<maybe>considered|recommended|planned|proposed|suggested|scheduled|approved|discussed|advised"
    r"|be (?:considered|used|given|an option|effective|expected|anticipated))"
    r"|(?P<refused>refused|declined|contraindicated|unavailable|withheld|rejected|ruled out|avoided"
    r"|omitted|denied|reserved|precluded|spared|kept in reserve|out of the question|contemplated"
    r"|offered(?=,? but\b)))\b"
)
_WORLD = re.compile(
    rf"{_LIST}\s(?:have|has)\s(?:changed|shown|improved|demonstrated|revolutioni[sz]ed|emerged|become"
    rf"|(?:recently )?been (?:shown"
    r"|approved|reported|used|developed|proven|associated))\b"
)
_GIVEN_AFTER = small(
    rf"{_LIST}\s(?:was|were)\s(?:then |also |subsequently |therefore |immediately |again "
    rf"|successfully )?(?:(?P<verb>given|administered|begun"
    r"|started|initiated|commenced|added|used)|resumed|restarted|introduced|stopped|discontinued|continued"
    r"|switched|changed"
    r"|increased|reduced|maintained|replaced|well tolerated|tolerated|interrupted|withdrawn"
    r"|effective|ineffective)\b"
)
_YET_GIVEN = small(
    r"[^.;]{0,60}?\b(?:and|then)\s(?:was |were |then |subsequently )*(?:started|initiated|given"
    r"|administered|begun)"
)
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
    for first, second in pairwise(drugs):
        if (first.modality, second.modality) == (Modality.OBSERVED, Modality.ABSENT):
            between = document.text[first.end : second.start] if first.end <= second.start else ""
            if _LISTED.fullmatch(between):
                second.modality = Modality.OBSERVED
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
    before = document.words.small[max(sentence.start, drug.start - _REACH) : drug.start]
    after = document.text[drug.end : min(sentence.end, drug.end + _REACH)]
    if spoken := _before(before[-90:], after) or _after(before, after):
        return spoken
    verbs = list(_GIVING.finditer(before))
    if not verbs:
        return modality(_reaching(cues, before), sentence.role)
    verb = verbs[-1]
    reach = before[max(0, verb.start() - 45) : verb.start()]
    if _UNGIVEN_VERB.search(reach):
        return Modality.OBSERVED if verb["result"] else Modality.ABSENT
    maybe = _MAYBE_RESULT if verb["result"] else _MAYBE_VERB
    return Modality.HYPOTHESIS if maybe.search(reach) else Modality.OBSERVED


def _reaching(cues: list[str], before: str) -> list[str]:
    """The cues but for a denial of something else: 'no lesion was left after A'."""
    if _UNDER.search(before) or not _DENIAL.search(before):
        return [cue for cue in cues if cue != "absent"]
    return cues


def _before(before: str, after: str) -> Modality | None:
    found = _UNGIVEN_BEFORE.search(before)
    if found is None or (_TOLD_EFFECT.search(before) and _SEEN.match(after.lower())):
        return None
    refused = re.match(r"not|never|no|without|refus|declin|instead|rather|allerg|contraind", found[0])
    return Modality.ABSENT if refused else Modality.BACKGROUND


def _after(before: str, after: str) -> Modality | None:
    small_after = after.lower()
    if given := _GIVEN_AFTER.match(small_after):
        neither = _NEITHER.search(before) and given["verb"]
        return Modality.ABSENT if neither else Modality.OBSERVED
    if _WORLD.match(after):
        return Modality.BACKGROUND
    found = _UNGIVEN_AFTER.match(small_after)
    if found is None or _YET_GIVEN.match(small_after, found.end()):
        return None
    return Modality.HYPOTHESIS if found["maybe"] else Modality.ABSENT
