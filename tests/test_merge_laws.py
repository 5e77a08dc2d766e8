"""A merge adds nothing twice, knows no order, and can be taken apart: small random graphs and mappings."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.ids import expand
from kg.merge import Wanted, merge, trial

GRAPH = "https://w3id.org/casekg/graph/"
IDS = [
    "MONDO:0007254",
    "DOID:1612",
    "NCIT:C9335",
    "DOID:9999991",
    "MONDO:9999991",
    "UMLS:C9999991",
    "MESH:D9999991",
]
NODES = st.sampled_from([f"<{expand(one)}>" for one in IDS] + ["<https://example.org/a>"])
LITERALS = st.sampled_from(['"breast cancer"', '"a \\"b\\" c"', '"see <http://x/> now"@en'])
PLAIN = ["<https://example.org/p>", "<http://www.w3.org/2000/01/rdf-schema#label>", "<https://example.org/q>"]
EXACT = "<http://www.w3.org/2004/02/skos/core#exactMatch>"
GRAPHS = st.sampled_from([f"<{GRAPH}{name}>" for name in ("one", "two", "terms")])

LINES = st.builds("{} {} {} {} .\n".format, NODES, st.sampled_from(PLAIN), st.one_of(NODES, LITERALS), GRAPHS)
MAPPINGS = st.builds("{} {} {} {} .\n".format, NODES, st.just(EXACT), NODES, GRAPHS)
FILES = st.lists(st.one_of(LINES, MAPPINGS), max_size=8).map(lambda lines: "".join(sorted(set(lines))))
SETTINGS = settings(max_examples=25, deadline=None)


class Folder:
    """Files of a folder, and merges of them."""

    def __init__(self, path: str, files: list[str]) -> None:
        self.path = Path(path)
        for number, text in enumerate(files):
            (self.path / f"{number}.nq").write_text(text)

    def merged(self, *names: str, out: str = "out.nq", undo: tuple[str, ...] = ()) -> bytes:
        inputs = [str(self.path / name) for name in names]
        merge(inputs, self.path / out, Wanted(undo=undo))
        return (self.path / out).read_bytes()


@SETTINGS
@given(st.lists(FILES, min_size=3, max_size=3))
def test_any_order_and_any_grouping_gives_the_same_bytes(files):
    with TemporaryDirectory() as path:
        folder = Folder(path, files)
        whole = folder.merged("0.nq", "1.nq", "2.nq")
        assert folder.merged("2.nq", "0.nq", "1.nq") == whole
        folder.merged("0.nq", "1.nq", out="left.nq")
        folder.merged("2.nq", "1.nq", out="right.nq")
        assert folder.merged("left.nq", "2.nq") == whole
        assert folder.merged("0.nq", "right.nq") == whole
        assert folder.merged("right.nq", "left.nq") == whole


@SETTINGS
@given(st.lists(FILES, min_size=2, max_size=2))
def test_merging_again_adds_nothing(files):
    with TemporaryDirectory() as path:
        folder = Folder(path, files)
        whole = folder.merged("0.nq", "1.nq", out="whole.nq")
        assert folder.merged("whole.nq") == whole
        assert folder.merged("whole.nq", "1.nq", "whole.nq", "0.nq") == whole
        report = trial([str(folder.path / "whole.nq"), str(folder.path / "1.nq")])
        assert report.new == 0


@SETTINGS
@given(st.lists(FILES, min_size=3, max_size=3, unique=True))
def test_what_is_undone_was_never_there(files):
    with TemporaryDirectory() as path:
        folder = Folder(path, files)
        folder.merged("0.nq", "1.nq", "2.nq", out="whole.nq")
        if files[1]:
            assert folder.merged("whole.nq", undo=("1.nq",)) == folder.merged("0.nq", "2.nq")


@SETTINGS
@given(st.lists(FILES, min_size=2, max_size=2))
def test_every_quad_is_still_there_under_its_leaders(files):
    with TemporaryDirectory() as path:
        folder = Folder(path, files)
        once = [set(folder.merged(f"{number}.nq").splitlines()) for number in (0, 1)]
        both = folder.merged("0.nq", "1.nq").splitlines()
        ours = [line for line in both if b"/ids>" not in line and b"/sources>" not in line]
        assert len(ours) == len(set(ours))
        plain = sum(line.count("\n") for line in files)
        assert len(ours) <= plain + len([line for line in both if b"/joined>" in line])
        if not any(EXACT in text for text in files):
            assert {line for some in once for line in some if b"/ids>" not in line} <= set(both)
