"""What happened to which gene: specific changes, fusions, and words like 'amplified' or 'wild-type'."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kg.case import Modality
from kg.extract.changes import changes
from kg.extract.context import Context, modality
from kg.extract.document import Document
from kg.extract.entities import Alteration, Entity
from kg.extract.families import FAMILY, with_families
from kg.extract.fusions import NAMED_ABSENT, fusions
from kg.extract.genes import Group, gene, gene_named, groups
from kg.extract.grouping import Groups
from kg.extract.hotspots import known_genes
from kg.extract.model import Topic
from kg.extract.phrases import Found, Phrases
from kg.extract.plain import small
from kg.extract.polarity import Polarities, Polarity
from kg.extract.selection import AS_WRITTEN, settled
from kg.extract.stains import is_of_protein
from kg.extract.written import Change
from kg.terms import Term

_WORDS = Phrases("alterations")
_GLUED = 4
"""Characters between a gene and a change that is written as its own: 'ALK p.L1196M'."""
_OF = re.compile(
    r"\W{0,2}|[\s,)]*(?:point |missense |hotspot |activating |somatic |resistance )?"
    r"(?:mutations?|variants?|deletions?|insertions?|skipping|alterations?|change|substitutions?)?"
    r"[\s,]*(?:in|of|within|at) (?:the )?(?:(?:exon|codon) \d+ of (?:the )?)?",
)
_ACTIVATING = small(r"\b(?:activating|gain[- ]of[- ]function|sensiti[sz]ing)\b")
_LOSS_OF_FUNCTION = small(r"\b(?:inactivating|loss[- ]of[- ]function|truncating)\b")
_SOMATIC = small(r"\b(somatic|germ-?line)\b")
_TESTED = re.compile(r"\b(?:genotyp|sequenc|analys|analyz|test|screen)\w*\b", re.IGNORECASE)
_ABSENT_KINDS = {
    "wild type": "mutation",
    "unmethylated": "methylation",
    "no rearrangement": "rearrangement",
    "no amplification": "amplification",
}
_KINDS = {**_ABSENT_KINDS, "copy number": "copy number gain"}
_NOT_BETWEEN = re.compile(r"\b(?:not|never|no|neither|non)\b(?! only)", re.IGNORECASE)
_BUT_NOT = re.compile(r"[\s,]*(?:but|and) not (?:in |of |for )?(?:the )?", re.IGNORECASE)
_INCREASED = re.compile(r"\b(?:increased|elevated|high|higher|gain of|gain in)\s(?:the\s)?$", re.IGNORECASE)
_ARTICLE = re.compile(r"\ban?\s$")
_EVENT = small(
    r"[\s-](?:gene\s)?(?:mutation|rearrangement|fusion|amplification|alteration|variant|translocation"
    r"|methylation|overexpression)s?\b"
)
_EVENT_LOST = re.compile(
    r"\b(?:amplification|mutation|rearrangement|fusion|variant|alteration)s?\s"
    r"(?:(?:was|were|is|had|has|have|been|also|then)\s)+$"
)


class Alterations:
    """All changes of genes in a document, found once."""

    def __init__(self, document: Document, context: Context, genes: Sequence[Entity]) -> None:
        self.document, self.context = document, context
        self.genes = sorted(genes, key=lambda one: one.start)
        self.groups = groups(with_families(self.genes, document), document.text)
        self._starts = [one.start for one in self.genes]
        self._terms = {one.id: one.term for one in self.genes if one.term}
        self._near = Groups(document, self.groups)
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
            if found.rule == NAMED_ABSENT and made.modality is Modality.OBSERVED:
                made.modality = Modality.ABSENT
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
            made = self._made(change.start, change.end, whose, _rule(change))
            made.kind, made.protein, made.coding, made.exon = change[5], change[2], change[3], change[4]
            yield made

    def _gene_of(self, change: Change) -> Term | None:
        """The gene that a change is said of: glued to it, before it, or after it ('V600E of BRAF')."""
        if change.glued and (glued := gene_named(change.glued)):
            return glued
        before, after = self._around(change)
        if fitting := known_genes(change):
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
        fitting = known_genes(change)
        if fitting:
            mine = [term for term in self._terms.values() if term.label in fitting]
            return mine[0] if len(mine) == 1 else gene(fitting[0]) if len(fitting) == 1 else None
        return next(iter(self._terms.values())) if len(self._terms) == 1 else None

    # amplified, rearranged, wild-type, positive

    def _told(self) -> Iterator[Alteration]:
        told = self.document.words
        for found in _WORDS.found(told):
            if found.row["means"] == "loss" and self._is_of_event(found):
                continue
            at = self._near.of(found)
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

    def _is_of_event(self, found: Found) -> bool:
        """True where a change is lost, not a gene: 'the MET amplification had been lost'."""
        start = self.document.words.starts[found.first]
        return bool(_EVENT_LOST.search(self.document.text, max(0, start - 40), start))

    def _asked_before(self, found: Found) -> Iterator[Alteration]:
        """'EGFR was sequenced. It was wild-type.': the genes tested in the sentence before."""
        start = self.document.words.starts[found.first]
        number = self.document.sentence_at(start)
        if found.row["means"] != "wild type" or not number:
            return
        before, own = self.document.sentences[number - 1], self.document.sentences[number]
        if not _TESTED.search(self.document.text, before.start, before.end):
            return
        groups = self._near.between(before.start, own.end)
        if groups and groups[-1].start < own.start:
            place = start, self.document.words.ends[found.last - 1]
            yield from self._said_of(groups[-1], found, place)

    def _said_of(self, group: Group, found: Found, place: tuple[int, int]) -> Iterator[Alteration]:
        start = self.document.words.starts[found.first]
        before = self.document.text[max(0, group.start - 25) : group.start]
        if found.row["means"] == "copy number" and not _INCREASED.search(before):
            return
        specific = found.row["means"] == "loss" and start < group.start and self._is_changed(group)
        for one in () if specific else group.genes:
            if one.term is not None and not (start < group.start and self._has_its_own(one, group)):
                said = self._said(one, found, place, group)
                if one.rule == FAMILY and said.modality is not Modality.ABSENT:
                    said.unread = said.unread or _OF_A_FAMILY
                yield said

    def _has_its_own(self, one: Entity, group: Group) -> bool:
        """True for the last of 'amplified CDK4 and an NRAS Q61K mutation'."""
        text = self.document.text
        if one is group.genes[0] or not _ARTICLE.search(text, max(0, one.start - 4), one.start):
            return False
        at = bisect_left(self._changes, (one.end,))
        return at < len(self._changes) and self._changes[at].start - one.end <= _GLUED

    def _is_changed(self, group: Group) -> bool:
        """True where the change is named of which a word before the genes speaks: 'absence of BRAF V600E'."""
        if _EVENT.match(self.document.words.small, group.end):
            return True
        at = bisect_left(self._changes, (group.end,))
        return at < len(self._changes) and self._changes[at].start - group.end <= _GLUED

    def _said(self, whose: Entity, found: Found, place: tuple[int, int], group: Group) -> Alteration:
        start, end = place
        kind, text = found.row["means"], self.document.text
        between = text[group.end : max(self.document.words.starts[found.first], group.end)]
        closed = bool(_PREDICATED.fullmatch(between)) and self.document.words.lower[found.first] in _STATES
        made = self._made(start, end, whose.term, found.row.name, closed=closed)
        made.kind = _KINDS.get(kind, kind)
        near = text[max(0, start - 20) : end + 30]
        if kind == "loss" and not is_of_protein(whose, near):
            made.kind = "deletion"
        denied = kind in _ABSENT_KINDS or _NOT_BETWEEN.search(text, group.end, max(end, group.end))
        if denied and made.modality is Modality.OBSERVED:
            made.modality = Modality.ABSENT
        if made.unread == _UNTOLD and (denied or kind == "negative"):
            made.unread = ""
        if kind == "negative" and made.modality is Modality.ABSENT:
            made.modality = Modality.OBSERVED
        return made

    def _named_after_mice(self, start: int) -> bool:
        """True when a gene's own name holds the word that else tells of an experiment: 'murine sarcoma'."""
        at = bisect_left(self._starts, start)
        near = self.genes[max(0, at - 2) : at + 1]
        return any("murine" in one.text or "mouse" in one.text for one in near)

    def _is_supposed(self, start: int, end: int) -> bool:
        """True for 'suggested a TP53 mutation', not for 'a likely pathogenic TP53 mutation'."""
        before = self.document.text[max(0, start - 30) : start]
        return self.context.directly(start, end, "suspected", 3) and not _RATED.search(before)

    def _made(
        self, start: int, end: int, whose: Term | None, rule: str, *, closed: bool = False
    ) -> Alteration:
        text, number = self.document.text, self.document.sentence_at(start)
        own = self.document.sentences[number]
        near = self.document.words.small[max(own.start, start - 60) : min(own.end, end + 40)]
        passed = {"absent", "in vitro" if self._named_after_mice(start) else ""}
        said = [means for means in self.context.around(start, end) if means not in passed]
        polarity = self.polarities.of(start, end, closed=closed)
        if polarity is Polarity.ABSENT and not _OF_OTHERS.intersection(said):
            said.append("absent")
        if self._is_supposed(start, end):
            said.append("hypothesis")
        made = Alteration(Topic.VARIANT, start, end, text[start:end], number, rule, gene=whose)
        made.modality = modality(said, own.role)
        if polarity is Polarity.UNTOLD:
            made.unread = _UNTOLD
        if match := _SOMATIC.search(near):
            made.origin = "somatic" if match[1] == "somatic" else "germline"
        if _ACTIVATING.search(near):
            made.effect = "gain of function"
        elif _LOSS_OF_FUNCTION.search(near):
            made.effect = "loss of function"
        return made


def _rule(change: Change) -> str:
    for kind in ("protein", "coding", "exon"):
        if getattr(change, kind):
            return f"changes: {kind}"
    return AS_WRITTEN


_PREDICATED = re.compile(
    r"(?:\s\([^()]*\))?\s(?:was|were|is|are)(?:\s(?:\w+ly|also|both|all|found|to|be|not))*\s"
)
_STATES = frozenset(
    {"mutated", "amplified", "rearranged", "translocated", "methylated", "deleted", "mutant", "altered"}
)
"""'KRAS was mutated' is complete: what follows speaks of something else."""
_RATED = re.compile(
    r"\b(?:likely|probably|possibly)[\s-](?:pathogenic|oncogenic|deleterious|benign|somatic|germline)"
)
_OF_OTHERS = frozenset({"family", "background"})
_OF_A_FAMILY = "the text says it of a family of genes, not of which one"
_UNTOLD = "the text says that it was looked for, not what was found"
