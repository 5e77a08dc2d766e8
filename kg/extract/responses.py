"""What a sentence says of the tumour's answer to treatment: category as far as stated, quality."""

from __future__ import annotations

import re
from itertools import islice

from kg.case import Modality
from kg.extract.context import Context, modality
from kg.extract.document import Document, Role
from kg.extract.entities import Entity
from kg.extract.lines import FAILURES, MEANT, MOST, Result
from kg.extract.model import Topic
from kg.extract.phrases import Found, Phrases
from kg.extract.plain import small

_RESPONSES = Phrases("responses")
_BEFORE = 48
"""Characters before a response that may hold its qualities."""
_QUALITY = small(
    r"\b(dramatic|remarkable|significant|excellent|good|marked|rapid|impressive|exceptional|durable"
    r"|sustained"
    r"|long[- ]?lasting|prolonged|long[- ]?term|major|substantial|favou?rable|brilliant|profound"
    r"|persistent|continuous"
    r"|outstanding|extraordinary|deep|notable|satisfactory|minor|transient|brief|short[- ]lived|initial"
    r"|early)(?:ly)?\b"
)
_DURABLE = small(
    r"\b(?:durable|sustained|long[- ]?lasting|prolonged|long[- ]?term|lasting|persistent"
    r"|long)\b(?! (?:infusion|use))"
)
_DURABLE_AFTER = small(
    r"\s(?:that |which |has been |was |were |is |remains |proved )*(?:durable|long[- ]lasting|sustained)\b"
)
_CLAUSE = re.compile(
    r"[,;]|\b(?:but|then|after|with)\b|\band (?=(?:an?|the|s?he|was|had|achiev\w+|show\w+)\b)"
)
_ONGOING = small(
    r"\b(?:ongoing|still|continues|remains|remain|has been|currently|to date|until now|at the time of"
    r"|at present)\b"
)
_MARKER_AFTER = re.compile(
    r"[\s-]?(?:positive|negative|\+|-|status|and HER|,? HER|/|expression|receptor|interval)"
)
_NO_PROGRESSION = small(
    r"(?:\b(?:free|free from|free of|pseudo|cell cycle|risk of|rate of|prevent\w*|delay\w*|control|time to"
    r"|without"
    r"|suspected|possible"
    r"|suspicious for|suggest\w* of|slow(?:ed|ing)?|halt(?:ed|ing)?|mechanisms? of|driv\w+|no (?:evidence"
    r"|signs?) of"
    r"|no)|progression)[\s-](?:the |of |further |disease |tumou?r |any |his |her |in )*\Z"
)
_NO_PROGRESSION_AFTER = re.compile(
    r"[\s-](?:free|was (?:excluded|ruled out|suspected|not)|has not|had not)\b", re.IGNORECASE
)
_OF_HARM = small(
    r"\b(?:reaction|rash|colitis|fever|pains?|symptoms?|toxicity|toxicities|pneumonitis|pneumonia"
    r"|infection|nausea"
    r"|vomiting|diarrh\w+|neutropenia|thrombocytopenia|an?aemia|anemia|cough|dyspn\w+|headaches?|seizures?"
    r"|o?edema"
    r"|hypertension|neuropathy|mucositis|stomatitis|hepatitis|nephritis|myocarditis|thrombus|thrombosis"
    r"|wound|ulcers?"
    r"|hyper\w+emia|hypo\w+emia|events?|complications?|effects|bleeding|itching|pruritus)\b[^.;,]{0,45}\Z"
)
"""Before words like 'resolved completely' that tell of something else than the tumour."""
_GONE = small(
    r"(?:resolv|regress|disappear|clear|vanish|remit|complete|entire|total|full|almost|near|virtual"
    r"|practical|all but"
    r"|success|treated|managed)"
)
_PARTIAL_FIRST = re.compile(
    r"\b([Pp]artial|PR)(?:,| and|,? then| and then)\s(?:(?:then|later|subsequently|eventually|finally"
    r"|ultimately"
    r"|a|an|the|even)\s)+\Z"
)
_TUMOUR = small(
    r"\b(?:tumou?rs?|lesions?|mass(?:es)?|metasta\w+|nod(?:e|ule)s?|disease|lymphoma|sarcoma|cancer)\b"
)
_ANOTHER_SUBJECT = re.compile(r"\s(?:and|but|which|who|so|that)\s(?:[\w-]+\s)?(?:was|were)\s[\w-]+\Z")
"""Within a phrase that reaches from one clause into the next: 'an IgM flare and was dropped'."""
_NEW = re.compile(r"(?:new|further|additional|other)\s", re.IGNORECASE)
_TO = small(r"(?<!continued )(?<!continues )(?<!began )(?<!failed )\bto\s\Z")
"""Before an infinitive that nothing says to have come about: 'unlikely to respond'."""
_PSEUDO = small(r"\bpseudo-?\s?progress|\btumou?r flare")
_HEARSAY = frozenset({"history", "tested", "in vitro"})
"""Cues that do not bear on a response: 'history', 'evaluated for'."""
_UNDENIED = re.compile(r"\b(?:not|no|never|without|nor)\b", re.IGNORECASE)
_NOT_ONLY = re.compile(
    r"\bno(?:t)? (?:only|any|adverse|significant (?:adverse|side)|serious|severe|major|side|toxicit\w+)\b",
    re.I,
)


