"""Every spelling of a change is one thing, and every mistake is named with its cure."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.case import VARIANT_KINDS
from kg.hgvs import RESIDUES, HgvsError, coding_change, is_splice_site, protein_change


@pytest.mark.parametrize(
    ("spellings", "normal", "short", "kind"),
    [
        ("p.Asp769His D769H p.D769H Asp769His p.(Asp769His) p.(D769H)", "p.Asp769His", "D769H", "missense"),
        ("R213* p.Arg213Ter p.R213X Arg213* R213Ter", "p.Arg213Ter", "R213*", "nonsense"),
        ("R97fs p.Arg97fs p.Arg97fs*", "p.Arg97fs", "R97fs", "frameshift"),
        ("p.Arg97ProfsTer23 p.R97Pfs*23 R97PfsX23", "p.Arg97ProfsTer23", "R97Pfs*23", "frameshift"),
        (
            "E746_A750del p.Glu746_Ala750del E746_A750delELREA",
            "p.Glu746_Ala750del",
            "E746_A750del",
            "in-frame deletion",
        ),
        ("W24del p.Trp24del", "p.Trp24del", "W24del", "in-frame deletion"),
        (
            "A775_G776insYVMA p.Ala775_Gly776insTyrValMetAla",
            "p.Ala775_Gly776insTyrValMetAla",
            "A775_G776insYVMA",
            "in-frame insertion",
        ),
        (
            "Y772_A775dup p.Tyr772_Ala775dup Y772_A775dupYVMA",
            "p.Tyr772_Ala775dup",
            "Y772_A775dup",
            "in-frame insertion",
        ),
        (
            "p.Leu747_Pro753delinsSer L747_P753delinsS L747_P753>S",
            "p.Leu747_Pro753delinsSer",
            "L747_P753delinsS",
            "in-frame deletion",
        ),
        ("C28delinsWV", "p.Cys28delinsTrpVal", "C28delinsWV", "in-frame insertion"),
        ("V600_K601delinsEN", "p.Val600_Lys601delinsGluAsn", "V600_K601delinsEN", "mutation"),
        ("E746_A750delinsTer", "p.Glu746_Ala750delinsTer", "E746_A750delins*", "nonsense"),
        ("C28delinsW C28W", "p.Cys28Trp", "C28W", "missense"),
        ("p.Val777= V777= V777V p.(Val777=)", "p.Val777=", "V777=", "synonymous"),
        ("*110Qext*17 p.Ter110GlnextTer17", "p.Ter110GlnextTer17", "*110Qext*17", "mutation"),
        ("M1ext-5", "p.Met1ext-5", "M1ext-5", "mutation"),
    ],
)
def test_every_spelling_is_one_change(spellings: str, normal: str, short: str, kind: str) -> None:
    changes = {protein_change(spelling) for spelling in spellings.split()}
    assert [(change.normal, change.short, change.kind) for change in changes] == [(normal, short, kind)]


def test_the_residues_of_a_change_are_those_of_the_unchanged_protein() -> None:
    assert protein_change("V777L").residues == (("V", 777),)
    assert protein_change("E746_A750delinsQ").residues == (("E", 746), ("A", 750))


@pytest.mark.parametrize(
    ("text", "what", "cure"),
    [
        ("V777X1", "'X1' is not a residue", "V777*"),
        ("p.Vol777Leu", "'Vol' is not an amino acid", "did you mean 'Val'"),
        ("B777L", "'B' is not an amino acid", "one of A C D"),
        ("X777L", "'X' is no residue", "name the residue"),
        ("d769h", "not an amino acid", "p.Asp769His"),
        ("p.asp769his", "not an amino acid", "p.Asp769His"),
        ("V777", "does not say what changes", "V777L"),
        ("ValLeu", "has no position", "D769H"),
        ("769H", "lacks the residue", "D769H"),
        ("V0777L", "not a position", "count from 1"),
        ("V1234567L", "not a position", "count from 1"),
        ("V" + "7" * 490 + "L", "not a position", "count from 1"),
        ("A750_E746del", "runs backwards", "E746_A750del"),
        ("E746_E746del", "starts and ends", "once"),
        ("E746_A750L", "says nothing of a range", "delins"),
        ("E746_A750fs", "not complete", "R97fs"),
        ("E746_A750delELRE", "not what stands", "E746_A750del"),
        ("M774insAYVM", "between two neighbours", "A775_G776insYVMA"),
        ("A775_G778insYV", "between two neighbours", "A775_G776insYVMA"),
        ("A775_G776ins", "does not say what is inserted", "insYVMA"),
        ("E746_A750del5", "is a count", "name the residues"),
        ("A775_G776insY*A", "goes on after a stop", "stop"),
        ("*110Q", "lost stop", "*110Qext*?"),
        ("V777LL", "more than one residue", "V777delinsLL"),
        ("p.?", "names no residue", "leave"),
        ("p.[Asp769His;Val777Leu]", "several changes", "profile"),
        ("NP_004439.2:p.Asp769His", "names a sequence", "p.Asp769His"),
        ("c.2305G>C", "not a protein change", "'coding'"),
        ("", "is empty", ""),
        ("x" * 600, "too long", ""),
    ],
)
def test_a_wrong_protein_change_says_what_is_wrong_and_what_would_be_right(
    text: str, what: str, cure: str
) -> None:
    with pytest.raises(HgvsError) as error:
        protein_change(text)
    assert what in error.value.what
    assert cure in error.value.cure
    assert isinstance(error.value, ValueError)
    assert str(pickle.loads(pickle.dumps(error.value))) == str(error.value)


_LETTERS = sorted(set(RESIDUES) - {"*"})
_RESIDUES = st.sampled_from(_LETTERS)
_POSITIONS = st.integers(1, 99_000)
_RUNS = st.text(alphabet=_LETTERS, min_size=1, max_size=12)


@st.composite
def _short_forms(draw: st.DrawFn) -> str:
    """A change in one-letter form."""
    first, start, run = draw(_RESIDUES), draw(_POSITIONS), draw(_RUNS)
    last, end = draw(_RESIDUES), start + draw(st.integers(1, 900))
    stop = draw(st.integers(1, 500))
    edit = draw(st.sampled_from(["sub", "stop", "fs", "fs*", "del", "range", "dup", "ins", "delins", "same"]))
    return {
        "sub": f"{first}{start}{run[0] if run[0] != first else '='}",
        "stop": f"{first}{start}*",
        "fs": f"{first}{start}fs",
        "fs*": f"{first}{start}{run[0]}fs*{stop}",
        "del": f"{first}{start}del",
        "range": f"{first}{start}_{last}{end}del",
        "dup": f"{first}{start}_{last}{end}dup",
        "ins": f"{first}{start}_{last}{start + 1}ins{run}",
        "delins": f"{first}{start}_{last}{end}delins{run}",
        "same": f"{first}{start}=",
    }[edit]


@given(_short_forms())
def test_short_and_long_forms_turn_into_each_other(short: str) -> None:
    change = protein_change(short)
    assert change.short == short
    assert change.kind in VARIANT_KINDS
    assert protein_change(change.normal) == change
    assert protein_change(f"p.({change.normal[2:]})") == change


@given(st.text(max_size=30) | st.text(alphabet="pcDHVal0769_>*insdelfs=+-()[]. ", max_size=20))
def test_any_text_is_a_change_or_a_plain_error(text: str) -> None:
    for read in (protein_change, coding_change):
        try:
            found = read(text)
        except HgvsError as error:
            assert error.what
        else:
            assert read(found if isinstance(found, str) else found.normal) == found


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("c.2305G>C", "c.2305G>C"),
        (" c.2305G>C ", "c.2305G>C"),
        ("c.(2305G>C)", "c.2305G>C"),
        ("c.35_36delinsTT", "c.35_36delinsTT"),
        ("c.35_36GG>TT", "c.35_36delinsTT"),
        ("c.1521_1523del", "c.1521_1523del"),
        ("c.1521_1523delCTT", "c.1521_1523del"),
        ("c.2236_2248delGAATTAAGAGAAGinsCAAC", "c.2236_2248delinsCAAC"),
        ("c.76_77insG", "c.76_77insG"),
        ("c.3028+1G>T", "c.3028+1G>T"),
        ("c.5_5+1del", "c.5_5+1del"),
        ("c.-124C>T", "c.-124C>T"),
        ("c.*12_*14inv", "c.*12_*14inv"),
        ("c.12A=", "c.12="),
    ],
)
def test_coding_changes_have_one_form(text: str, normal: str) -> None:
    assert coding_change(text) == normal
    assert coding_change(normal) == normal


@pytest.mark.parametrize(
    ("text", "what", "cure"),
    [
        ("2305G>C", "not a coding change", "c.2305G>C"),
        ("c.2305g>c", "not a coding change", "c.2305G>C"),
        ("c.2305 G->C", "not a coding change", "c.2305G>C"),
        ("c.76_77insAU", "not a coding change", "c.76_77insAT"),
        ("c.2305", "not a coding change", "c.2305G>C"),
        ("c.0A>G", "not a coding change", ""),
        ("c.1523_1521del", "runs backwards", "c.1521_1523"),
        ("c.2305>C", "which base", "c.2305G>C"),
        ("c.35GG>TT", "2 bases for 1", "both ends"),
        ("c.1521_1523delCT", "2 bases for 3", "both ends"),
        ("c.76insG", "between two neighbours", "c.76_77insG"),
        ("c.76_77ins", "which bases are inserted", "insTT"),
        ("c.5G>G", "by themselves", "'='"),
        ("g.123A>G", "coding sequence", "(c.)"),
        ("p.Val777Leu", "protein change", "'protein'"),
        ("NM_004448.4:c.2305G>C", "names a sequence", "c.2305G>C"),
        ("  ", "empty", ""),
        ("c." + "1" * 2_000, "too long", ""),
    ],
)
def test_a_wrong_coding_change_says_what_is_wrong_and_what_would_be_right(
    text: str, what: str, cure: str
) -> None:
    with pytest.raises(HgvsError) as error:
        coding_change(text)
    assert what in error.value.what
    assert cure in error.value.cure


def test_only_the_ends_of_an_intron_are_splice_sites() -> None:
    found = [is_splice_site(text) for text in ("c.3028+1G>T", "c.3029-2A>G", "c.3028+12G>T", "c.2305G>C")]
    assert found == [True, True, False, False]
