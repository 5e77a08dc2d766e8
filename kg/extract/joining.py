"""The lines of therapy so far, and how another treatment goes into them."""

from __future__ import annotations

import re

from kg.extract.document import Document
from kg.extract.lines import GENERIC, Line

_RECENT = 60
"""How many lines back a treatment may have been told of before."""
_ADDED_BEFORE = re.compile(
    r"\b(?:add(?:ed|ing|ition of)|supplement\w*|combin(?:ed|ation|ing) (?:\w+ )?with|concomitant(?:ly)?"
    r"|concurrent(?:ly)?|together with)\b"
    r"[^,;.]{0,25}\Z",
    re.IGNORECASE,
)
_ADDED_AFTER = re.compile(
    r"[^,;.]{0,45}?\b(?:add(?:ed|ition)|concomitantly|concurrently|in addition|combined)\b(?! with)",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"\b(?:re-?treat(?:ed|ment)|re-?challenge[d]?|resum(?:ed|ption)|re-?start(?:ed)?|re-?initiat(?:ed"
    r"|ion)|again"
    r"|re-?introduc(?:ed|tion)|re-?administ\w+|re-?exposure)",
    re.IGNORECASE,
)
_BEGUN = re.compile(
    r"\b(?:received|underwent|treated|administered|started|switched|changed|followed by|then|subsequent"
    r"|salvage|adjuvant"
    r"|palliative|neoadjuvant|second|third|given|performed|initiated|commenced|begun"
    r"|began)\b[^,;.]{0,40}\Z",
    re.IGNORECASE,
)
_SAID_BACK = re.compile(
    r"\b(?:the|this|that|these|his|her|such|same|during|cycles? of|courses? of|rounds? of|despite"
    r"|continued)\s(?:\w+\s)?\Z",
    re.IGNORECASE,
)
_ALTERED = re.compile(
    r"\s(?:regimen )?(?:was|were|had been) (?:then |subsequently |therefore )?(?:changed|switched"
    r"|replaced|converted|stopped"
    r"|discontinued|interrupted|continued|completed|modified|held|well tolerated|tolerated)"
)
_WAS_ADDED = re.compile(r"\swas (?:then |therefore |subsequently )?added\b")
_ALONE = re.compile(r"\b(?:alone|monotherapy|single[- ]agent|maintenance|only)\b", re.IGNORECASE)


class Lines:
    """The lines of one patient, and the one that the patient is under as the story goes on."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.all: list[Line] = []
        self.current: Line | None = None

    def before(self, line: Line) -> Line | None:
        """The line that went before a new one; None when there is none or something had ended it."""
        at = next(at for at in range(len(self.all) - 1, -1, -1) if self.all[at] is line)
        last = self.all[at - 1] if at and not line.results else None
        return last if last and not last.ended else None

    def running(self) -> Line | None:
        """The last line with drugs that nothing has ended."""
        return next((line for line in reversed(self.all[-_RECENT:]) if line.drugs and not line.ended), None)

    def enter_past(self, group: Line) -> Line:
        """Enter a treatment that went before the present one, which stays the present one."""
        present = self.current
        line = self.enter(group)
        if present and line is group and line is not present:
            self.all.insert(len(self.all) - 2, self.all.pop())
            self.current = present
        return line

    def enter(self, group: Line) -> Line:
        """Add a group to the lines: as a new one, as more of the present one, or as one told before."""
        line = self._known(group) if group.drugs else self._meant(group)
        if line is None:
            line = group
            self.all.append(group)
        elif line is not group:
            line.evidence.append((group.start, group.end))
            line.setting = line.setting or group.setting
            line.cycles = line.cycles or group.cycles
        self.current = line
        return line

    def _known(self, group: Line) -> Line | None:
        """The line that a group of drugs belongs to; None for a new one."""
        text, sentence = self.document.text, self.document.sentences[group.sentence]
        near = text[max(sentence.start, group.start - 60) : min(sentence.end, group.end + 40)]
        again = _AGAIN.search(near) is not None
        same = next((line for line in reversed(self.all[-_RECENT:]) if line.ids == group.ids), None)
        current = self.current
        if same and (same is current or not again):
            same.number, same.regimen = same.number or group.number, same.regimen or group.regimen
            return same
        if again or current is None or (not current.drugs and not current.procedures):
            return None
        if not _ALONE.search(near) and not group.setting:
            if group.ids < current.ids:
                return current
            if whole := next((line for line in reversed(self.all[-_RECENT:]) if group.ids < line.ids), None):
                return whole
        if group.earlier or not self._is_added(group):
            return None
        return self._joined(current, group)

    def _is_added(self, group: Line) -> bool:
        text, sentence = self.document.text, self.document.sentences[group.sentence]
        before = text[max(sentence.start, group.start - 50) : group.start]
        after = text[group.end : min(sentence.end, group.end + 70)]
        return _ADDED_BEFORE.search(before) is not None or _ADDED_AFTER.match(after) is not None

    def _is_said_added(self, group: Line) -> bool:
        """True for 'B was added', which leaves what was given before."""
        return _WAS_ADDED.match(self.document.text, group.end) is not None

    def _joined(self, current: Line, group: Line) -> Line | None:
        """The present line with more drugs; a line of its own where something had already come of it."""
        if not current.drugs or (current.ended and not self._is_said_added(group)):
            return None
        more = [drug for drug in group.drugs if (drug.id or drug.text) not in current.ids]
        if current.results:
            group.drugs = [*current.drugs, *more]
            return None
        current.drugs += more
        return current

    def _meant(self, group: Line) -> Line | None:
        """The line that words like 'the chemotherapy' mean; None when they tell of a new treatment."""
        current = self.current
        if current is None or group.lines:
            return None
        after = self.document.text[group.end : group.end + 40]
        if set(group.procedures) <= set(current.procedures) or _ALTERED.match(after):
            return current
        if not set(group.procedures) <= GENERIC or not current.drugs:
            return None
        sentence = self.document.sentences[group.sentence]
        before = self.document.text[max(sentence.start, group.start - 60) : group.start]
        if _SAID_BACK.search(before) and not (current.ended and _BEGUN.search(before)):
            return current
        if current.ended or _BEGUN.search(before):
            return None
        return current