def results(document: Document, context: Context, number: int) -> tuple[list[Result], list[Entity]]:
    """The responses that hold for the patient, and all that were met, in text order."""
    sentence, told = document.sentences[number], document.words
    found = list(islice(_RESPONSES.found(told, sentence.first, sentence.last), MOST))
    kept = [one for one in found if not any(_inside(one, other) for other in found)]
    held: list[Result] = []
    met: list[Entity] = []
    for one in kept:
        start, end = told.starts[one.first], told.ends[one.last - 1]
        if _counts(document, one, start, end):
            if one.row["means"] == "complete response":
                _add_partial(document, held, start, number)
            entity = _entity(document, context, one, number)
            met.append(entity)
            if entity.modality is Modality.OBSERVED:
                held.append(_result(document, one.row["means"], entity))
    return held, met


def _add_partial(document: Document, held: list[Result], start: int, number: int) -> None:
    """Add the partial response of 'a partial and then a complete response'."""
    begin = max(document.sentences[number].start, start - 45)
    first = _PARTIAL_FIRST.search(document.text, begin, start)
    if first and document.sentences[number].role is Role.NARRATIVE:
        entity = Entity(Topic.RESPONSE, *first.span(1), first[1], number, "responses: partial response")
        entity.modality = Modality.OBSERVED
        held.append(Result("partial response", entity))


def _inside(one: Found, other: Found) -> bool:
    """True when another phrase covers this one and more, or overlaps it and began before."""
    if other is one or other.last <= one.first or one.last <= other.first:
        return False
    longer = other.last - other.first > one.last - one.first
    covers = other.first <= one.first and one.last <= other.last and longer
    return covers or (other.first < one.first < other.last < one.last)


def _counts(document: Document, found: Found, start: int, end: int) -> bool:
    """False for words that only look like a response."""
    means, capitals, surface = found.row["means"], found.row["capitals"], document.text[start:end]
    if means in {"none", "spontaneous"} or (capitals and surface not in capitals.split()):
        return False
    if capitals:
        return _MARKER_AFTER.match(document.text, end) is None
    if means in MEANT and _ANOTHER_SUBJECT.search(surface):
        return False
    if means in {"disease progression", "progressive disease", "growth"}:
        return _is_progress(document, start, end)
    return not _of_something_else(document.words.small[max(0, start - 60) : start], surface.lower())


def _is_progress(document: Document, start: int, end: int) -> bool:
    """False for a progression that is denied, feared, or only seems to be one."""
    small_text, sentence = document.words.small, document.sentences[document.sentence_at(start)]
    if _NO_PROGRESSION.search(small_text, max(0, start - 45), start):
        return False
    begin, stop = max(sentence.start, start - 200), min(sentence.end, end + 200)
    if _PSEUDO.search(small_text, begin, stop):
        return False
    return _NO_PROGRESSION_AFTER.match(document.text, end) is None


def _of_something_else(before: str, surface: str) -> bool:
    """True for a rash that resolved, and for 'unlikely to respond'."""
    if surface.split(maxsplit=1)[0] == "respond" and _TO.search(before):
        return True
    harm = _OF_HARM.search(before)
    return _GONE.match(surface) is not None and harm is not None and _TUMOUR.search(harm[0]) is None


def _entity(document: Document, context: Context, found: Found, number: int) -> Entity:
    start, end = document.words.starts[found.first], document.words.ends[found.last - 1]
    begin = start + len(new[0]) if (new := _NEW.match(document.text, start, end)) else start
    said = [means for means in context.around(begin, end) if means not in _HEARSAY]
    if found.row["means"] in FAILURES and not _denied(document, number, start):
        said = [means for means in said if means != "absent"]
    elif "absent" in said and _far(document, number, start):
        said.remove("absent")
    entity = Entity(Topic.RESPONSE, start, end, document.text[start:end], number, found.row.name)
    entity.modality = modality(said, document.sentences[number].role)
    return entity


def _denied(document: Document, number: int, start: int) -> bool:
    """True when a word of denial stands right before a progression or failure: 'has not progressed'."""
    begin = max(document.sentences[number].start, start - 40)
    return (
        re.search(r"\b(?:not|no|never|without|nor|free of)\s(?:\w+\s){0,4}\Z", document.text[begin:start])
        is not None
    )


def _far(document: Document, number: int, start: int) -> bool:
    """True when what is denied is something else than the response: 'no toxicity, and a partial response'."""
    begin = max(document.sentences[number].start, start - 110)
    before = document.text[begin:start]
    denials = [m for m in _UNDENIED.finditer(before) if not _NOT_ONLY.match(before, m.start())]
    if not denials:
        return True
    between = before[denials[-1].end() :]
    return re.search(
        r"[,;]|\b(?:and|with|but|achiev\w+|show\w+|reveal\w+|was|were|had)\b", between
    ) is not None and (len(between) > 25)


def _result(document: Document, means: str, entity: Entity) -> Result:
    text, sentence = document.text, document.sentences[entity.sentence]
    before = text[max(sentence.start, entity.start - _BEFORE) : entity.start]
    near = (_CLAUSE.split(before)[-1] + entity.text).lower()
    words = _QUALITY.findall(near)
    durable = bool(_DURABLE.search(near) or _DURABLE_AFTER.match(document.words.small, entity.end))
    return Result(
        means,
        entity,
        words[0] if words else None,
        durable=durable and means not in FAILURES,
        ongoing=bool(_ONGOING.search(before.lower())),
    )
