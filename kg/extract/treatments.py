"""The treatments that a sentence tells of: drugs told together, and treatments without a drug's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from kg.extract.context import Context
from kg.extract.document import Document
from kg.extract.entities import Entity
from kg.extract.lines import GENERIC, MOST, Line
from kg.extract.numbers import ONES
from kg.extract.phrases import Found, Phrases
from kg.extract.plain import small

_THERAPY = Phrases("therapy")

# What may stand between two drugs of one regimen besides the joining word.
_DOSE_UNIT = (
    r"(?:mg|g|mcg|\u00b5g|ug|units?|IU|Gy|MU|AUC|mCi|GBq|%)"
    r"(?:/(?:kg|m2|m\(?2\)?|m\^2|day|d|dose|week|body|m\u00b2|ml|h))*"
)
_DOSE = small(
    rf"\([^()]{{0,90}}\)|\[[^\[\]]{{0,90}}\]|\b\d[\d.,]*\s?{_DOSE_UNIT}|\b(?:on )?days? \d+(?:\s?(?:-|,"
    rf"|and|to)\s?\d+)*"
    r"|\b(?:every|per|each) (?:\d+|two|three|four|other)?\s?(?:weeks?|days?|months?|hours?)\b"
    r"|\b(?:once|twice|three times|q\d?[dwh]|bid|tid|qd|daily|weekly|biweekly|monthly|orally|oral|iv"
    r"|intravenous(?:ly)?"
    r"|intrathecal|subcutaneous|low-dose|high-dose|dose-dense|metronomic|liposomal|systemic|inhaled"
    r"|topical|a day|per day|AUC \d|area under the curve"
    r"|(?:at )?an? (?:initial |starting )?(?:dos(?:e|age)|rate) of)\b|/day|/d\b|[\u00ae\u2122]"
)
_APPOSED = small(
    r",? an? [\w/ -]{3,60}?(?:inhibitors?|antibod(?:y|ies)|agents?|blockers?|TKI|agonist|antagonist"
    r"|analogue)(?:,|(?= and\b)|(?= with\b))"
)
_NOUN = small(
    r"^(?:-based|-containing)?\s?(?:combination |systemic |induction |maintenance )?(?:chemotherapy|chemo"
    r"|therapy|treatment|monotherapy"
    r"|regimen|doublet|infusions?|injections?)?(?= |,|$)"
)
_WORD = (
    r"(?:and|plus|\+|/|-|&|with|combined with|in combination with|in addition to|together with|along with"
    r"|as well as|added to|combination of|or|concurrent(?:ly)?(?: with)?|concomitant(?:ly)?(?: with)?"
    r"|in conjunction with"
    r"|combination with|coupled with|alongside|simultaneous(?:ly)? with|followed by concurrent|both)"
)
_JOINED = small(
    rf"[\s,]*{_WORD}?[\s,]*(?:and\s)?(?:the|a|an|of"
    rf"|anti-\w+ \w+)?\s*(?:the\s)?(?:[A-Z0-9-]{{2,9}} (?:inhibitor|antibody) )?"
)
_APART = re.compile(r"\b(?:after|following|despite|prior|previous|failed|received|and)\b")
_COMBINED = re.compile(
    r"\s(?:\w+\s)?(?:was|were)\s(?:also |then |subsequently )?(?:administered |given |started |initiated "
    r"|used |combined |added )?"
    r"(?:orally )?(?:in combination with|concurrently with|concomitantly with|together with|along with"
    r"|with|to)\s(?:the )?(?:\w+ )?"
    r"|\s(?:and|plus|with|combined with|in combination with)\s(?:[\w-]+\s){0,2}(?:chemotherapy|regimen)\s?"
    r"(?:\(|:|,?\s(?:consisting of|including|comprising|containing|with|of)\s)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r",\s(?:and|so)\s")
_ALONE_AFTER = re.compile(
    r"(?:\s\([^()]{0,40}\))?\swas\s(?:then |subsequently |therefore |also )?"
    r"(?:started|begun|initiated|commenced|given|administered|added|substituted)\b"
)
"""After a drug that is alone what a clause speaks of: 'failed on A, and B was started'."""
_NAMED = re.compile(r"\s?\((?:modified |the |i\.e\.,? )?m?", re.IGNORECASE)
"""Between drugs and the name of their regimen: 'oxaliplatin (modified FOLFOX6)'."""
_NEWLY_SAID = re.compile(r"[.;:]|\b(?:then|after|added|followed|before|but|while|switched|changed|later)\b")
_LISTED = re.compile(
    r"(?:(?!before|then|after|received|receiving|was|were|failed|prior)[\w-]+\s?|\s){0,4}(?:,|including"
    r"|with|consisting of|comprising|:|\()?\s?(?:and\s|the\s|with\s)?"
)
_ASIDE = re.compile(
    r"(?:After|Due to|Following|Because of|Despite|On|Under|Upon|With|Since|When|Owing to|Given"
    r"|In)\b[^,]*\Z"
)
_SUBJECT = re.compile(
    r"[\w\s()/+-]{0,60}?\b(?:was|were)\s(?:then |subsequently |therefore )?(?:started|initiated|commenced"
    r"|administered"
    r"|given|introduced|begun|offered|tried|chosen)\b"
)
_AFTER_FAILURE = small(
    r"\b(?:progress\w*|failure|relaps\w+|recurrence|recurred|resistan\w+|intoleran\w+|refractory|escape)"
    r"\s(?:on|after|under|with|to|of|through|following|during|from)\s(?:[\w-]+\s){0,4}\Z"
)
_ACTS = re.compile(
    r"\s(?:then\s|rapidly\s|finally\s)?(?:shrank|gave|led|brought|produced|achieved|induced|resulted"
    r"|stabili[sz]ed"
    r"|controlled|yielded|was|were|cleared|reduced)\b"
)
"""Around the comma between a drug that failed and the next: 'progression after A, B shrank all lesions'."""
_HOW = small(
    r"\b(?:autologous|allogeneic|(?:ha?ematopoietic )?(?:stem[- ]cell|progenitor)|bone marrow"
    r"|peripheral blood|whole[- ]brain"
    r"|whole[- ]body|local|external|beam|stereotactic|body|focal|palliative|adjuvant|consolidative"
    r"|surgical)\b"
)
_OTHER_WORDS = re.compile(
    r"\b(?:and|then|was|were|followed|after|by|with|to|on|had|until|before|but|again)\b|[.;]"
)
_CYCLES = small(
    r"\b(?P<n>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|twelve)\s(?:\w+\s){0,2}(?:cycles?"
    r"|courses?)\b"
)
_EARLIER = small(
    r"\b(?:(?:after|following)(?! which| that| this)|previous(?:ly)?|prior|despite|in spite of|instead of"
    r"|in place of"
    r"|substituted for|rather than"
    r"|pretreated with|refractory to|resistant to|resistance to|intolerant to|intolerance (?:to|of)"
    r"|fail(?:ed|ing|ure of)"
    r"|progress(?:ed|ion|ing)(?: disease)? (?:on|with|after|under|during|through)"
    r"|(?<!was )(?<!were )(?<!been )replaced(?! by| with)|replacing|discontinuation of"
    r"|stopping|cessation of|had (?:already )?(?:received|been treated with|undergone))\b[^,;.]{0,60}\Z"
)


def groups(document: Document, context: Context, number: int, drugs: Sequence[Entity]) -> list[Line]:
    """The treatments of a sentence in text order; what is told of a drug's line stands in its group."""
    found = _drug_groups(document.text, number, drugs[:MOST])
    sentence = document.sentences[number]
    words = list(islice(_THERAPY.found(document.words, sentence.first, sentence.last), MOST))
    for word in words:
        _tell(document, found, word)
    for word in words:
        _treat(document, context, number, found, word)
    found.sort(key=lambda group: group.start)
    _mark_earlier(document, number, found)
    return found


