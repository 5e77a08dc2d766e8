"""The library of questions: one SPARQL file each, described by a header of `#+` lines.

The header is YAML, in the manner of grlc, so that other tools can read it:

    #+ summary: Who was given a drug?
    #+ description: Why one asks this, in a sentence or two.
    #+ tags: [therapy]
    #+ params:
    #+   drug: {type: term, kind: drug, description: The drug that was given., example: pyrotinib}
    #+ example:
    #+   call: kg query given -p drug=pyrotinib
    #+   rows:
    #+     - [PMID:37120151, Pyrotinib]

A parameter is a variable of the query, at best with its place shown as `VALUES ?drug { UNDEF }`:
standard SPARQL, which means "any" to every engine until a value stands there (see `kg.questions.binding`).

Folders of the user's own hold questions in the same form. They are named by `folders`, else by the
environment variable KG_QUERIES, and are searched before the library, the first folder first: of two
questions of one name the user's own answers, and says so. So a name that a later library takes, too,
breaks nobody's script.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from kg.errors import Fault, FaultsError, UsageError
from kg.resources import place

if TYPE_CHECKING:
    from pathlib import Path

    from kg.questions.header import Example, Header, Parameter

    Folders = Sequence[str | Path]

SUFFIX = ".rq"
_SAYING_LITTLE = frozenset(
    (
        *("a", "all", "an", "and", "are", "did", "for", "get", "how", "i", "in", "is", "list", "me", "my"),
        *("of", "on", "show", "the", "to", "was", "what", "which", "who", "with"),
    )
)
"""Words that do not narrow a search."""
MARK = "#+"
VARIABLE = "KG_QUERIES"
"""Environment variable that names folders of questions, joined as in PATH."""

_FILLED = re.compile(r"^#\+.*\b(?:default|required)\b", re.MULTILINE)


class Query:
    """One question: its text, and what its header says of it (read when it is first wanted)."""

    def __init__(self, name: str, text: str, source: str, note: str = "") -> None:
        self.name = name
        self.text = text
        self.source = source
        """The file as named in messages."""
        self.note = note
        """What the user should know of where it came from: that it hides another of its name."""

    @cached_property
    def header(self) -> Header:
        """The header. Raises FaultsError naming every fault in it."""
        from kg.questions.header import Header, read

        lines = enumerate(self.text.splitlines(), 1)
        numbered = [(number, line.removeprefix(MARK)) for number, line in lines if line.startswith(MARK)]
        return read(numbered, self.source) if numbered else Header()

    @property
    def fills_itself(self) -> bool:
        """False when the parameters need no look unless the user gives one.

        Told without reading the header as YAML: none has a default, none must be given.
        """
        return _FILLED.search(self.text) is not None

    @property
    def summary(self) -> str:
        """The question in one sentence."""
        return self.header.summary

    @property
    def description(self) -> str:
        """Why one asks it."""
        return self.header.description

    @property
    def tags(self) -> tuple[str, ...]:
        """What it is about; the first tag is its place in the list."""
        return self.header.tags

    @property
    def params(self) -> tuple[Parameter, ...]:
        """The parameters that it declares."""
        return self.header.params

    @property
    def example(self) -> Example | None:
        """A call with its answer on the bundled graph."""
        return self.header.example

    @property
    def severity(self) -> str:
        """For a check: how grave a row of its answer is."""
        return self.header.severity

    @property
    def cure(self) -> str:
        """For a check: how to mend what it finds."""
        return self.header.cure

    def parameter(self, name: str) -> Parameter | None:
        """The declared parameter of that name."""
        return next((parameter for parameter in self.params if parameter.name == name), None)


def names(folders: Folders = ()) -> tuple[str, ...]:
    """The names of all questions, sorted. Raises UsageError for a folder that is none."""
    return tuple(sorted(_files(folders)))


def get(name: str, folders: Folders = ()) -> Query:
    """The question of that name. Raises UsageError with the nearest names for any other.

    A name is that of a file in one of the folders, never a path: none leads out of them.
    """
    files = _files(folders)
    if name not in files:
        raise UsageError(_unknown(name, sorted(files)))
    places = files[name]
    return read(places[0], note=_note(name, places))


def every(folders: Folders = ()) -> tuple[Query, ...]:
    """All questions by name. Raises FaultsError naming every fault of every header."""
    queries, faults = sound(folders)
    if faults:
        raise FaultsError(faults)
    return queries


def sound(folders: Folders = ()) -> tuple[tuple[Query, ...], tuple[Fault, ...]]:
    """All questions whose header can be read, by name, and the faults of the others."""
    queries: list[Query] = []
    faults: list[Fault] = []
    for name in names(folders):
        try:
            query = get(name, folders)
            _ = query.header
            queries.append(query)
        except FaultsError as error:
            faults += error.faults
        except UsageError as error:
            faults.append(Fault(name, "", str(error)))
    return tuple(queries), tuple(faults)


def search(words: str, folders: Folders = ()) -> tuple[Query, ...]:
    """The questions that hold every word in name, summary, description, tags or parameters."""
    return matching(every(folders), words)


def matching(queries: Sequence[Query], words: str) -> tuple[Query, ...]:
    """Those of the questions that hold every word, or one that begins so, letter case aside."""
    wanted = [word.removesuffix("s") for word in words.lower().split() if word not in _SAYING_LITTLE]
    return tuple(query for query in queries if all(_begins(word, query) for word in wanted))


def _begins(word: str, query: Query) -> bool:
    """True when a word of the question, or of its name, begins so."""
    return re.search(rf"(?<![^\W_]){re.escape(word)}", _haystack(query)) is not None


def read(path: str | Path, *, note: str = "") -> Query:
    """The question in that file; its name is the file's stem. Raises FaultsError, UsageError.

    The header of a question that ships with the package is read later: a test has seen it whole.
    """
    stem = os.path.splitext(os.path.basename(path))[0]
    query = Query(stem, text_of(path), str(path), note)
    if os.path.dirname(path) != place("queries"):
        _ = query.header
    return query


def text_of(path: str | Path) -> str:
    """The text of a query's file. Raises UsageError for one that cannot be read or is no text."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            return file.read()
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is no text in UTF-8 (byte {error.start})") from None
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from None


