"""Changes of a protein: 'p.Asp769His' and its other spellings."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from kg.errors import printable
from kg.hgvs.residues import RESIDUES, HgvsError, residue, residues

_RESIDUE = r"(?:[A-Z][a-z]{2}|[A-Z*])"
_PLACE = r"(?P<first>[A-Za-z*]+)(?P<start>[0-9]+)(?:_(?P<last>[A-Za-z*]+)(?P<end>[0-9]+))?"
_PROTEIN = re.compile(rf"{_PLACE}(?P<edit>.*)\Z", re.DOTALL)
_FRAMESHIFT = re.compile(rf"(?P<new>{_RESIDUE})?fs(?:(?:Ter|[*X])(?P<stop>[1-9][0-9]{{0,4}}|\?)?)?\Z")
_EXTENSION = re.compile(
    rf"(?:(?P<new>{_RESIDUE})?ext(?:Ter|[*X])(?P<stop>[1-9][0-9]{{0,4}}|\?)|ext-(?P<before>[1-9][0-9]{{0,4}}))\Z"
)
_EDITS = (("delins", "delins"), (">", "delins"), ("del", "del"), ("ins", "ins"), ("dup", "dup"))
_ACCESSION = re.compile(r"[A-Z]{2,}_?[0-9]+(?:\.[0-9]+)?(?:\([^)]*\))?:")
_STOP_AND_NUMBER = re.compile(r"(?:X|Ter|\*)[0-9]")
_OF_NUCLEOTIDES = re.compile(r"[cgmnr]\.")
_SEVERAL = re.compile(r"\A\[|[;,/&+]")
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class ProteinChange:
    """One change of a protein, whichever way it was written."""

    reference: str
    """One-letter residue that the change replaces, or the first of its range."""
    position: int
    """Counted from 1."""
    end_reference: str | None
    """The last residue of a range, None for a single position."""
    end: int | None
    kind: str
    """'missense', 'nonsense', 'frameshift', 'in-frame deletion', 'in-frame insertion', 'synonymous', or
    'mutation' where no such word fits."""
    normal: str
    """Three-letter form: 'p.Asp769His'."""
    short: str
    """One-letter form: 'D769H'."""

    @property
    def residues(self) -> tuple[tuple[str, int], ...]:
        """Every (residue, position) that the name says of the unchanged protein."""
        first = ((self.reference, self.position),)
        return (
            first
            if self.end is None or self.end_reference is None
            else (*first, (self.end_reference, self.end))
        )


@dataclass(frozen=True, slots=True)
class _Site:
    """The residues that a change is about."""

    first: str
    start: int
    last: str | None = None
    end: int | None = None

    @property
    def length(self) -> int:
        return 1 if self.end is None else self.end - self.start + 1


@dataclass(frozen=True, slots=True)
class _Edit:
    """What happens at a site: a word such as 'del' or 'fs' between new residues and a tail."""

    kind: str
    before: str = ""
    word: str = ""
    after: str = ""
    stop: str = ""


@lru_cache(maxsize=50_000)
def protein_change(text: str) -> ProteinChange:
    """The change that a protein name stands for, whichever spelling; HgvsError when it is none.

    >>> protein_change("p.(Val777Leu)").short, protein_change("D769H").normal
    ('V777L', 'p.Asp769His')
    """
    body = _body(text)
    match = _PROTEIN.match(body)
    if not match:
        raise HgvsError(*_no_site(text, body))
    try:
        return _change(_site(match), match["edit"], text)
    except HgvsError as error:
        raise _with_suggestion(error, text, body) from None


def _body(text: str) -> str:
    """The name without 'p.' and without the brackets of a predicted change."""
    body = text.strip()
    if not body or len(text) > _LONGEST:
        said = printable(text, 80)
        raise HgvsError(f"{said!r} is too long for a change" if body else "the protein change is empty")
    if _ACCESSION.match(body):
        rest = body.partition(":")[2]
        said = printable(text, 80)
        raise HgvsError(f"{said!r} names a sequence", f"write the change alone: {printable(rest, 80)}")
    if _OF_NUCLEOTIDES.match(body):
        said = printable(text, 80)
        raise HgvsError(f"{said!r} is not a protein change", "a coding change belongs under 'coding'")
    body = body.removeprefix("p.")
    if _SEVERAL.search(body):
        said = printable(text, 80)
        raise HgvsError(
            f"{said} holds several changes", "give each its own entry and list them as one profile"
        )
    if body.startswith("(") and body.endswith(")"):
        body = body[1:-1].removeprefix("p.")
    return body


def _no_site(text: str, body: str) -> tuple[str, str]:
    """What is wrong with a name that does not even start with a residue and a number, and the cure."""
    said = repr(printable(text, 80))
    if body in {"?", "0", "0?", "=", "(=)"}:
        return f"{said} names no residue", "leave the protein change out"
    if re.match(r"[0-9]", body):
        return f"{said} lacks the residue before the position", "write it like D769H or p.Asp769His"
    if re.fullmatch(r"[A-Za-z*]+", body):
        return f"{said} has no position", "write it like D769H or p.Asp769His"
    return f"{said} is not a protein change", "write it like D769H or p.Asp769His"


def _with_suggestion(error: HgvsError, text: str, body: str) -> HgvsError:
    """The same error; with the right spelling as its cure when only letter case or spaces are wrong."""
    squeezed = re.sub(r"\s+|->|→", lambda gap: "" if gap[0].isspace() else ">", body)
    for guess in (squeezed, _recased(squeezed), squeezed.upper()):
        if guess != body and (match := _PROTEIN.match(guess)):
            try:
                found = _change(_site(match), match["edit"], guess)
            except HgvsError:
                continue
            return HgvsError(error.what, f"did you mean '{found.normal}'?")
    return error


def _recased(body: str) -> str:
    """The name with every three-letter residue in its proper case, words such as 'del' left alone."""
    names = "|".join(RESIDUES.values())
    return re.sub(names, lambda found: found[0].capitalize(), body, flags=re.IGNORECASE)


def _site(match: re.Match[str]) -> _Site:
    """The residues and positions of a name; HgvsError when one is unknown or the range runs backwards."""
    first, start = residue(match["first"]), _position(match["start"])
    if match["last"] is None:
        return _Site(first, start)
    last, end = residue(match["last"]), _position(match["end"])
    if end < start:
        raise HgvsError(
            f"the range runs backwards, {start} before {end}",
            f"write {last}{end}_{first}{start}{printable(match['edit'], 40)}",
        )
    if end == start:
        raise HgvsError(f"the range starts and ends at {start}", "write the position once")
    return _Site(first, start, last, end)


def _position(digits: str) -> int:
    """The position; HgvsError when no protein has it (titin, the longest human one, has 35,991 residues)."""
    if digits.startswith("0") or len(digits) > 5:
        raise HgvsError(f"{printable(digits, 20)!r} is not a position in a protein", "positions count from 1")
    return int(digits)


def _change(site: _Site, words: str, text: str) -> ProteinChange:
    """The change that `words` make at the site."""
    edit = _edit(site, words, text)
    if edit.word == "delins" and site.length == len(edit.after) == 1:
        edit = _substitution(site, edit.after)

    def written(spell: Callable[[str], str]) -> str:
        place = f"{spell(site.first)}{site.start}"
        if site.last is not None:
            place += f"_{spell(site.last)}{site.end}"
        run = ["".join(map(spell, letters)) for letters in (edit.before, edit.after)]
        return f"{place}{run[0]}{edit.word}{run[1]}{edit.stop}"

    return ProteinChange(
        site.first,
        site.start,
        site.last,
        site.end,
        edit.kind,
        f"p.{written(RESIDUES.__getitem__)}",
        written(str),
    )


def _edit(site: _Site, words: str, text: str) -> _Edit:
    """What the words after the site say; HgvsError when they say nothing in HGVS."""
    if words == "=":
        return _Edit("synonymous", word="=")
    if "fs" in words or "ext" in words:
        return _running_on(site, words, text)
    for start, word in _EDITS:
        if words.startswith(start):
            return _in_frame(site, word, words.removeprefix(start), text)
    if not words:
        raise HgvsError(
            f"{printable(text, 80)!r} does not say what changes", "add the new residue, as in V777L"
        )
    if site.last is not None:
        raise HgvsError(
            f"{printable(words, 40)!r} says nothing of a range", "write del, dup, ins… or delins…"
        )
    if _STOP_AND_NUMBER.match(words):
        place = f"{site.first}{site.start}"
        raise HgvsError(
            f"{words!r} is not a residue", f"write {place}* for a stop, {place}fs{words} for a frame shift"
        )
    return _substitution(site, residues(words))


def _substitution(site: _Site, new: str) -> _Edit:
    """One residue for another, a stop, or the same again."""
    if len(new) != 1:
        raise HgvsError(f"{new!r} is more than one residue", f"write {site.first}{site.start}delins{new}")
    if new == site.first:
        return _Edit("synonymous", word="=")
    if site.first == "*":
        raise HgvsError("a lost stop needs its extension", f"write *{site.start}{new}ext*?")
    return _Edit("nonsense" if new == "*" else "missense", before=new)


def _running_on(site: _Site, words: str, text: str) -> _Edit:
    """A frame shift or an extension of the protein at either end."""
    shift, longer = _FRAMESHIFT.match(words), _EXTENSION.match(words)
    found = shift or longer
    if not found or site.last is not None:
        example = "R97fs or R97Pfs*23" if "fs" in words else "*110Qext*17 or M1ext-5"
        raise HgvsError(f"{printable(text, 80)!r} is not complete HGVS", f"write it like {example}")
    new = residue(found["new"]) if found["new"] else ""
    if shift:
        return _stopping("frameshift", new, "fs", found["stop"])
    if longer and longer["before"]:
        return _Edit("mutation", word=f"ext-{longer['before']}")
    return _stopping("mutation", new, "ext", found["stop"])


def _stopping(kind: str, new: str, word: str, stop: str | None) -> _Edit:
    """An edit that runs to a new stop, at an unknown place when `stop` is None."""
    return _Edit(kind, new, word, "*", stop) if stop else _Edit(kind, new, word)


def _in_frame(site: _Site, word: str, names: str, text: str) -> _Edit:
    """A deletion, duplication, insertion or both, whose residues must fit the site."""
    if re.search(r"[0-9(\[]", names):
        raise HgvsError(
            f"{printable(names, 40)!r} is a count, not residues", "name the residues, as in insYVMA"
        )
    letters = residues(names)
    if word in {"del", "dup"}:
        _check_same(site, letters, text)
        return _Edit(f"in-frame {'deletion' if word == 'del' else 'insertion'}", word=word)
    if not letters:
        raise HgvsError(
            f"{printable(text, 80)!r} does not say what is inserted", "add the residues, as in insYVMA"
        )
    if word == "ins" and (site.end is None or site.end != site.start + 1):
        raise HgvsError("an insertion stands between two neighbours", "write it like A775_G776insYVMA")
    if "*" in letters:
        return _Edit("nonsense", word=word, after=letters)
    gain = len(letters) - (site.length if word == "delins" else 0)
    kind = "mutation" if not gain else f"in-frame {'insertion' if gain > 0 else 'deletion'}"
    return _Edit(kind, word=word, after=letters)


def _check_same(site: _Site, letters: str, text: str) -> None:
    """HgvsError when the residues of 'delELREA' are not those that the site names."""
    ends = site.first + (site.last or site.first)
    if letters and (len(letters) != site.length or letters[0] + letters[-1] != ends):
        cut = text.strip()[: -len(letters)] if text.strip().endswith(letters) else "the name without them"
        raise HgvsError(f"{letters!r} is not what stands at that place", f"write {printable(cut, 60)}")
