"""Invented abstracts of case reports: seeded, names drawn from the term tables, of about 1,100 characters.

Every sentence is put together from choices of our own prose, so that few of them are alike; the facts make
no medical sense. They measure speed and memory, never how well texts are read.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

from kg.extract.diseases import is_neoplasm
from kg.terms import Kind, all_terms

RESIDUES = "ACDEFGHIKLMNPQRSTVWY"
_SHORTEST, _LONGEST = 4, 45


@cache
def _names(kind: Kind) -> tuple[str, ...]:
    """Labels of a kind that a text could hold."""
    terms = (term for term in all_terms(kind) if not term.obsolete)
    labels = {term.label for term in terms if kind is not Kind.DISEASE or is_neoplasm(term)}
    return tuple(sorted(label for label in labels if _SHORTEST <= len(label) <= _LONGEST))


class _Draw:
    """Random choices, named as sentences need them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def one(self, *choices: str) -> str:
        return self.random.choice(choices)

    def name(self, kind: Kind) -> str:
        """A name of the kind; half of the draws are from the first 1.6 % of the names."""
        names = _names(kind)
        return names[int(len(names) * self.random.random() ** 6)]

    def number(self, low: int, high: int) -> str:
        return str(self.random.randint(low, high))

    def change(self) -> str:
        first, last = self.random.sample(RESIDUES, 2)
        return f"{first}{self.number(12, 1400)}{last}"


def abstracts(count: int, seed: int = 0) -> Iterator[tuple[str, str]]:
    """Yield (title, abstract) that many times; the same for the same seed."""
    for number in range(count):
        draw = _Draw(seed * 1_000_003 + number)
        disease, drug, gene = draw.name(Kind.DISEASE), draw.name(Kind.DRUG), draw.name(Kind.GENE)
        title = draw.one(
            f"A {draw.one('lasting', 'brief', 'surprising')} response to {drug} in {gene}-mutated {disease}",
            f"{drug} for {disease}: report of one case",
            f"{disease} with {gene} {draw.change()}: how {drug} was used",
        )
        parts = (_background, _patient, _findings, _treatment, _next_line, _outcome, _conclusion)
        yield title, " ".join(part(draw, disease, drug, gene) for part in parts)


def _background(draw: _Draw, disease: str, drug: str, gene: str) -> str:
    return draw.one(
        f"{disease} is a rare tumour and little is known of its treatment. Changes of {gene} are found in "
        f"{draw.number(1, 9)}% of such patients, and {draw.name(Kind.DRUG)} has been studied in early trials.",
        f"Patients with {disease} have few options after {draw.name(Kind.DRUG)}. {gene} is thought to drive its growth.",
        f"The place of {drug} in {disease} is not settled. In other cancers it acts against {gene}.",
    )


def _patient(draw: _Draw, disease: str, drug: str, gene: str) -> str:
    who, she = draw.one("woman|she", "man|he").split("|")
    return (
        f"We report a {draw.number(19, 88)}-year-old {who} who came with {draw.one('back pain', 'a cough', 'loss of weight')} "
        f"in {draw.one('May', 'June', 'October')} {draw.number(2005, 2023)}. Imaging showed a mass of {draw.number(2, 14)} cm and "
        f"{draw.one('lesions of the liver', 'bone metastases', 'enlarged lymph nodes')}; a biopsy led to the diagnosis of "
        f"{draw.one('stage IV', 'metastatic', 'locally advanced')} {disease}, for which {she} was referred to us."
    )


def _findings(draw: _Draw, disease: str, drug: str, gene: str) -> str:
    return (
        f"The cells were {draw.one('ER-positive, PR-negative and HER2-negative', 'positive for CD30', 'negative for S100')}. "
        f"Sequencing found a {gene} {draw.change()} mutation{draw.one('', ' (exon 20)', ' in 38% of reads')}, while no change of "
        f"{draw.name(Kind.GENE)} or {draw.name(Kind.GENE)} was seen; {draw.name(Kind.GENE)} was amplified."
    )


def _treatment(draw: _Draw, disease: str, drug: str, gene: str) -> str:
    return (
        f"First-line {draw.one('chemotherapy', 'treatment')} with {draw.name(Kind.DRUG)} and {draw.name(Kind.DRUG)} was given for "
        f"{draw.number(2, 8)} cycles, {draw.one('with stable disease', 'but the tumour grew', 'with a partial response')}. "
        f"At progression {draw.number(3, 20)} months later {drug} {draw.number(20, 400)} mg daily was begun."
    )


def _next_line(draw: _Draw, disease: str, drug: str, gene: str) -> str:
    return draw.one(
        f"A complete remission was reached after {draw.number(2, 9)} weeks and lasted {draw.number(4, 30)} months; "
        f"{draw.name(Kind.ADVERSE_EVENT)} of grade {draw.number(1, 3)} was the only harm.",
        f"The lesions shrank within {draw.number(3, 12)} weeks, and the dose was lowered because of {draw.name(Kind.ADVERSE_EVENT)}.",
        f"There was no response, and {draw.name(Kind.DRUG)} was added, followed by a partial response for {draw.number(3, 15)} months.",
    )


def _outcome(draw: _Draw, disease: str, drug: str, gene: str) -> str:
    return draw.one(
        f"{draw.number(6, 40)} months after diagnosis the patient is alive without progression.",
        f"The disease progressed after {draw.number(5, 28)} months, with a new {gene} {draw.change()} in the plasma, and the patient died.",
    )


def _conclusion(draw: _Draw, disease: str, drug: str, gene: str) -> str:
    return draw.one(
        f"To our knowledge this is the first report of {drug} in {disease}. {gene} should be tested for.",
        f"Our case suggests that {drug} may help patients with {disease} and a mutation of {gene}; trials are needed.",
    )