def is_ours(query: Query) -> bool:
    """True for a question that ships with the package."""
    return os.path.dirname(query.source) == place("queries")


def parse(text: str, name: str = "query", source: str = "<query>") -> Query:
    """The question in a text, with or without header. Raises FaultsError naming every header fault."""
    query = Query(name, text, source)
    if MARK in text:
        _ = query.header
    return query


def _files(folders: Folders) -> dict[str, list[str]]:
    """Name -> the files of that name, the one that answers first."""
    found: dict[str, list[str]] = {}
    for inside in [*_own(folders), place("queries")]:
        for file in sorted(os.scandir(inside), key=lambda file: file.name):
            if file.name.endswith(SUFFIX) and not file.name.startswith(".") and file.is_file():
                found.setdefault(file.name.removesuffix(SUFFIX), []).append(file.path)
    return found


def _own(folders: Folders) -> Iterator[str]:
    """The user's folders, each once. Raises UsageError for one that is no folder."""
    named = [part for part in os.environ.get(VARIABLE, "").split(os.pathsep) if part]
    for own in dict.fromkeys(os.path.normpath(path) for path in folders or named):
        if not os.path.isdir(own):
            said = "--queries" if folders else VARIABLE
            raise UsageError(f"{said}: there is no folder {own!r} (name a folder of {SUFFIX} files)")
        yield own


def _note(name: str, places: Sequence[str]) -> str:
    if len(places) == 1:
        return ""
    hidden = "the library's" if os.path.dirname(places[-1]) == place("queries") else places[-1]
    return f"{name}: taken from {places[0]}, which hides {hidden} question of that name"


def _unknown(name: str, known: Sequence[str]) -> str:
    from kg.ground import ground
    from kg.questions.nearest import nearest

    near = nearest(name, known, 3, 0.5) or [n for n in known if name.lower() in n][:3]
    hint = f"did you mean {' or '.join(map(repr, near))}? " if near else ""
    if not near and ground(name).term:
        hint = f"to look at one thing: `kg describe {name}`; "
    return f"{name!r} is no question of the library ({hint}`kg queries` lists them)"


def _haystack(query: Query) -> str:
    parameters = [f"{parameter.name} {parameter.kind} {parameter.description}" for parameter in query.params]
    return " ".join([query.name, query.summary, query.description, *query.tags, *parameters]).lower()
