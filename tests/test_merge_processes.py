"""A large file gives in several processes, block by block, what a small one gives in one."""

from __future__ import annotations

import pytest

from kg.errors import KgError
from kg.ids import expand
from kg.merge import lines, merge, sorting, trial
from kg.vocabulary import SKOS

MONDO = "<http://purl.obolibrary.org/obo/MONDO_0007254>"
DOID = "<http://purl.obolibrary.org/obo/DOID_1612>"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
GRAPHS = [f"<https://w3id.org/casekg/graph/{name}>" for name in ("one", "two")]

PLAIN = [
    f"<https://example.org/{number}> {predicate} {thing} {GRAPHS[number % 2]} .\n"
    for number in range(60)
    for predicate, thing in (("<https://example.org/p>", DOID), (LABEL, f'"a {DOID} b {number % 3}"'))
]
ODD = [
    f"{DOID}  <https://example.org/p>  {MONDO} {GRAPHS[0]}.\n",
    "<https://example.org/a> <https://example.org/p> <https://identifiers.org/hgnc:3430> .\n",
    f'_:b {LABEL} "nameless" .\n',
    f"<https://example.org/a> <http://www.w3.org/2002/07/owl#sameAs> {DOID} {GRAPHS[1]} .\n",
    f'{DOID} {LABEL} "one" {GRAPHS[0]} .\n{MONDO} {LABEL} "two" {GRAPHS[1]} .\n',
]


def _result(folder, text):
    (folder / "big.nq").write_text(text)
    (folder / "small.nq").write_text("".join(PLAIN[:20]))
    report = merge([str(folder / "big.nq"), str(folder / "small.nq")], folder / "out.nq")
    return (folder / "out.nq").read_bytes(), report.to_dict()


@pytest.fixture
def large_from_the_first_byte(monkeypatch):
    def set_sizes():
        monkeypatch.setattr(lines, "_LARGE", 0)
        monkeypatch.setattr(lines, "BLOCK", 500)
        monkeypatch.setattr(sorting, "RUN", 2_000)
        monkeypatch.setattr(sorting, "_PIECE", 700)

    return set_sizes


@pytest.mark.parametrize("odd", [[], *([line] for line in ODD), ODD], ids=str)
@pytest.mark.parametrize("where", [0, 61, 120])
def test_blocks_in_several_processes_give_the_same_graph_and_report(
    tmp_path, large_from_the_first_byte, odd, where
):
    text = "".join([*PLAIN[:where], *odd, *PLAIN[where:]])
    expected = _result(tmp_path, text)
    large_from_the_first_byte()
    assert _result(tmp_path, text) == expected


@pytest.mark.parametrize("large", [False, True])
def test_ids_that_no_input_describes_are_told_and_no_others(tmp_path, large, large_from_the_first_byte):
    gone, mapped = (f"<{expand(one)}>" for one in ("UBERON:0000310", "UBERON:0002048"))
    said = [
        f"<https://example.org/a> <https://example.org/p> {gone} {GRAPHS[0]} .\n",
        f"{mapped} {SKOS.exactMatch} <http://example.org/lung> {GRAPHS[0]} .\n",
        f"<https://example.org/a> <https://example.org/p> {mapped} {GRAPHS[0]} .\n",
        f"<https://example.org/a> <https://example.org/p> <https://example.org/open> {GRAPHS[0]} .\n",
        f'<https://example.org/a> <https://example.org/p> "> {gone} <" {GRAPHS[0]} .\n',
    ]
    (tmp_path / "one.nq").write_text("".join(PLAIN + said))
    (tmp_path / "two.nq").write_text(f'{MONDO} {LABEL} "described elsewhere" {GRAPHS[1]} .\n')
    if large:
        large_from_the_first_byte()
    report = trial([str(tmp_path / "one.nq"), str(tmp_path / "two.nq")])
    assert report.to_dict()["dangling"] == {"count": 2, "ids": ["UBERON:0000310", "UBERON:0002048"]}


def test_a_leader_that_stands_for_an_id_of_no_known_vocabulary_dangles_too(tmp_path):
    here, leader = "<https://example.org/lung>", f"<{expand('UBERON:0002048')}>"
    said = [
        f"{leader} {SKOS.exactMatch} {here} {GRAPHS[0]} .\n",
        f"<https://example.org/a> <https://example.org/p> {here} {GRAPHS[0]} .\n",
    ]
    (tmp_path / "one.nq").write_text("".join(said))
    report = trial([str(tmp_path / "one.nq")])
    assert report.to_dict()["dangling"] == {"count": 1, "ids": ["UBERON:0002048"]}


def test_a_fault_in_a_late_block_names_its_line(tmp_path, large_from_the_first_byte):
    path = tmp_path / "faulty.nq"
    path.write_text("".join(PLAIN) + "<https://example.org/a> nothing .\n")
    large_from_the_first_byte()
    with pytest.raises(KgError, match=rf"faulty\.nq.*\b{len(PLAIN) + 1}\b"):
        trial([str(path)])