def _drug_groups(text: str, number: int, drugs: Sequence[Entity]) -> list[Line]:
    found: list[Line] = []
    for drug in drugs:
        last = found[-1] if found else None
        if last and (_same(text, last, drug) or _joined(text, last, drug)):
            if drug.id not in last.ids:
                last.drugs.append(drug)
            last.end = max(last.end, drug.end)
        else:
            found.append(Line([drug], drug.start, drug.end, number))
    for line in found:
        line.evidence.append((line.start, line.end))
        named = (drug.rule.partition(": ")[2] for drug in line.drugs if drug.rule.startswith("regimens: "))
        line.regimen = next(named, None)
    return found


def _same(text: str, last: Line, drug: Entity) -> bool:
    """True for a second name of a drug beside the first: 'trastuzumab (Herceptin)'."""
    if drug.id not in last.ids or drug.start - last.end >= 40 or drug.rule.startswith("regimens"):
        return False
    return _OTHER_WORDS.search(text, last.end, max(last.end, drug.start)) is None


def _joined(text: str, last: Line, drug: Entity) -> bool:
    """True when a drug belongs to the regimen told before it."""
    if drug.start <= last.end:
        return True
    between = text[last.end : drug.start]
    if len(between) > 160:
        return False
    if _names_regimen(last, drug, between):
        return True
    between = between.removeprefix(")")
    if last.drugs[-1].modality is not drug.modality or _opens_clause(text, last, drug, between):
        return False
    if _COMBINED.fullmatch(between):
        return True
    between = _NOUN.sub("", _APPOSED.sub(",", _DOSE.sub(" ", between.lower())), count=1)
    return _JOINED.fullmatch(between) is not None


