"""What happened to which gene: specific changes, fusions, and words like 'amplified' or 'wild-type'."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kg.case import Modality
from kg.extract.changes import Change, changes
from kg.extract.context import Context, modality
from kg.extract.document import Document
from kg.extract.entities import Alteration, Entity
from kg.extract.fusions import fusions
from kg.extract.genes import Group, gene, gene_named, groups
from kg.extract.model import Topic
from kg.extract.phrases import Found, Phrases, rows
from kg.extract.polarity import Polarities, Polarity, fillers
from kg.extract.selection import settled
from kg.terms import Term

_WORDS = Phrases("alterations")
_NEAREST_AFTER = 110
_GLUED = 4
"""Characters between a gene and a change that is written as its own: 'ALK p.L1196M'."""
_NEAREST_BEFORE = 80
_OF = re.compile(
    r"\W{0,2}|[\s,)]*(?:point |missense |hotspot |activating |somatic |resistance )?"
    r"(?:mutations?|variants?|deletions?|insertions?|skipping|alterations?|change|substitutions?)?"
    r"[\s,]*(?:in|of|within|at) (?:the )?(?:(?:exon|codon) \d+ of (?:the )?)?",
)
_ACTIVATING = re.compile(r"\b(?:activating|gain[- ]of[- ]function|sensiti[sz]ing)\b", re.IGNORECASE)
_LOSS_OF_FUNCTION = re.compile(r"\b(?:inactivating|loss[- ]of[- ]function|truncating)\b", re.IGNORECASE)
_SOMATIC = re.compile(r"\b(somatic|germ-?line)\b", re.IGNORECASE)
_TESTED = re.compile(r"\b(?:genotyp|sequenc|analys|analyz|test|screen)\w*\b", re.IGNORECASE)
_ABSENT_KINDS = {
    "wild type": "mutation",
    "unmethylated": "methylation",
    "no rearrangement": "rearrangement",
    "no amplification": "amplification",
}
_NOT_BETWEEN = re.compile(r"\b(?:not|never|no|neither|non)\b(?! only)", re.IGNORECASE)
_BUT_NOT = re.compile(r"[\s,]*(?:but|and) not (?:in |of |for )?(?:the )?", re.IGNORECASE)
_OF_NEXT = re.compile(r"(?:of|in|for|involving|affecting)\b")
_JOINED = re.compile(r",|;|\b(?:and|or|with|plus)\b")


class Alterations:
    """All changes of genes in a document, found once."""

    def __init__(self, document: Document, context: Context, genes: Sequence[Entity]) -> None:
        self.document, self.context = document, context
        self.genes = sorted(genes, key=lambda one: one.start)
        self.groups = groups(self.genes, document.text)
        self._starts = [one.start for one in self.genes]
        self._group_starts = [group.start for group in self.groups]
        self._changes = changes(document.text)
        told = document.words
        covered = [(one.start, one.end) for one in self.genes] + [change[:2] for change in self._changes]
        covered += [(told.starts[found.first], told.ends[found.last - 1]) for found in _WORDS.found(told)]
        self.polarities = Polarities(document, covered)

    def all(self) -> list[Alteration]:
        """Every change, in text order; those that only repeat another one say so in `unread`."""
        found = (*self._fusions(), *self._specific(), *self._told())
        return settled(sorted(found, key=lambda one: (one.start, one.end)), self.document.text)

    def _fusions(self) -> Iterator[Alteration]:
        for found in fusions(self.document, self.genes):
            made = self._made(found.start, found.end, found.gene, found.rule)
            made.partner, made.kind = found.partner, "fusion"
            yield made

    # V777L, c.2329G>T, exon 19 deletion

    def _specific(self) -> Iterator[Alteration]:
        placed = [(change, self._gene_of(change)) for change in self._changes]
        known: dict[str, Term] = {}
        for change, whose in placed:
            if whose:
                known.setdefault(change.protein or change.coding or "", whose)
        for change, told in placed:
            whose = told or known.get(change.protein or change.coding or "") or self._default(change)
            rule = "changes: " + ("protein" if change.protein else "coding" if change.coding else "exon")
            made = self._made(change.start, change.end, whose, rule)
            made.kind, made.protein, made.coding, made.exon = change[5], change[2], change[3], change[4]
            yield made

    def _gene_of(self, change: Change) -> Term | None:
        """The gene that a change is said of: glued to it, before it, or after it ('V600E of BRAF')."""
        if change.glued and (glued := gene_named(change.glued)):
            return glued
        before, after = self._around(change)
        if fitting := _known_genes(change):
            near = [one for one in (*reversed(before), *after) if one.term and one.term.label in fitting]
            if near or not before:
                return near[0].term if near else None
            if len(fitting) == 1 and change.start - before[-1].end > _GLUED:
                return None
        text = self.document.text
        apart = not before or change.start - before[-1].end > 3
        if apart and after and _OF.fullmatch(text[change.end : after[0].start]):
            return after[0].term
        if before:
            return before[-1].term
        return after[0].term if after and after[0].start - change.end < 40 else None

    def _around(self, change: Change) -> tuple[list[Entity], list[Entity]]:
        """The genes of the sentence near a change: those before it and those after."""
        at = bisect_left(self._starts, change.start)
        sentence = self.document.sentences[self.document.sentence_at(change.start)]
        before = [
            one
            for one in self.genes[max(0, at - 4) : at]
            if one.start >= sentence.start and one.end <= change.start
        ]
        after = [
            one for one in self.genes[at : at + 2] if one.end <= sentence.end and one.start >= change.start
        ]
        return before, after

    def _default(self, change: Change) -> Term | None:
        """The gene of a change that no gene stands by: the well-known one, else the document's only one."""
        fitting = _known_genes(change)
        terms = {one.id: one.term for one in self.genes if one.term}
        if fitting:
            mine = [term for term in terms.values() if term.label in fitting]
            return mine[0] if len(mine) == 1 else gene(fitting[0]) if len(fitting) == 1 else None
        return next(iter(terms.values())) if len(terms) == 1 else None

    # amplified, rearranged, wild-type, positive

    def _told(self) -> Iterator[Alteration]:
        told = self.document.words
        for found in _WORDS.found(told):
            at = self._group_of(found)
            if at is None:
                yield from self._asked_before(found)
                continue
            group = self.groups[at]
            start = min(group.start, told.starts[found.first])
            end = max(group.end, told.ends[found.last - 1])
            yield from self._said_of(group, found, (start, end))
            following = self.groups[at + 1] if at + 1 < len(self.groups) else None
            if following and _BUT_NOT.fullmatch(self.document.text[end : following.start]):
                for one in self._said_of(following, found, (following.start, following.end)):
                    one.modality, one.unread = Modality.ABSENT, ""
                    yield one

    def _asked_before(self, found: Found) -> Iterator[Alteration]:
        """'EGFR was sequenced. It was wild-type.': the genes tested in the sentence before."""
        start = self.document.words.starts[found.first]
        number = self.document.sentence_at(start)
        if found.row["means"] != "wild type" or not number:
            return
        before, own = self.document.sentences[number - 1], self.document.sentences[number]
        if not _TESTED.search(self.document.text, before.start, before.end):
            return
        first, last = (bisect_left(self._group_starts, place) for place in (before.start, own.end))
        groups = self.groups[first:last]
        if groups and groups[-1].start < own.start:
            place = start, self.document.words.ends[found.last - 1]
            yield from self._said_of(groups[-1], found, place)

    def _said_of(self, group: Group, found: Found, place: tuple[int, int]) -> Iterator[Alteration]:
        for one in group.genes:
            if one.term is not None:
                yield self._said(one.term, found, place, group)

    def _said(self, whose: Term, found: Found, place: tuple[int, int], group: Group) -> Alteration:
        start, end = place
        kind, text = found.row["means"], self.document.text
        made = self._made(start, end, whose, found.row.name)
        made.kind = _ABSENT_KINDS.get(kind, kind)
        near = text[max(0, start - 20) : end + 30]
        if kind == "loss" and not _is_of_protein(whose, near):
            made.kind = "deletion"
        denied = kind in _ABSENT_KINDS or _NOT_BETWEEN.search(text, group.end, max(end, group.end))
        if denied and made.modality is Modality.OBSERVED:
            made.modality = Modality.ABSENT
        if made.unread == _UNTOLD and (denied or kind == "negative"):
            made.unread = ""
        if kind == "negative" and made.modality is Modality.ABSENT:
            made.modality = Modality.OBSERVED
        return made

    def _group_of(self, found: Found) -> int | None:
        """The place of the genes that an alteration word belongs to: right before it, else right after it."""
        told, side, text = self.document.words, found.row["side"], self.document.text
        start, end = told.starts[found.first], told.ends[found.last - 1]
        at = bisect_left(self._group_starts, start)
        before = self.groups[at - 1] if at else None
        after = self._after(found, at) if side != "after" else None
        near = before and before.end <= start and start - before.end < _NEAREST_AFTER
        if side == "before" or not before or not near or not self._filled(before.end, start, "after", 8):
            return after
        if after is not None and _JOINED.search(text, before.end, start):
            between = text[end : self.groups[after].start].lstrip()
            if _OF_NEXT.match(between) or told.lower[found.last - 1] in {"of", "for", "in"}:
                return after
        return at - 1

    def _after(self, found: Found, at: int) -> int | None:
        """The group right after an alteration word, None when other things stand between."""
        told = self.document.words
        end = told.ends[found.last - 1]
        group = self.groups[at] if at < len(self.groups) else None
        if group is None or group.start < end or group.start - end >= _NEAREST_BEFORE:
            return None
        direct = self.document.text[end : group.start].strip() or found.row["side"] == "before"
        if direct or {told.lower[found.last - 1], told.lower[found.first]} & fillers("direct"):
            return at if self._filled(end, group.start, "before", 6) else None
        return None

    def _filled(self, start: int, end: int, side: str, most: int) -> bool:
        """True when only words that say nothing new stand between two places; brackets are passed over."""
        between = _BRACKETED.sub(" ", self.document.text[start:end])
        between = (_NEXT_MARKER if side == "after" else _MARKER_BEFORE).sub(" ", between)
        told = re.findall(r"[a-z0-9]+|[^\s\w-]", _LIST_FOLLOWS.sub(" ", between.lower()))
        return len(told) <= most and all(
            word in fillers(side) or word.endswith("ly") or word.isdigit() for word in told
        )

    def _named_after_mice(self, start: int) -> bool:
        """True when a gene's own name holds the word that else tells of an experiment: 'murine sarcoma'."""
        at = bisect_left(self._starts, start)
        near = self.genes[max(0, at - 2) : at + 1]
        return any("murine" in one.text or "mouse" in one.text for one in near)

    def _made(self, start: int, end: int, whose: Term | None, rule: str) -> Alteration:
        text, number = self.document.text, self.document.sentence_at(start)
        own = self.document.sentences[number]
        near = text[max(own.start, start - 60) : min(own.end, end + 40)]
        passed = {"absent", "in vitro" if self._named_after_mice(start) else ""}
        said = [means for means in self.context.around(start, end) if means not in passed]
        polarity = self.polarities.of(start, end)
        if polarity is Polarity.ABSENT and not _OF_OTHERS.intersection(said):
            said.append("absent")
        made = Alteration(Topic.VARIANT, start, end, text[start:end], number, rule, gene=whose)
        made.modality = modality(said, own.role)
        if polarity is Polarity.UNTOLD:
            made.unread = _UNTOLD
        if match := _SOMATIC.search(near):
            made.origin = "somatic" if match[1].lower() == "somatic" else "germline"
        if _ACTIVATING.search(near):
            made.effect = "gain of function"
        elif _LOSS_OF_FUNCTION.search(near):
            made.effect = "loss of function"
        return made


