"""What happened to which gene: specific changes, fusions, and words like 'amplified' or 'wild-type'."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kg.case import Modality
from kg.extract.changes import Change, changes
from kg.extract.context import Context, modality
from kg.extract.document import Document
from kg.extract.entities import Alteration, Entity
from kg.extract.genes import Group, chosen, groups
from kg.extract.lexicon import Name, names
from kg.extract.model import Topic
from kg.extract.phrases import Found, Phrases
from kg.extract.plain import words
from kg.terms import Kind, Term

_WORDS = Phrases("alterations")
_FUSED = re.compile(r"\s?(?:-|::|--|/)\s?")
_NOT_FUSED = re.compile(
    r"[\s-]*(?:inhibit|pathway|signal|directed|targeted|axis|ratio|TKI|blockade|therap|antibod)",
    re.IGNORECASE,
)
_FUSION_NEAR = re.compile(
    r"fusion|fused|rearrang|transloc|transcript|\bt\(|\binv\(|chimer|positive|\+", re.IGNORECASE
)
_FILL_AFTER = frozenset(
    "gene genes oncogene protein proteins receptor kinase domain the a an in-frame ( ) , and or somatic activating high low level "
    "strong strongly weak focal diffuse exon point driver sensitizing promoter both status heterogeneously homogeneously highly "
    "harboring homozygous heterozygous novel rare common concurrent acquired secondary missense germline positive fusion fusions tyrosine "
    "was were is are has have had been be not also found to show showed by immunohistochemical immunohistochemistry staining only also copy number".split()
)
_FILL_BEFORE = frozenset(
    "of in the for a an at involving affecting to both gene genes on and or oncogene within either protein expression "
    "immunohistochemical membranous nuclear diffuse strong human any other that which only common germline somatic activating status".split()
)
_DIRECT = frozenset(
    "mutated mutant amplified wild rearranged overexpressed deleted unmutated wildtype wt unmethylated methylated translocated".split()
)
_ACTIVATING = re.compile(r"\b(?:activating|gain[- ]of[- ]function|sensiti[sz]ing)\b", re.IGNORECASE)
_LOSS_OF_FUNCTION = re.compile(r"\b(?:inactivating|loss[- ]of[- ]function|truncating)\b", re.IGNORECASE)
_SOMATIC = re.compile(r"\b(somatic|germ-?line)\b", re.IGNORECASE)
_LABEL_ONLY = frozenset({"positive", "negative", "overexpression", "loss"})


class Alterations:
    """All changes of genes in a document, found once."""

    def __init__(self, document: Document, context: Context, genes: Sequence[Entity]) -> None:
        self.document, self.context = document, context
        self.genes = sorted(genes, key=lambda gene: gene.start)
        self.groups = groups(self.genes, document.text)
        self._starts = [gene.start for gene in self.genes]
        self.fusions = list(self._fusions())
        self.specific = list(self._specific())
        self.told = list(self._told())

    def all(self) -> list[Alteration]:
        """Every change, in text order."""
        return sorted((*self.fusions, *self.specific, *self.told), key=lambda found: (found.start, found.end))

    # fusions: EML4-ALK, BCR/ABL1

    def _fusions(self) -> Iterator[Alteration]:
        text = self.document.text
        for left, right in zip(self.genes, self.genes[1:], strict=False):
            between = text[left.end : right.start]
            if left.id == right.id or not _FUSED.fullmatch(between) or _NOT_FUSED.match(text, right.end):
                continue
            near = text[max(0, left.start - 30) : left.start] + " " + text[right.end : right.end + 30]
            if "/" in between and not _FUSION_NEAR.search(near):
                continue
            if "::" not in between and "/" not in between and not _alike(left.text, right.text):
                continue
            yield self._made(left.start, right.end, right.term, "fusions", partner=left.term, kind="fusion")
        yield from self._by_name()

    def _by_name(self) -> Iterator[Alteration]:
        """'Philadelphia chromosome': a name of its own for a fusion."""
        told = self.document.words
        for found in _NAMED.found(told):
            start, end = told.starts[found.first], told.ends[found.last - 1]
            genes = [_gene(symbol) for symbol in found.row["means"].split("::")]
            if found.row["capitals"] and not self.document.text[start:end].startswith(found.row["capitals"]):
                continue
            yield self._made(start, end, genes[-1], "named alterations", partner=genes[0], kind="fusion")

    # V777L, c.2329G>T, exon 19 deletion

    def _specific(self) -> Iterator[Alteration]:
        found = sorted(changes(self.document.text), key=lambda change: (change.start, change.end))
        known: dict[str, Term] = {}
        placed: list[tuple[Change, Term | None]] = []
        for change in found:
            gene = self._gene_of(change, placed)
            placed.append((change, gene))
            if gene:
                known.setdefault(change.protein or change.coding or "", gene)
        for change, gene in placed:
            gene = gene or known.get(change.protein or change.coding or "") or self._only()
            rule = "changes: " + ("protein" if change.protein else "coding" if change.coding else "exon")
            start = change.start - len(change.glued)
            yield self._made(
                start,
                change.end,
                gene,
                rule,
                kind=change.kind,
                protein=change.protein,
                coding=change.coding,
                exon=change.exon,
            )

    def _gene_of(self, change: Change, placed: Sequence[tuple[Change, Term | None]]) -> Term | None:
        """The gene that a change is said of: glued to it, before it in the sentence, after it ('V600E of BRAF')."""
        if change.glued and (glued := _gene_named(change.glued)):
            return glued
        text = self.document.text
        at = bisect_left(self._starts, change.start)
        sentence = self.document.sentences[self.document.sentence_at(change.start)]
        before = [
            gene
            for gene in self.genes[max(0, at - 3) : at]
            if gene.start >= sentence.start and gene.end <= change.start
        ]
        after = [
            gene
            for gene in self.genes[at : at + 2]
            if gene.end <= sentence.end and gene.start >= change.start
        ]
        if after and re.fullmatch(
            r"\W{0,2}|[\s,)]*(?:point |missense |hotspot |activating |somatic )?(?:mutations?|variants?|deletions?|alterations?|change|substitutions?)?[\s,]*(?:in|of|within|at) (?:the )?(?:(?:exon|codon) \d+ of (?:the )?)?",
            text[change.end : after[0].start],
        ):
            if not before or len(text[before[-1].end : change.start]) > 3:
                return after[0].term
        if before:
            return before[-1].term
        if after and after[0].start - change.end < 40:
            return after[0].term
        return None

    def _only(self) -> Term | None:
        """The one gene of the document, where there is only one that is known in cancer."""
        terms = {gene.id: gene.term for gene in self.genes if gene.term}
        return next(iter(terms.values())) if len(terms) == 1 else None

    # amplified, rearranged, wild-type, positive

    def _told(self) -> Iterator[Alteration]:
        for found in _WORDS.found(self.document.words):
            group = self._group_of(found)
            if group is None:
                continue
            start = min(group.start, self.document.words.starts[found.first])
            end = max(group.end, self.document.words.ends[found.last - 1])
            for gene in group.genes:
                if gene.term is not None:
                    yield self._said(gene, found, start, end)

    def _said(self, gene: Entity, found: Found, start: int, end: int) -> Alteration:
        kind = found.row["means"]
        absent = kind in {"wild type", "unmethylated"}
        plain_kind = {"wild type": "mutation", "unmethylated": "methylation"}.get(kind, kind)
        made = self._made(start, end, gene.term, f"alterations: {found.row.phrase}", kind=plain_kind)
        if absent and made.modality is Modality.OBSERVED:
            made.modality = Modality.ABSENT
        return made

    def _group_of(self, found: Found) -> Group | None:
        """The genes that an alteration word belongs to: right before it, else right after it."""
        told, side = self.document.words, found.row["side"]
        start, end = told.starts[found.first], told.ends[found.last - 1]
        before = [group for group in self.groups if group.end <= start and start - group.end < 90]
        after = [group for group in self.groups if group.start >= end and group.start - end < 60]
        if side in {"any", "after"} and before and self._filled(before[-1].end, start, _FILL_AFTER, 7):
            return before[-1]
        if side in {"any", "before"} and after and self._filled(end, after[0].start, _FILL_BEFORE, 6):
            direct = self._words_between(end, after[0].start)
            if (
                direct
                or told.lower[found.last - 1] in _DIRECT
                or side == "before"
                or told.lower[found.first] == "wild"
            ):
                return after[0]
        return None

    def _words_between(self, start: int, end: int) -> Sequence[str]:
        told = self.document.words
        first, last = bisect_left(told.starts, start), bisect_left(told.starts, end)
        return told.lower[first:last]

    def _filled(self, start: int, end: int, fillers: frozenset[str], most: int) -> bool:
        between = self._words_between(start, end)
        return len(between) <= most and all(
            word in fillers or word.endswith("ly") or word.isdigit() for word in between
        )

    def _made(self, start: int, end: int, gene: Term | None, rule: str, **what: object) -> Alteration:
        sentence = self.document.sentence_at(start)
        text = self.document.text
        near = text[max(0, start - 60) : min(len(text), end + 40)]
        own = self.document.sentences[sentence]
        said = self.context.around(start, end)
        made = Alteration(
            Topic.VARIANT,
            start,
            end,
            text[start:end],
            sentence,
            rule,
            modality=modality(said, own.role),
            gene=gene,
            **what,  # type: ignore[arg-type]
        )
        if "unknown" in said:
            made.modality, made.unread = Modality.BACKGROUND, "the text says it is unknown"
        if match := _SOMATIC.search(near):
            made.origin = "somatic" if match[1].lower() == "somatic" else "germline"
        made.effect = (
            "gain of function"
            if _ACTIVATING.search(near)
            else "loss of function"
            if _LOSS_OF_FUNCTION.search(near)
            else None
        )
        return made


_NAMED = Phrases("named-alterations")


def _alike(left: str, right: str) -> bool:
    """True when both are written as symbols."""
    return all(re.fullmatch(r"[A-Za-z0-9\u0370-\u03ff-]{2,10}", side) for side in (left, right))


def _gene_named(letters: str) -> Term | None:
    """The gene with this symbol or alias, None without one."""
    found = next(names(letters, words(letters)), None)
    return (
        chosen(found, letters)
        if isinstance(found, Name) and any(t.kind is Kind.GENE for t in found.terms)
        else None
    )


def _gene(symbol: str) -> Term:
    """The gene of a symbol that a rule table names."""
    term = _gene_named(symbol)
    if term is None:
        raise LookupError(f"a rule names {symbol!r}, which is no gene in the term tables")
    return term
