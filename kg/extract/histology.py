"""Histology and site brought together: 'squamous cell carcinoma of the left lateral tongue' is one tumour."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kg.extract.diseases import disease_named
from kg.extract.entities import Entity
from kg.extract.model import Topic
from kg.extract.sites import site_after, site_before, site_of, wider, wordings
from kg.terms import Term, ancestors

_STAGED = re.compile(
    r"^(?:(?:metastatic|advanced|locally|recurrent|relapsed|refractory|unresectable|resectable|primary"
    r"|progressive"
    r"|stage\s[IViv0-4]+[A-Ca-c]?|disseminated|malignant(?=\s(?:melanoma|mesothelioma))|de novo|inoperable"
    r"|newly diagnosed|early|late|adult|childhood|pediatric|paediatric)[\s-]+)+",
    re.IGNORECASE,
)
_GRADED = re.compile(
    r"^(?:(?:(?:poorly|moderately|well)[\s-]differentiated|(?:high|low|intermediate)[\s-]grade|invasive"
    r"|infiltrating)[\s-]+)+",
    re.IGNORECASE,
)
_INVERTED = re.compile(
    r",? ?\(?([A-Za-z]+(?:[ -][A-Za-z]+){0,2}) (?:type|subtype|variant|histology)\)?(?![\w-])"
)
_OTHERWISE = re.compile(r",? (?:\(NOS\)|NOS|not otherwise specified)(?![\w-])")
_LISTED = re.compile(r"((?:[A-Za-z]+, ){0,4}[A-Za-z]+),? (?:and|or) $")
_WORDS_BEFORE = re.compile(r"(?: [A-Za-z]+(?:-[A-Za-z]+)*){1,4}")
"""Up to four words read backwards."""
_SWAPPED = {
    "cancer": "carcinoma",
    "carcinoma": "cancer",
    "tumor": "neoplasm",
    "tumour": "neoplasm",
    "neoplasm": "tumor",
    "neoplasia": "neoplasm",
}
"""Words that reports and vocabularies use for each other."""
_LAST_WORDS = {
    "cancer": ("carcinoma",),
    "carcinoma": ("cancer", "adenocarcinoma"),
    "adenocarcinoma": (),
    "tumor": ("neoplasm",),
    "tumour": ("neoplasm",),
    "neoplasia": ("neoplasm",),
    "carcinoid": ("carcinoid tumor", "neuroendocrine tumor"),
}
"""The same where a site is told, too: the first that makes a name counts."""
_ENDINGS = re.compile(r"(cancers?|carcinomas?|adenocarcinomas?|sarcomas?)$", re.IGNORECASE)


def composed(diseases: Sequence[Entity], text: str) -> list[Entity]:
    """The diseases, those with a site or type told around them as the one term for both, if there is one."""
    found: list[Entity] = []
    for disease in diseases:
        found.extend(_listed(disease, text))
        found.append(_modified(_sited(_typed(_unstaged(_widened(disease, text)), text), text), text))
    return found


def spelt_out(name: str) -> Term | None:
    """The tumour of a whole name, 'cancer' and 'carcinoma' alike; None for anything else."""
    if term := disease_named(name):
        return term
    head, _, last = name.rpartition(" ")
    swapped = _SWAPPED.get(last.lower().removesuffix("s"))
    return disease_named(f"{head} {swapped}") if swapped else None


def _remade(disease: Entity, span: tuple[int, int], text: str, rule: str, term: Term) -> Entity:
    start, end = span
    return Entity(Topic.DISEASE, start, end, text[start:end], disease.sentence, rule, term)


def _sited(disease: Entity, text: str) -> Entity:
    """The disease with 'of the SITE' after it or 'SITE' before it."""
    if after := site_after(text, disease.end):
        word, site, end = after
        if term := joined(disease.text, site, word):
            return _remade(disease, (disease.start, end), text, "diseases: histology and site", term)
        if disease.term and site not in disease.text:
            disease = _remade(disease, (disease.start, end), text, disease.rule, disease.term)
        disease.site = site
    if before := site_before(text, disease.start):
        word, site, start = before
        if term := joined(disease.text, site, word):
            return _remade(disease, (start, disease.end), text, "diseases: site and histology", term)
        disease.site = disease.site or site
    return disease


@lru_cache(maxsize=20_000)
def joined(histology: str, site: str, said: str) -> Term | None:
    """The term for a histology at a site, tried in the common orders of words; None without one.

    The histology is first taken as written, then with a word that is used for its last one, then without
    its grade; where no term names the site itself, carcinomas are tried with the organ that it is a part of.
    """
    bare = _STAGED.sub("", histology)
    last = bare.rpartition(" ")[2].lower().removesuffix("s")
    organs = wider(site) if last in _LAST_WORDS else ()
    kinds = list(dict.fromkeys((bare, *_other_words(bare), _GRADED.sub("", bare))))
    for organ, word in ((site, said), *((other, other) for other in organs)):
        for kind in kinds:
            for place in wordings(organ, word):
                for name in (f"{place} {kind}", f"{kind} of {place}", f"{kind} of the {place}"):
                    if term := disease_named(name):
                        return term
    return None


def _other_words(kind: str) -> list[str]:
    """The histology with words that vocabularies have in place of its last one."""
    head, _, last = kind.rpartition(" ")
    others = _LAST_WORDS.get(last.lower().removesuffix("s"), ())
    return [f"{head} {other}".strip() for other in others]


def _typed(disease: Entity, text: str) -> Entity:
    """'renal cell carcinoma, clear cell type' as clear cell renal cell carcinoma."""
    match = _INVERTED.match(text, disease.end, disease.end + 50)
    term = disease_named(f"{match[1]} {disease.text}") if match else None
    if match is None and (match := _OTHERWISE.match(text, disease.end, disease.end + 30)):
        term = disease_named(f"{disease.text} not otherwise specified")
    if match is None or term is None:
        return disease
    return _remade(disease, (disease.start, match.end()), text, "diseases: type after", term)


def _words_before(disease: Entity, text: str) -> str:
    """Up to four words right before the disease, with the blanks after them."""
    match = _WORDS_BEFORE.match(text[max(0, disease.start - 60) : disease.start][::-1])
    return match[0][::-1] if match else ""


def _widened(disease: Entity, text: str) -> Entity:
    """'invasive lobular breast cancer' where names only say 'carcinoma'."""
    head, _, last = disease.text.rpartition(" ")
    swapped = _SWAPPED.get(last.lower().removesuffix("s"))
    before = _words_before(disease, text) if swapped else ""
    while before:
        if term := disease_named(f"{before}{head} {swapped}"):
            return _remade(disease, (disease.start - len(before), disease.end), text, disease.rule, term)
        before = before.partition(" ")[2]
    return disease


def _modified(disease: Entity, text: str) -> Entity:
    """The disease with words before it that terms have in another order: 'small cell prostate cancer'."""
    words = _words_before(disease, text)
    head, _, last = disease.text.rpartition(" ")
    place = head if head and site_of(head) else ""
    if not words or disease.term is None or (" of " in disease.text and not disease.site):
        return disease
    kind = last if place else disease.text
    found = _more_exact(words, place or _place(disease), kind.partition(" of ")[0], disease.term.id)
    if found is None:
        return disease
    before, term = found
    return _remade(disease, (disease.start - before, disease.end), text, "diseases: words before", term)


@lru_cache(maxsize=20_000)
def _more_exact(before: str, place: str, kind: str, known: str) -> tuple[int, Term] | None:
    """(length of the words before that count, term) of a narrower tumour than the one known."""
    while before and not _STAGED.match(before):
        for name in _orders(before.strip(), place, kind):
            term = disease_named(name)
            if term and term.id != known and known in ancestors(term.id):
                return len(before), term
        before = before.partition(" ")[2]
    return None


def _place(disease: Entity) -> str:
    """The word for the site that is told after a tumour."""
    return disease.text.rpartition(" ")[2] if disease.site or " of " in disease.text else ""


def _orders(words: str, place: str, kind: str) -> Iterator[str]:
    """Names of a tumour with some words, a site and a kind, as vocabularies order them."""
    for tumour in dict.fromkeys((kind, *_other_words(kind))):
        if place:
            yield f"{place} {words} {tumour}"
            yield f"{words} {place} {tumour}"
            yield f"{words} {tumour} of {place}"
        else:
            yield f"{words} {tumour}"


def _listed(disease: Entity, text: str) -> Iterator[Entity]:
    """The tumours before the last of 'ovarian, breast and lung cancer'."""
    ending = _ENDINGS.search(disease.text)
    first = disease.text.split(" ")[0].lower()
    match = (
        _LISTED.search(text[max(0, disease.start - 60) : disease.start])
        if ending and site_of(first)
        else None
    )
    if not match or not ending:
        return
    at = disease.start - len(match[0])
    for word in re.finditer(r"[A-Za-z]+", match[1]):
        term = disease_named(f"{word[0]} {ending[1]}") if site_of(word[0]) else None
        if term:
            span = (at + word.start(), at + word.end())
            yield _remade(disease, span, text, "diseases: list of sites", term)


def _unstaged(disease: Entity) -> Entity:
    """The disease without words of stage before it, when what remains is a disease, too."""
    bare = _STAGED.sub("", disease.text)
    term = disease_named(bare) if bare != disease.text and bare else None
    if term is None or term.id.startswith("NCIT:") or _is_primary(disease):
        return disease
    start = disease.end - len(bare)
    return Entity(Topic.DISEASE, start, disease.end, bare, disease.sentence, disease.rule, term)


def _is_primary(disease: Entity) -> bool:
    """True where a disease of its own is called primary: 'primary myelofibrosis'."""
    label = disease.term.label.lower() if disease.term else ""
    return label.startswith("primary ") and disease.text.lower().startswith("primary ")
