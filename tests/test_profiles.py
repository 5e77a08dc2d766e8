"""Ids for a target: by one-to-one mappings of the term tables, never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kg import demo
from kg.cli import main
from kg.commands.export import command
from kg.errors import Notepad, UsageError
from kg.profiles import PROFILES, Profile

V777L = "casekg.variant:HGNC%3A3430%3Ap.Val777Leu"

EXPECTED = [
    ("monarch", "MONDO:0007254", "MONDO:0007254"),
    ("monarch", "HGNC:3430", "HGNC:3430"),
    ("monarch", "NCIT:C1647", "CHEBI:231601"),
    ("monarch", V777L, "CLINVAR:44991"),
    ("hetionet", "MONDO:0007254", "DOID:1612"),
    ("hetionet", "HGNC:3430", "NCBIGene:2064"),
    ("hetionet", "NCIT:C1647", "DRUGBANK:DB00072"),
    ("civic", "MONDO:0005051", "DOID:3457"),
    ("civic", "NCIT:C111895", "NCIT:C111895"),
    ("civic", V777L, "civic.vid:44"),
    ("primekg", "MONDO:0007254", "MONDO:0007254"),
    ("primekg", "NCIT:C82492", "DRUGBANK:DB05773"),
    ("wikidata", "MONDO:0007254", "DOID:1612"),
]


@pytest.mark.parametrize(("name", "curie", "wanted"), EXPECTED)
def test_a_target_gets_the_id_that_it_expects(name: str, curie: str, wanted: str) -> None:
    assert Profile(name).id_for(curie) == wanted


@pytest.mark.parametrize("curie", ["DOID:1612", "PMID:37120151", "kg:Case", "nothing", "MONDO:9999999"])
def test_what_is_no_term_of_the_tables_has_no_other_id(curie: str) -> None:
    profile = Profile("hetionet")
    assert profile.id_for(curie) is None
    pad = Notepad("x")
    profile.say(pad)
    assert pad.faults == []


def test_an_id_that_two_terms_share_is_not_given_and_told() -> None:
    profile = Profile("hetionet")
    assert profile.id_for("MONDO:0005211") is None
    pad = Notepad("x")
    profile.say(pad)
    assert (
        "that share an id of this target, or have several there, which keep another, 1:" in pad.faults[0].what
    )
    assert "ovarian serous adenocarcinoma (MONDO:0005211)" in pad.faults[0].what


def test_two_terms_never_get_one_id() -> None:
    from kg import terms

    for name, target in PROFILES.items():
        profile = Profile(name)
        for kind in target.prefixes:
            if not isinstance(kind, terms.Kind) or kind is terms.Kind.GENE:
                continue
            found = [profile.id_for(term.id) for term in terms.all_terms(kind) if not term.obsolete]
            given = [one for one in found if one]
            assert len(given) == len(set(given)), (name, kind)


def test_a_fusion_and_an_unknown_change_keep_our_id() -> None:
    profile = Profile("civic")
    assert profile.id_for("casekg.variant:HGNC%3A1316%3A%3AHGNC%3A427%3Afusion") is None
    assert profile.id_for("casekg.variant:HGNC%3A3430%3Ap.Asp769Tyr") is None


def test_a_misspelt_profile_is_told_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean 'hetionet'"):
        Profile("hetionett")


def test_the_command_knows_the_same_profiles() -> None:
    option = next(one for one in command.params if one.name == "wanted")
    assert list(option.type.choices) == list(PROFILES)  # type: ignore[attr-defined]


def test_kgx_goes_out_in_the_ids_of_hetionet(tmp_path: Path) -> None:
    arguments = ["export", str(demo.FIRST), "--to", "kgx", "-o", str(tmp_path / "x"), "--profile", "hetionet"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.stderr
    ids = {line.split("\t")[0] for line in (tmp_path / "x_nodes.tsv").read_text().splitlines()[1:]}
    assert {"DOID:3457", "NCBIGene:2064", "DRUGBANK:DB14993", "DRUGBANK:DB05773"} <= ids
    assert "Metastatic Breast Lobular Carcinoma (NCIT:C76328)" in result.stderr
