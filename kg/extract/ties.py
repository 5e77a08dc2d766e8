"""Which treatment a response is said of, by the words between the two."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.document import Document
from kg.extract.lines import FAILURES, GAINS, Line, Result

_REACH = 130
"""Characters between a response and a drug told after it."""
_PLACE = re.compile(
    r"\b(?:to|with|on|under|during|after|despite|following|by|of|from|upon|while|when|through|against"
    r"|since|using|via"
    r"|through(?:out)?|thanks to|once)\b",
    re.IGNORECASE,
)
_SINCE = r"(?:after|when|once|while|since|until|upon|following|on|under|despite|during|by|with|to|being)"
_NEW_TREATMENT = re.compile(
    r"\b(?:treated|started|received|receiving|underwent|switched|changed|replaced|initiated|commenced"
    r"|given|administered"
    r"|enrolled|added|begun|began|restarted|resumed)\b",
    re.IGNORECASE,
)
_SINCE_TREATED = re.compile(
    rf"\b{_SINCE}\s(?:\w+\s){{0,4}}?(?:treated|started|received|receiving|initiated|commenced|given"
    rf"|administered|treatment"
    r"|being|initiation|start|starting|initiating|introduction|addition|adding|taking|switching"
    r"|changing)\b",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"[;:]|\b(?:but|then|therefore|thus|hence|so|subsequently|consequently|lead(?:ing)? to|led|prompt\w*"
    r"|requir\w+"
    r"|necessitat\w+|switch|change|he|she|they|we|who|which|thereafter|before|until|prior|however"
    r"|although|whereas"
    r"|allow\w+|recommended|planned|leading)\b",
    re.IGNORECASE,
)
_NEW_CLAUSE = re.compile(
    r",\s(?=\w)(?!(?:which was )?(?:after|following|on|under|during|with|to|despite|achieved|obtained"
    r"|induced|by|while)\b)"
)
_SUBJECT = re.compile(
    r"[\w\s()/+-]{0,80}?\b(?:was|were)\s(?:then |subsequently |therefore |also |immediately "
    r"|again )?(?:started|initiated"
    r"|commenced|administered|given|added|introduced|begun|offered|resumed|restarted|attempted|used"
    r"|chosen|selected)\b",
    re.IGNORECASE,
)
_RIGHT_BEFORE = re.compile(r"\b(?:after|since|once|when|to|on|under|despite)\s(?:the\s)?(?:\w+\s)?\Z")
_CHAIN = re.compile(
    r"(?:\s?,?\s?(?:and|followed by|and then|then|as well as|and subsequently|subsequent|or|nor"
    r"|,? (?:second|third|fourth)-line)\s)"
    r"(?:(?!was\b|were\b|is\b|received\b|achiev|started\b|show|had\b)[\w-]+\s){0,7}",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"\s(?:\w+\s)?(?:on|through|after|despite|under|to|with|during)\s(?:(?!and then\b|so\b|was\b|were\b"
    r"|he\b|she\b|therefore\b"
    r"|treated\b|received\b|switched\b|started\b)[\w-]+,?\s){0,8}"
)
_UPON = re.compile(
    r"\b(?:upon|on|at|after|following|due to|because of|owing to|for|in view of|in response to)\s(?:the "
    r"|first |further |disease "
    r"|tumou?r |radiological |rapid |his |her |time of |documented )*\Z",
    re.IGNORECASE,
)
_STOPPED = re.compile(
    r"\b(?:stopped|discontinu\w+|switched|changed|ended|withdrawn|replaced|until"
    r"|terminated)\b",
    re.IGNORECASE,
)
_FOLLOWED = re.compile(r"\b(?:after|following|since|post)\s(?:[\w-]+\s){0,4}\Z")
_THAT = re.compile(
    r"\s(?:(?:of )?(?:therapy|treatment|chemotherapy)\s)?(?:that|which|until)\s(?:[\w-]+\s){0,5}"
)
_FAILS = re.compile(r"\b(?:fail|refractory|resistan)", re.IGNORECASE)
_NO_ANSWER = frozenset({"surgery", "transplantation"})
_OF_ALL_BEFORE = re.compile(r"\b(?:both|all|each|neither)(?: of (?:which|them|these))?\s(?:had |have )?\Z")
_OF_ALL_AFTER = re.compile(
    r"\s(?:well\s|poorly\s|favou?rably\s)?(?:to|on|with|under|from|through|despite|after)"
    r"\s(?:them\b(?! in)|both\b(?! of the)(?! lungs)|all of (?:them|these)|each of (?:them|these)|either\b)"
)
_OF_ALL = re.compile(r"(?:neither|none|both|nor)\b", re.IGNORECASE)
"""Words that tie a response to all treatments told before it: 'responded to both', 'neither helped'."""
_WITH_OTHERS = re.compile(r"\s(?:and|plus|with|or|alternat\w+ with)\s(?:of\s)?(?:[\w-]+\s){0,2}")
"""Between a drug and treatment of which no drug is named, given side by side: 'A and of chemotherapy'."""
_CHAINED = FAILURES | {"new metastases", "resistance"}


def ahead(document: Document, result: Result, groups: Sequence[Line], others: Sequence[Result]) -> list[int]:
    """Indexes of the groups after a response that it is said of: 'progressed on A and then B'."""
    text = document.text
    picked: list[int] = []
    for index, group in enumerate(groups):
        if result.meaning in GAINS and _gives_no_answer(text, group):
            continue
        if group.start < result.entity.end or (group.start - result.entity.end > _REACH and not picked):
            continue
        if picked:
            between = text[groups[picked[-1]].end : group.start]
            apart = any(groups[picked[-1]].end <= other.entity.start < group.start for other in others)
            begun = between.startswith(",") and _SUBJECT.match(text, group.end, group.end + 110)
            if result.category in _CHAINED and not apart and not begun and _CHAIN.fullmatch(between[:80]):
                picked.append(index)
                continue
            break
        if any(
            result.entity.end <= other.entity.start < group.start for other in others if other is not result
        ):
            if _shares(text, result, group, others):
                picked.append(index)
            break
        if _linked(text, result, group):
            picked.append(index)
        else:
            break
    return picked


def _gives_no_answer(text: str, group: Line) -> bool:
    """True for 'a remission, and underwent transplantation', unless the remission came after it."""
    if group.drugs or not set(group.procedures) <= _NO_ANSWER:
        return False
    return _FOLLOWED.search(text, max(0, group.start - 40), group.start) is None


def _shares(text: str, result: Result, group: Line, others: Sequence[Result]) -> bool:
    """True for responses side by side with one treatment: 'a complete and then a partial remission on A'."""
    between = [o for o in others if result.entity.end <= o.entity.start < group.start]
    first = text[result.entity.end : between[0].entity.start]
    return (
        len(between) == 1
        and re.fullmatch(r"\s?,?\s(?:and|with|or)\s(?:an?\s)?(?:\w+\s){0,2}", first) is not None
        and (_linked(text, between[0], group))
    )


def _linked(text: str, result: Result, group: Line) -> bool:
    """True when the words between a response and a drug after it say that the one came of the other."""
    if group.start - result.entity.end > 2 * _REACH:
        return False
    between = re.sub(r"\([^()]*\)", " ", text[result.entity.end : group.start])
    if len(between) > _REACH:
        return False
    begun = _SUBJECT.match(text, group.end, group.end + 110) is not None
    return _names(result, between, begun=begun) or _places(result, between, begun=begun)


def _names(result: Result, between: str, *, begun: bool) -> bool:
    """True for a failure with its drugs as object: 'failed A', 'progressed through anthracyclines and A'."""
    fails = _FAILS.search(result.entity.text) is not None
    if fails and re.fullmatch(r"\s(?:\w+[\s-]){0,3}", between) and not _BREAK.search(between):
        return True
    return result.category in _CHAINED and not begun and _LISTED.fullmatch(between) is not None


def _places(result: Result, between: str, *, begun: bool) -> bool:
    """True when a word of time, place or cause ties the two: 'a response was achieved by A'."""
    head, _, tail = between.rpartition(" and ")
    if head and not re.match(rf"(?:{_SINCE})\b", tail) and _PLACE.search(tail):
        between = tail
    place = _PLACE.search(between) or (_PLACE.search(result.entity.text[-5:]) if len(between) < 45 else None)
    if place is None or _BREAK.search(between) or _NEW_CLAUSE.search(between):
        return False
    since, new = _SINCE_TREATED.search(between), _NEW_TREATMENT.search(between)
    if new and not (since and since.end() >= new.end()):
        return False
    return (
        since is not None or not begun or ("," not in between and _RIGHT_BEFORE.search(between) is not None)
    )


def on_progress(document: Document, result: Result, group: Line) -> bool:
    """True for 'B was started upon progression', where the progression is not that of B."""
    between = document.text[group.end : result.entity.start]
    text = result.entity.text.lower()
    if result.category not in FAILURES or _STOPPED.search(between):
        return False
    return _UPON.search(between) is not None or re.match(r"after|upon|at|before", text) is not None


def behind(document: Document, result: Result, groups: Sequence[Line]) -> int | None:
    """The index of the group before a response that it is said of; None without one."""
    before = [index for index, group in enumerate(groups) if group.end <= result.entity.start and group.given]
    if result.meaning in GAINS:  # surgery removes a tumour, it does not make it respond
        before = [
            index for index in before if groups[index].drugs or set(groups[index].procedures) != {"surgery"}
        ]
    if before and _THAT.fullmatch(document.text, groups[before[-1]].end, result.entity.start):
        return before[-1]
    main = [index for index in before if not groups[index].earlier]
    return main[-1] if main else before[-1] if before else None


def all_of(document: Document, result: Result, groups: Sequence[Line], last: int) -> list[int]:
    """The groups that a response after them is said of: the last, or all by 'both of which failed'."""
    text, entity = document.text, result.entity
    if (
        _OF_ALL_BEFORE.search(text, max(0, entity.start - 30), entity.start)
        or _OF_ALL_AFTER.match(text, entity.end)
        or (result.meaning in FAILURES and _OF_ALL.match(entity.text))
    ):
        return [index for index in range(last + 1) if groups[index].given]
    beside = last > 0 and groups[last - 1].given and groups[last - 1].drugs and not groups[last].drugs
    if beside and _WITH_OTHERS.fullmatch(text, groups[last - 1].end, groups[last].start):
        return [last - 1, last]
    return [last]
