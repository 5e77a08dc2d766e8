"""Names that a reader takes for the same are the same key."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.terms import Kind, all_terms, fold, named, singular


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="aehnoum tsrlkid-αβ'+", max_size=30))
def test_folding_twice_changes_nothing_for_british_looking_text(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("oestrogen receptor", "estrogen receptor"),
        ("leukaemia", "Leukemia"),
        ("oesophageal tumour", "esophageal tumor"),
        ("anaemia", "anemia"),
        ("diarrhoea", "diarrhea"),
        ("T-DM1", "TDM1"),
        ("T‑DM1", "t dm1"),
        ("PD–L1", "pd-l1"),
        ("β-catenin", "beta-catenin"),
        ("Hodgkin's lymphoma", "Hodgkin lymphoma"),
        ("ER+", "ER positive"),
        ("HER2-", "HER2 negative"),
        ("Ménétrier", "Menetrier"),
    ],
)
def test_spellings_of_one_name_fold_to_one_key(one, other):
    assert fold(one) == fold(other)


def test_a_positive_and_a_negative_result_stay_apart():
    assert fold("ER+") != fold("ER-") != fold("ER")


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("lung cancers", "lung cancer"),
        ("bone metastases", "bone metastasis"),
        ("biopsies", "biopsy"),
        ("carcinomata", "carcinoma"),
        ("sinus", "sinus"),
        ("virus", "virus"),
        ("illness", "illness"),
    ],
)
def test_a_plural_becomes_its_singular(plural, one):
    assert singular(plural) == one


def _disguised(name: str, chance: random.Random) -> str:
    """The name in another case, with other hyphens and spaces between its words."""
    cased = "".join(chance.choice((ch.lower(), ch.upper())) if ch.isascii() else ch for ch in name)
    return cased.replace("-", chance.choice(("-", "–", "‐", ""))).replace(
        " ", chance.choice((" ", "  ", "\u00a0"))
    )


_LABELS = [
    (kind, term.label)
    for kind in (Kind.DISEASE, Kind.DRUG, Kind.SITE, Kind.STATUS, Kind.DRUG_CLASS)
    for term in all_terms(kind)
    if not term.obsolete and "- " not in term.label and not term.label.endswith("-")
]


@settings(max_examples=200)
@given(st.sampled_from(_LABELS), st.randoms(use_true_random=False))
def test_a_label_in_any_case_and_hyphenation_finds_the_same_terms(kind_and_label, chance):
    kind, label = kind_and_label
    assert named(_disguised(label, chance), {kind}) == named(label, {kind}) != ()