_OF_OTHERS = frozenset({"family", "background"})
_LIST_FOLLOWS = re.compile(r",\s(?=(?:containing|including|encompassing|namely|such as|harbou?ring)\b)")
_STAINS = "vimentin|desmin|synaptophysin|chromogranin(?: A)?|cytokeratin|calretinin|actin"
_MARKER = rf"(?:[A-Z][A-Z0-9]*(?:-[0-9]+)?|{_STAINS})\b"
_NEXT_MARKER = re.compile(rf"(?:,\s*(?:and\s|or\s)?|\band\s|\bor\s|/)\s*{_MARKER}")
_MARKER_BEFORE = re.compile(rf"\b{_MARKER}\s*(?:,\s*(?:and\b|or\b)?|\band\b|\bor\b|/)")
"""Other markers in a list of stains: 'CD117 and DOG-1 were positive'."""
_BRACKETED = re.compile(r"[(\[][^()\[\]]{0,40}[)\]]")
_PROTEIN = re.compile(r"express|stain|protein|immuno|nuclear|reactiv", re.IGNORECASE)
_UNTOLD = "the text says that it was looked for, not what was found"


def _is_of_protein(whose: Term | None, near: str) -> bool:
    """True when a loss is of the protein, as stains show it, not of the gene."""
    return bool(_PROTEIN.search(near)) or (whose is not None and whose.label in _stained())


@lru_cache(maxsize=1)
def _stained() -> frozenset[str]:
    return frozenset(row.phrase for row in rows("markers") if row["counts"] == "negative")


@lru_cache(maxsize=1)
def _hotspots() -> dict[str, tuple[str, ...]]:
    return {row.phrase: tuple(row["genes"].split("|")) for row in rows("hotspots")}


def _known_genes(change: Change) -> tuple[str, ...]:
    """The genes in which a well-known change is met, none for another change."""
    return _hotspots().get(_short(change.protein), ()) if change.protein else ()


@lru_cache(maxsize=10_000)
def _short(protein: str) -> str:
    from kg.hgvs import protein_change

    return protein_change(protein).short
