"""The author list of PubMed's text format, and the affiliations that its numbers point to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.case import Author
from kg.readers.pubmed import Record
from kg.readers.wrapped import Line, unwrap

_GROUPS = re.compile(r"(?:[^;()]+|\([^()]*\)|[()])+")
_NAMES = re.compile(r"(?:[^,()]+|,(?! )|\([^()]*\)|[()])+")
_MARK = re.compile(r"\s*\((?P<mark>\d{1,4}(?:,\s?\d{1,4})*|[#*†‡§¶∥+])\)\Z")
_PERSON = re.compile(
    r"[^\d\s()][^\d()]{0,60} (?:[^\W\d_][a-z]?){1,6}(?: (?:Jr|Sr|[2-9](?:nd|rd|th)|1st|I{2,3}|IV|V))?\Z"
)
_INITIALS = re.compile(r" (?P<initials>\S+)(?: (?:Jr|Sr|\d\w\w|I{2,3}|IV|V))?\Z")
_GROUP_WORD = re.compile(
    r"\b(?:group|network|consortium|committee|collaborat\w+|investigators?|society|association|team|"
    r"initiative|project|council|institutes?|board|foundation|program(?:me)?|task force|work(?:ing|shop)|"
    r"study|trial|centers?|centres?|academy|college|federation|alliance|registry|panel|members|writing|cooperative|authors)\b",
    re.IGNORECASE,
)
_PARTICLE_NAMES = """
    a abu af al am ap av aus bin bint ben d da dal dalla das de degli dei del della delle den der des di do
    dos du e el em en et i ibn il im in la las le les lo los mac mc o of op san st t te ten ter the tho to tot
    und van vande vanden vander ver vom von y zu zum zur
"""
_PARTICLES = frozenset(_PARTICLE_NAMES.split())
_AFFILIATION = re.compile(r"\((?P<mark>\d{1,4}|[#*†‡§¶∥+])\)[ \t]*")
_ET_AL = re.compile(r"(?:,\s*|\s+)et al\.?\Z")


def authors(text: str, addresses: Mapping[str, str], record: Record) -> tuple[Author, ...]:
    """The authors in order, groups among them, with the affiliations their marks point to."""
    said = text.strip()
    cut = _ET_AL.sub("", said)
    if cut != said:
        record.warn("the author list ends in 'et al.': the rest is not in the record")
    found, lost = [], []
    for name, marks in _named(cut.removesuffix(".")):
        numbers = [mark for mark in marks if mark.isdigit()]
        lost += [number for number in numbers if number not in addresses]
        found.append(Author(name, tuple(addresses[number] for number in numbers if number in addresses)))
    if lost and addresses:
        shown = ", ".join(f"({number})" for number in dict.fromkeys(lost))
        record.warn(f"no address stands for the author mark {shown}")
    if found and "" in addresses:
        # Without numbers PubMed means the first author, the only one whose address it used to keep.
        found[0] = Author(found[0].name, (addresses[""],))
    return tuple(found)


def is_author_list(text: str, *, strict: bool = False) -> bool:
    """True when the paragraph lists authors rather than beginning an abstract.

    With `strict` only for what cannot be a title either: names of persons throughout, three or more or
    with marks.
    """
    said = _ET_AL.sub("", text[:20_000].strip())
    if not said or (not said.endswith((".", ")")) and said == text.strip()):
        return False
    named = _named(said.removesuffix("."))
    persons = sum(1 for name, _ in named if _is_person(name))
    if strict:
        return persons == len(named) and (len(named) > 2 or bool(named and named[0][1]))
    return persons * 2 >= len(named) > 0 or _is_group_or_mononym(said)


def addresses(lines: Sequence[Line]) -> dict[str, str]:
    """Number -> affiliation, from the lines after 'Author information:'; without number under ''."""
    items: list[tuple[str, list[Line]]] = []
    number = 0
    for line in lines:
        match = _AFFILIATION.match(line.text)
        if match and _follows(match["mark"], number):
            number = int(match["mark"]) if match["mark"].isdigit() else number
            items.append(
                (match["mark"], [Line(line.text[match.end() :], line.start + match.end(), line.number)])
            )
        elif items:
            items[-1][1].append(line)
        elif line.text.strip():
            items.append(("", [line]))
    return {mark: unwrap(wrapped)[0] for mark, wrapped in items}


def _follows(mark: str, number: int) -> bool:
    """Whether a line that opens with '(4)' opens affiliation 4, or goes on with one that says '(4)'."""
    return not mark.isdigit() or not number or int(mark) == number + 1


def _named(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """(name, marks) of each in a list such as 'Tian H(1)(2), Qu M(#); Study Group'."""
    named = []
    for number, group in enumerate(_GROUPS.findall(text)):
        pieces = [piece.strip() for piece in _NAMES.findall(group)]
        pieces = [piece for piece in pieces if piece]
        if number and not all(_is_person(_unmarked(piece)[0]) for piece in pieces):
            pieces = [group.strip()]  # a group's own name may hold commas
        named += [_unmarked(piece) for piece in pieces if piece]
    return [(name, marks) for name, marks in named if name]


def _unmarked(piece: str) -> tuple[str, tuple[str, ...]]:
    marks: list[str] = []
    end = len(piece)
    while match := _MARK.search(piece[max(0, end - 40) : end]):
        marks += reversed([mark.strip() for mark in match["mark"].split(",")])
        end -= len(match.group())
    return piece[:end].strip(), tuple(reversed(marks))


def _is_person(name: str) -> bool:
    """Surname and initials; a word of small letters that is no particle makes it prose ('… of vitamin D')."""
    if len(name) > 80 or not _PERSON.match(name):
        return False
    match = _INITIALS.search(name)
    if not match or not match["initials"][0].isupper():
        return False
    surname = name[: match.start()].split()
    initials = match["initials"]
    capitals = sum(letter.isupper() for letter in initials)
    return capitals * 2 >= len(initials) and all(word in _PARTICLES or not word.islower() for word in surname)


def _is_group_or_mononym(said: str) -> bool:
    """Whether a paragraph is a single name, such as 'Suharto' or 'Northern Cancer Study Group'."""
    words = said.rstrip(".").split()
    if not words or len(said) > 250 or ". " in said.rstrip(".") or not words[0][0].isupper():
        return False
    if len(words) == 1:
        return words[0].isalpha() and len(words[0]) <= 30
    capitals = sum(1 for word in words if word[0].isupper() or not word[0].isalpha())
    return bool(_GROUP_WORD.search(said)) and capitals * 2 > len(words)
