"""`kg terms` as its users see it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from kg.cli import main


def run(*arguments: str):
    return CliRunner().invoke(main, ["terms", *arguments])


def test_search_finds_whole_names_first():
    out = run("search", "T-DM1", "-f", "tsv").stdout.splitlines()
    assert out[0].split("\t") == ["id", "label", "kind", "name", "replaced_by"]
    assert out[1].split("\t")[:4] == ["NCIT:C82492", "Trastuzumab Emtansine", "drug", "T-DM1"]


def test_search_finds_names_that_hold_the_text_within_a_limit():
    found = json.loads(
        run("search", "lobular carcinoma", "--kind", "disease", "--limit", "3", "-f", "json").stdout
    )
    assert len(found) == 3
    assert found[0]["id"] == "MONDO:0000552"


def test_search_takes_an_id_of_a_mapped_vocabulary():
    assert "MONDO:0005051" in run("search", "NCIT:C7950").stdout


def test_an_unknown_name_ends_with_1_and_its_neighbours_on_stderr():
    result = run("search", "KRASS", "--kind", "gene")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "did you mean 'KRAS'" in result.stderr


def test_what_is_found_is_printed_beside_what_is_not():
    result = run("search", "pyrotinib", "qqqqzzzzxxxx")
    assert result.exit_code == 1
    assert "NCIT:C111895" in result.stdout
    assert "qqqqzzzzxxxx" in result.stderr


def test_show_tells_everything_up_to_the_root():
    out = run("show", "MONDO:0005051").stdout
    for part in (
        "NCIT:C7950",
        "ILC",
        "MONDO:0000001  disease",
        "CC BY 4.0",
        "http://purl.obolibrary.org/obo/MONDO_0005051",
    ):
        assert part in out


def test_show_as_json_holds_the_same_facts():
    said = json.loads(run("show", "Kadcyla", "-f", "json").stdout)
    assert said["id"] == "NCIT:C82492"
    assert "kg:AntibodyDrugConjugate" in {up["id"] for up in said["ancestors"]}


def test_show_of_an_obsolete_term_says_what_to_use():
    result = run("show", "EFO:0000553")
    assert result.exit_code == 0
    assert "use MONDO:0005051" in result.stdout
    assert "obsolete" in result.stderr


@pytest.mark.parametrize(
    ("text", "what"), [("ILC", "may be"), ("qqqqzzzzxxxx", "is not a term"), ("MONDO:9999999", "is not")]
)
def test_show_of_no_single_term_ends_with_1(text, what):
    result = run("show", text)
    assert (result.exit_code, result.stdout) == (1, "")
    assert what in result.stderr


def test_import_writes_a_table_that_reads_back(tmp_path):
    (tmp_path / "m.obo").write_text("format-version: 1.2\n\n[Term]\nid: MONDO:1\nname: growth\n")
    out = tmp_path / "t.tsv"
    result = run(
        "import", str(tmp_path / "m.obo"), "--kind", "disease", "--origin", "M|2026|CC0", "-o", str(out)
    )
    assert result.exit_code == 0, result.stderr
    assert out.read_text().splitlines()[1] == "MONDO:1\tgrowth\t\t\t\tM\t2026\tCC0\t\t\t"


def test_a_bad_file_leaves_no_table(tmp_path):
    (tmp_path / "x").write_text("nothing")
    result = run("import", str(tmp_path / "x"), "--kind", "gene", "-o", str(tmp_path / "t.tsv"))
    assert result.exit_code == 1
    assert "in no form" in result.stderr
    assert not (tmp_path / "t.tsv").exists()


@pytest.mark.parametrize("name", ["search", "show", "import"])
def test_every_command_has_examples_in_its_help(name):
    assert f"kg terms {name}" in run(name, "--help").stdout
