"""Names of the sections of a full text: lower case, without numbers, each once in a document.

A sub-section is named after those it stands in: 'case presentation: treatment'. A name that stands
already gets a number: 'discussion (2)'.
"""

from __future__ import annotations

import re

from kg.case import Section

LONGEST = 80
"""Characters of one title in a name; longer ones are cut at a word."""

_NUMBER = re.compile(r"\A(?:\(?(?:\d{1,2}(?:\.\d{1,2}){0,4}|[IVX]{1,5})[.):]?\s+)(?=\S)")
_ODD = re.compile(r"[^\w\s.,&/()+'’%-]+")


def plain(title: str) -> str:
    """A title as part of a name.

    >>> plain("2.1. Case Presentation:"), plain("Table 1")
    ('case presentation', 'table 1')
    """
    name = " ".join(_ODD.sub(" ", _NUMBER.sub("", title.strip())).split()).lower().strip(" .,-")
    return name if len(name) <= LONGEST else name[:LONGEST].rsplit(" ", 1)[0]


class Sections:
    """Gathers the sections of one document under names of their own."""

    def __init__(self) -> None:
        self._found: list[Section] = []
        self._names: set[str] = set()

    def add(self, titles: tuple[str, ...], text: str) -> str | None:
        """Add a section under its title and those above it; its name, None when there is no text."""
        if not text:
            return None
        name = self.free(titles)
        self._names.add(name)
        self._found.append(Section(name=name, text=text))
        return name

    def free(self, titles: tuple[str, ...]) -> str:
        """The name that a section under these titles would get."""
        wanted = ": ".join(filter(None, map(plain, titles))) or "section"
        name, number = wanted, 2
        while name in self._names:
            name, number = f"{wanted} ({number})", number + 1
        return name

    def done(self) -> tuple[Section, ...]:
        """The sections in the order they came."""
        return tuple(self._found)
