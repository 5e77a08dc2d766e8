"""Whatever a text holds, reading it ends, soon, and without an error."""

from __future__ import annotations

import pytest
from effort import ends, steps
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.case import Publication, Section
from kg.extract.model import Reading
from kg.extract.reading import read

CASE = "A 61-year-old man with EGFR L858R lung cancer was given gefitinib, with a partial response for 9 months. "
WORDS = (
    "EGFR", "HER2", "L858R", "p.", "c.2573T>G", "exon 19 deletion", "ex", "(", ")", "[", "1", "99", "+", "-", "/", "no ",
    "negative for ", "gefitinib", "T-DM1", "FOLFOX", "and ", ", ", ". ", "\n", "partial response", "for 9 months", "\u2011",
    "\u00a0", "\u200b", "&alpha;", "<b>", "A 4-year-old ", "we report ", "cancer of the ", "lung", "\U0001f9ec", "\u0391", "癌",
)  # fmt: skip


def reading(text: str) -> Reading:
    return read(Publication(pmid="1", sections=(Section(name="abstract", text=text),)))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_any_mixture_of_words_is_read_and_every_mark_lies_in_the_text(words: list[str]) -> None:
    text = "".join(words)
    for mark in reading(text).marks:
        assert 0 <= mark.start < mark.end <= len(text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for case in reading(text).cases:
        for diagnosis in case.diagnoses:
            (place,) = diagnosis.evidence[:1]
            assert text[place.start : place.end] == place.quote


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_the_same_text_gives_the_same_reading(words: list[str]) -> None:
    assert reading("".join(words)) == reading("".join(words))


@pytest.mark.parametrize("text", ["", " ", "\n\n", ".", "\u200b", "No abstract available."])
def test_a_text_without_findings_gives_none(text: str) -> None:
    for case in reading(text).cases:
        assert not (case.diagnoses or case.variants or case.therapy or case.biomarkers)


BOMBS = {
    "one word": "a",
    "digits": "1",
    "brackets": "(",
    "hyphens": "-",
    "blanks": " ",
    "commas": ", ",
    "changes": "V600E ",
    "letters and digits": "A1",
    "genes": "EGFR, ",
    "gene list": "EGFR/",
    "numbers and units": "12 months ",
    "no": "no ",
    "and": "and ",
    "drugs": "gefitinib and ",
    "responses": "partial response ",
    "receptors": "HER2 ",
    "open coding": "c.12",
    "nested": "((((EGFR ",
    "exon": "exon 19 ",
    "definitions": "lung cancer (LC) ",
    "sentences": CASE,
    "one long sentence": CASE.replace(".", ","),
    "title": "Case 1: ",
    "ages": "61-year-old ",
    "site words": "of the left lung ",
    "mutations": "EGFR mutation, ",
    "places": "V600E/",
    "fusions": "EML4-ALK-",
    "slashes": "ER/",
    "no gene": "no EGFR ",
    "courses": "imatinib led to PD and CR for 3 months ",
    "bare numbers": "12 ",
    "opened": "after (",
    "treatments": "chemotherapy, ",
    "claims": "Osimertinib is effective in lung cancer in phase 2 trials; EGFR T790M causes resistance to it. ",
    "hopes": "Further studies of gefitinib are needed, but afatinib is promising in breast cancer in vitro. ",
    "drug classes": "pyrotinib (an irreversible tyrosine kinase inhibitor), ",
    "drugs and classes": "He received the PARP inhibitor olaparib and pyrotinib, a tyrosine kinase inhibitor. ",
    "changes without a gene": "We found V777L, c.2329G>T, 185delAG and the gene NF1. ",
    "many changes": "BRAF V600E, KRAS G12D, EGFR exon 19 deletion, ALK amplification. ",
    "abbreviations": "low-grade glioma (LGG), small-cell lung cancer (SCLC), ",
    "steroids": "He was given dexamethasone for melanoma. ",
    "conclusions": "A case of melanoma. In conclusion, a partial response to imatinib may be seen. ",
    "stages": "Stage IV melanoma, grade 3 breast cancer, T2N1M0 lung cancer metastatic to the liver. ",
}


@pytest.mark.parametrize("name", BOMBS)
def test_steps_grow_no_faster_than_the_text(name: str) -> None:
    piece = BOMBS[name]
    reading(piece * 50)  # each word is looked up once, ever
    short, long = (_steps(piece * (size // len(piece))) for size in (3_000, 12_000))
    assert long < 4 * 1.2 * short, f"{short:,} steps, of four times the text {long:,}"


def _steps(text: str) -> int:
    return steps(lambda: reading(text))


@pytest.mark.parametrize("name", BOMBS)
def test_no_pattern_goes_back_and_forth_in_a_text_without_end(name: str) -> None:
    with ends():
        reading(BOMBS[name] * (40_000 // len(BOMBS[name])))