def _opens_clause(text: str, last: Line, drug: Entity, between: str) -> bool:
    """True for the comma of 'Due to progression under A, B was started', 'failed on A, and B was'."""
    if between.strip() == ",":
        return _ends_aside(text, last, drug)
    return _CLAUSE.search(between) is not None and _ALONE_AFTER.match(text, drug.end) is not None


def _names_regimen(last: Line, drug: Entity, between: str) -> bool:
    """True for drugs beside the name of their regimen: 'oxaliplatin (FOLFOX)', 'FOLFOX: oxaliplatin'."""
    if drug.rule.startswith("regimens: ") and drug.id in last.ids and _NAMED.fullmatch(between):
        return True
    return last.drugs[-1].rule.startswith("regimens: ") and re.fullmatch(r"[\s(:,)]*", between) is not None


def _ends_aside(text: str, last: Line, drug: Entity) -> bool:
    """True for the comma of 'Due to progression under A, B was started'."""
    if _AFTER_FAILURE.search(text, max(0, last.start - 60), last.start) and _ACTS.match(text, drug.end):
        return True
    opening = re.split(r"[.;]\s", text[max(0, last.start - 90) : last.start])[-1]
    return (
        _ASIDE.match(opening.lstrip()) is not None
        and _SUBJECT.match(text, drug.end, drug.end + 90) is not None
    )


def _tell(document: Document, found: list[Line], word: Found) -> None:
    """Numbers and settings go to the drugs that they stand beside."""
    means = word.row["means"]
    if means not in {"line", "setting"}:
        return
    start, end = document.words.starts[word.first], document.words.ends[word.last - 1]
    near = _near(found, start, end)
    if near and means == "line":
        near.number = near.number or int(word.row["value"])
    elif near:
        near.setting = near.setting or word.row["value"]


def _near(found: Sequence[Line], start: int, end: int) -> Line | None:
    near = [g for g in found if g.drugs and (0 <= g.start - end < 60 or 0 <= start - g.end < 40)]
    return min(near, key=lambda g: min(abs(g.start - end), abs(start - g.end)), default=None)


def _treat(document: Document, context: Context, number: int, found: list[Line], word: Found) -> None:
    """A treatment without a drug's name: part of the group beside it, or a group of its own."""
    means, text = word.row["means"], document.text
    start, end = document.words.starts[word.first], document.words.ends[word.last - 1]
    if means in {"line", "setting"} or set(context.around(start, end)) & {"absent", "hypothesis", "family"}:
        return
    if means == "lines":
        _count(text, found, Line([], start, end, number, lines=word.row["value"], evidence=[(start, end)]))
    elif not any(_takes(text, group, means, start, end) for group in found):
        found.append(Line([], start, end, number, procedures=[means], evidence=[(start, end)]))


def _count(text: str, found: list[Line], several: Line) -> None:
    """Tell 'three lines of chemotherapy' of the drugs listed after it, or as a line without drugs."""
    listed = next((g for g in found if g.drugs and 0 <= g.start - several.end < 60), None)
    if (
        listed
        and _LISTED.fullmatch(text[several.end : listed.start])
        and not _SUBJECT.match(text, listed.end)
    ):
        listed.lines, listed.start = several.lines, several.start
    elif not any(_is_among(text, group, several) for group in found):
        found.append(several)


def _is_among(text: str, group: Line, several: Line) -> bool:
    """True for 'A, in several lines', where the lines are no treatment besides the drugs."""
    if not group.drugs or not 0 <= several.start - group.end < 40:
        return False
    return _APART.search(text, group.end, several.start) is None


def _takes(text: str, group: Line, means: str, start: int, end: int) -> bool:
    """True when a treatment without a drug's name is part of a group, or only another word for it."""
    if group.start < end and start < group.end:
        return True
    before, after = (end, group.start) if end <= group.start else (group.end, start)
    if after - before > 70 or (not group.drugs and means in GENERIC and not group.procedures):
        return False
    between = text[before:after]
    if group.drugs and means in GENERIC:
        return not _NEWLY_SAID.search(between) and not (" and " in between and end > group.end)
    if not _JOINED.fullmatch(_NOUN.sub("", _HOW.sub(" ", _DOSE.sub(" ", between.lower())), count=1)):
        return False
    group.procedures.append(means)
    group.start, group.end = min(start, group.start), max(end, group.end)
    return True


def _mark_earlier(document: Document, number: int, found: list[Line]) -> None:
    """Tell apart what came before: 'B after A', 'B instead of A'; and count the cycles."""
    text, sentence = document.words.small, document.sentences[number]
    begin = sentence.start
    for group in found:
        before = text[max(begin, group.start - 80) : group.start]
        group.earlier = len(found) > 1 and _EARLIER.search(before) is not None
        around = text[max(begin, group.start - 50) : min(sentence.end, group.end + 30)]
        if cycles := _CYCLES.search(around):
            group.cycles = ONES.get(cycles["n"]) or int(cycles["n"])
        begin = group.end
