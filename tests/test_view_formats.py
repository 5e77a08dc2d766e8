"""Pictures as files for papers and other programs: they read back, look alike, and run nothing."""

from __future__ import annotations

import base64
import html
import io
import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import defusedxml.ElementTree
import networkx
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from test_view_samples import chain, rich_case, small_case, store_of

import kg
from kg.cli import main
from kg.commands import view as view_command
from kg.drawing import formats
from kg.drawing.cyjs import cyjs
from kg.drawing.dot import dot, quoted
from kg.drawing.formats import drawn, format_for
from kg.drawing.graphml import graphml
from kg.drawing.markup import escaped, tag, xml_text
from kg.drawing.paint import mixed, paint
from kg.drawing.programs import SHAPES
from kg.drawing.records import names
from kg.drawing.svg import MARGIN, box, size, svg
from kg.errors import KgError, UsageError
from kg.picture import Picture, picture
from kg.picture.kinds import BY_NAME, KINDS
from kg.picture.lettering import clean
from kg.webpage import page
from kg.webpage.inline import LARGEST

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    import pyoxigraph

SPACE = "{http://www.w3.org/2000/svg}"
STILL = [name for name in formats.FORMATS if name != "html"]
TEXTS = [name for name in STILL if name != "png"]
ATTACKS = [
    "<img src=x onerror=alert(1)>",
    "</text></svg><script>alert(1)</script>",
    "<![CDATA[ ]]> <!-- --> &lt;b&gt; &amp; &#x41; &xxe;",
    '"] ; evil [label="owned',
    "ends with a backslash \\",
    '\\" -> other ; \\N \\G \\l',
    "<<b>bold</b>>",
    "a\r\nb\tc\u2028d",
    "bell \x07 escape \x1b[31m delete \x7f",
    "not characters \ufffe \uffff",
    "\u202egnp.exe\u202c \u2066hidden\u2069",
    "ŁÓDŹ 肿瘤 опухоль ورم 🧬",
    "x" * 100_000,
]


def hostile() -> pyoxigraph.Store:
    """A case, and things whose labels and comments attack every format."""
    graph, label = "<https://example.org/graph>", "<http://www.w3.org/2000/01/rdf-schema#label>"
    rows = []
    for position, text in enumerate(ATTACKS):
        here = f"<https://example.org/{position}>"
        rows.append(f"{here} {label} {json.dumps(text, ensure_ascii=False)} {graph} .")
        rows.append(f"{here} <https://example.org/v/note> {json.dumps(text, ensure_ascii=False)} {graph} .")
        rows.append(f"{here} <https://example.org/v/leadsTo> <javascript:alert('{position}')> {graph} .")
    return store_of([rich_case()], "\n".join(rows) + "\n")


@pytest.fixture(scope="module")
def rich() -> Picture:
    """The picture of the case with a thing of every kind."""
    return picture(store_of([rich_case()]))


@pytest.fixture(scope="module")
def attacked() -> Picture:
    """The picture of the graph full of attacks."""
    return picture(hostile())


def parsed(text: str | bytes) -> Element:
    """The root of an XML file; entities and external references are refused."""
    root: Element = defusedxml.ElementTree.fromstring(text, forbid_dtd=True)
    return root


def titles(root: Element) -> list[str]:
    """What hovering over the parts of an SVG says."""
    return [element.text or "" for element in root.iter(f"{SPACE}title")]


# SVG


def test_the_svg_draws_every_thing_and_connection(rich: Picture) -> None:
    said = titles(parsed(svg(rich)))
    for node in rich.nodes:
        assert any(line.startswith(f"{BY_NAME[node.kind].title}: {node.label}") for line in said)
    labels = {node.key: node.label for node in rich.nodes}
    for edge in rich.edges:
        assert f"{labels[edge.source]} – {edge.label} – {labels[edge.target]}" in said


def test_the_svg_says_to_screen_readers_what_it_shows(rich: Picture) -> None:
    root = parsed(svg(rich))
    assert root.get("role") == "img"
    assert root.findtext(f"{SPACE}title") == rich.title
    described = root.findtext(f"{SPACE}desc") or ""
    assert f"{len(rich.nodes)} things, {len(rich.edges)} connections" in described
    assert "Invented for demonstration." in described


def test_the_svg_places_things_as_the_page_does(rich: Picture) -> None:
    """One shift of the whole network, no thing moved alone."""
    things = {}
    for group in parsed(svg(rich)).iter(f"{SPACE}g"):
        title = group.find(f"{SPACE}title")
        moved = re.match(r"translate\((\S+) (\S+)\)", group.get("transform", ""))
        if title is not None and moved:
            things[title.text or ""] = (float(moved[1]), float(moved[2]))
    assert len(things) == len(rich.nodes)
    assert set(things.values()) == {node.place for node in rich.nodes}


def test_nothing_of_the_svg_stands_outside_it(rich: Picture) -> None:
    wide, high = size(rich)
    boxes = [box(node) for node in rich.nodes]
    assert max(right for _, _, right, _ in boxes) - min(left for left, *_ in boxes) <= wide - 2 * MARGIN
    assert max(bottom for *_, bottom in boxes) - min(top for _, top, _, _ in boxes) <= high - 2 * MARGIN


def test_the_svg_holds_timeline_legend_and_badge(rich: Picture) -> None:
    text = " ".join("".join(element.itertext()) for element in parsed(svg(rich)).iter(f"{SPACE}text"))
    assert "Treatment" in text
    assert "2. pyrotinib + trastuzumab emtansine" in text
    assert "for 9 months, ongoing →" in text
    assert "invented for demonstration" in text
    assert "Adverse event 1" in text
    assert "hypothesis 2" in text


def test_absent_and_hypothetical_things_are_drawn_otherwise() -> None:
    looks = {
        name: paint(BY_NAME["variant"], name) for name in ("observed", "absent", "hypothesis", "background")
    }
    for one, other in combinations(looks, 2):
        assert looks[one] != looks[other]
    assert looks["absent"].fill == mixed("#000000", 0.0)
    assert looks["absent"].dash
    assert not looks["observed"].dash


def test_what_was_left_out_stands_on_the_svg() -> None:
    whole = picture(chain(100), "thing 0", 1)
    text = "".join("".join(element.itertext()) for element in parsed(svg(whole)).iter(f"{SPACE}text"))
    assert "95 of 100 things are not drawn" in text


def test_many_timelines_stand_in_two_columns_and_none_is_lost() -> None:
    whole = picture(store_of([small_case(number) for number in range(11)]))
    text = [element.text for element in parsed(svg(whole)).iter(f"{SPACE}text")]
    assert {f"case small-{number}" for number in range(11)} <= set(text)
    starts = {
        element.get("x")
        for element in parsed(svg(whole)).iter(f"{SPACE}rect")
        if element.get("height") == "12"
    }
    assert len(starts) == 1
    moves = [group.get("transform", "") for group in parsed(svg(whole)).iter(f"{SPACE}g")]
    assert any(re.fullmatch(r"translate\([1-9][\d.]+ 0\)", move) for move in moves)


def test_an_empty_graph_is_an_empty_picture_in_every_format() -> None:
    for name in STILL:
        assert drawn(picture(store_of([])), name)


def test_a_thing_that_leads_to_itself_gets_a_bow() -> None:
    whole = picture(chain(2))
    edge = whole.edges[0]
    bent = svg(replace(whole, edges=(replace(edge, target=edge.source),)))
    (line,) = (part for part in parsed(bent).iter(f"{SPACE}path") if part.get("fill") == "none")
    assert "c" in (line.get("d") or "")


def test_a_case_takes_little_room_in_a_notebook() -> None:
    assert all(len(kg.view(kg.build(name)).svg()) < 200_000 for name in kg.examples())


# Attacks


def test_the_svg_of_attacks_holds_no_element_but_drawing(attacked: Picture) -> None:
    root = parsed(svg(attacked))
    kinds = {element.tag.removeprefix(SPACE) for element in root.iter()}
    assert kinds <= {"svg", "title", "desc", "g", "rect", "path", "line", "circle", "text", "tspan"}
    for element in root.iter():
        assert not {
            name for name in element.attrib if name.startswith("on") or "href" in name or name == "style"
        }
        assert not any("url(" in value for value in element.attrib.values())


def test_attacks_come_out_of_xml_as_the_text_they_were(attacked: Picture) -> None:
    said = "\n".join(titles(parsed(svg(attacked))))
    assert "<img src=x onerror=alert(1)>" in said
    assert "&lt;b&gt; &amp; &#x41; &xxe;" in said
    assert "\u202e" not in said


@pytest.mark.parametrize("name", TEXTS)
def test_no_file_of_attacks_holds_control_characters(attacked: Picture, name: str) -> None:
    text = drawn(attacked, name).decode()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", text)
    assert len(text) < 400_000


@settings(max_examples=60)
@given(st.text())
def test_any_text_survives_xml_or_is_marked(text: str) -> None:
    read = parsed(tag("t", tag("u", escaped(text), name=text))).find("u")
    assert read is not None
    wanted = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\ufffd", text)
    assert (read.text or "") == wanted
    assert read.get("name") == re.sub("[\n\t]", " ", wanted)


@given(st.text())
def test_any_text_is_one_dot_string(text: str) -> None:
    """Read as Graphviz reads it: strings end at a quote that no backslash precedes."""
    written = quoted(text)
    assert re.fullmatch(r'"(?:[^"\\]|\\["\\])*"', written)
    assert "\n" not in written
    shown = html.unescape(re.sub(r'\\(["\\])', r"\1", written[1:-1]))
    assert shown == " ".join(xml_text(text).splitlines())


# Read back


def edge_rows(whole: Picture) -> list[tuple[str, str, str, str]]:
    """(source, target, label, modality) of the connections, by the ids of files."""
    known = names(whole)
    return sorted((known[edge.source], known[edge.target], edge.label, edge.modality) for edge in whole.edges)


@pytest.mark.parametrize("which", ["rich", "attacked"])
def test_graphml_reads_back_as_the_picture(which: str, request: pytest.FixtureRequest) -> None:
    whole: Picture = request.getfixturevalue(which)
    content = graphml(whole)
    parsed(content)
    read = networkx.read_graphml(io.BytesIO(content), force_multigraph=True)
    assert read.is_directed()
    known = names(whole)
    assert set(read.nodes) == {known[node.key] for node in whole.nodes}
    for node in whole.nodes:
        data = read.nodes[known[node.key]]
        assert data["label"] == node.label
        assert data.get("modality", "") == node.modality
        assert (data["x"], data["y"]) == node.place
        assert data["cases"] == node.cases
    rows = [(s, t, data["label"], data.get("modality", "")) for s, t, data in read.edges(data=True)]
    assert sorted(rows) == edge_rows(whole)


@pytest.mark.parametrize("which", ["rich", "attacked"])
def test_cytoscape_json_reads_back_as_the_picture(which: str, request: pytest.FixtureRequest) -> None:
    whole: Picture = request.getfixturevalue(which)
    read = json.loads(cyjs(whole))
    assert read["data"]["name"] == whole.title
    known = names(whole)
    nodes = {item["data"]["id"]: item for item in read["elements"]["nodes"]}
    assert set(nodes) == set(known.values())
    for node in whole.nodes:
        item = nodes[known[node.key]]
        assert item["data"]["name"] == node.label
        assert item["position"] == {"x": node.place[0], "y": node.place[1]}
    edges = [item["data"] for item in read["elements"]["edges"]]
    assert sorted((e["source"], e["target"], e["interaction"], e["modality"]) for e in edges) == edge_rows(
        whole
    )
    assert len({item["id"] for item in edges} | set(nodes)) == len(edges) + len(nodes)


def test_a_view_hands_over_its_network() -> None:
    shown = kg.view(kg.build(kg.examples()[0]))
    network = shown.network()
    assert network.nodes["http://identifiers.org/hgnc/3430"]["label"] == "ERBB2"
    assert len(network.edges) == len(shown.picture.edges)


def test_each_column_has_one_type(rich: Picture) -> None:
    for part in ("nodes", "edges"):
        rows = [item["data"] for item in json.loads(cyjs(rich))["elements"][part]]
        for column in rows[0]:
            assert len({type(row[column]) for row in rows}) == 1, column


def test_a_thing_brings_its_identifiers_and_evidence_along(rich: Picture) -> None:
    rows = [item["data"] for item in json.loads(cyjs(rich))["elements"]["nodes"]]
    disease = next(row for row in rows if row["label"] == "breast lobular carcinoma")
    assert (disease["curie"], disease["kind"], disease["detail"]) == (
        "MONDO:0000552",
        "Disease",
        "metastatic",
    )
    assert "a sentence that was made up for this test" in disease["evidence"]


_STRING = r'"((?:[^"\\]|\\.)*)"'


@pytest.mark.parametrize("which", ["rich", "attacked"])
def test_dot_reads_back_as_the_picture(which: str, request: pytest.FixtureRequest) -> None:
    whole: Picture = request.getfixturevalue(which)
    text = dot(whole)

    def unquoted(value: str) -> str:
        return html.unescape(re.sub(r"\\(.)", r"\1", value))

    nodes = dict(re.findall(rf"^  (n\d+) \[.*?tooltip={_STRING}", text, re.M))
    assert {key: unquoted(value) for key, value in nodes.items()} == {
        node.key: f"{BY_NAME[node.kind].title}: {node.label}" for node in whole.nodes
    }
    edges = re.findall(rf"^  (n\d+) -> (n\d+) \[.*?edgetooltip={_STRING}", text, re.M)
    assert [(s, t, unquoted(value)) for s, t, value in edges] == [
        (edge.source, edge.target, edge.label) for edge in whole.edges
    ]
    # Besides the opening and closing lines, one statement per line and nothing else.
    assert len(text.splitlines()) == 6 + len(whole.nodes) + len(whole.edges)


@pytest.mark.skipif(shutil.which("dot") is None, reason="needs Graphviz, which is not installed")
def test_graphviz_draws_the_attacks_as_text(attacked: Picture) -> None:
    done = subprocess.run(["dot", "-Tsvg"], input=dot(attacked).encode(), capture_output=True, check=True)
    root: Element = defusedxml.ElementTree.fromstring(done.stdout, forbid_dtd=False)
    kinds = [element.get("class") for element in root.iter(f"{SPACE}g")]
    assert kinds.count("node") == len(attacked.nodes)
    assert kinds.count("edge") == len(attacked.edges)
    assert not list(root.iter(f"{SPACE}script"))


def test_every_kind_has_a_shape_in_other_programs() -> None:
    assert set(SHAPES) == {kind.name for kind in KINDS}


# PNG


def dimensions(content: bytes) -> tuple[int, int]:
    """Width and height in the header of a PNG file."""
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])


def test_a_png_has_the_size_asked_for() -> None:
    pytest.importorskip("resvg_py", reason="needs the extra casekg[png]")
    whole = picture(chain(3))
    wide, high = size(whole)
    for scale in (1.0, 2.0):
        assert dimensions(drawn(whole, "png", scale)) == pytest.approx((wide * scale, high * scale), abs=1.5)


def test_a_png_holds_words_and_no_date() -> None:
    pytest.importorskip("resvg_py", reason="needs the extra casekg[png]")
    one, other = (drawn(picture(chain(3, label)), "png") for label in ("thing", "other"))
    assert one != other
    assert b"tIME" not in one
    assert b"tEXt" not in one


@pytest.mark.parametrize("scale", [0.0, -1.0, float("nan"), 500.0])
def test_a_senseless_scale_is_refused(scale: float) -> None:
    with pytest.raises(UsageError, match="out of range"):
        drawn(picture(chain(3)), "png", scale)


def test_a_png_too_large_is_refused_with_a_scale_that_fits() -> None:
    with pytest.raises(UsageError, match=r"use --scale [\d.]+ or less"):
        drawn(picture(chain(300)), "png", 20.0)


# The command, and the same everywhere


def test_the_same_graph_gives_the_same_bytes_under_another_hash_seed() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "from test_view_formats import STILL, TEXTS, drawn, hostile, picture;"
        "whole = picture(hostile());"
        "sys.stdout.buffer.write(b''.join(drawn(whole, name) for name in TEXTS))"
    )
    outputs = [
        subprocess.run(
            [sys.executable, "-c", code, str(Path(__file__).parent)],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[1]), "PATH": ""},
        ).stdout
        for seed in ("1", "2")
    ]
    assert outputs[0] == outputs[1]
    assert outputs[0]


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.svg", b"<?xml"),
        ("a.PNG", b"\x89PNG"),
        ("a.dot", b"digraph"),
        ("a.gv", b"digraph"),
        ("a.graphml", b"<?xml"),
        ("a.cyjs", b"{"),
        ("a.json", b"{"),
        ("a.htm", b"<!DOCTYPE html>"),
    ],
)
def test_the_suffix_chooses_the_format(tmp_path: Path, name: str, start: bytes) -> None:
    if name.endswith("PNG"):
        pytest.importorskip("resvg_py", reason="needs the extra casekg[png]")
    page(picture(chain(3))).write(tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(start)
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("output", ["view.pdf", "view", "-"])
def test_an_unknown_suffix_is_refused_with_the_choices(output: str) -> None:
    with pytest.raises(UsageError, match=r"\.graphml.*--format html\|png\|svg\|dot\|graphml\|cyjs"):
        format_for(output)


def test_a_format_that_contradicts_the_suffix_is_refused() -> None:
    with pytest.raises(UsageError, match="disagree"):
        format_for("view.svg", "png")
    assert format_for("view.txt", "dot") == "dot"


@pytest.fixture
def graph_file(tmp_path: Path) -> str:
    """A graph of a hundred things in a tree."""
    path = tmp_path / "graph.nq"
    path.write_text("".join(f"{quad} .\n" for quad in chain(100)), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", TEXTS)
def test_the_command_writes_to_standard_output(graph_file: str, name: str) -> None:
    call = ["view", graph_file, "-o", "-", "-f", name, "--focus", "thing 0", "--depth", "1"]
    done = CliRunner().invoke(main, call)
    assert done.exit_code == 0, done.output
    assert done.stdout_bytes == drawn(picture(chain(100), "thing 0", 1), name)
    assert done.stderr.startswith("<stdout>: 5 things, 4 connections\n95 of 100 things are not drawn")


def test_the_command_refuses_a_scale_where_it_does_nothing(graph_file: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["view", graph_file, "-o", str(tmp_path / "v.svg"), "--scale", "3"])
    assert done.exit_code == 2
    assert "--scale is for PNG alone" in done.stderr
    assert not (tmp_path / "v.svg").exists()


def test_a_failed_drawing_leaves_the_old_file(graph_file: str, tmp_path: Path) -> None:
    out = tmp_path / "v.png"
    out.write_bytes(b"old")
    done = CliRunner().invoke(main, ["view", graph_file, "-o", str(out), "--scale", "0"])
    assert done.exit_code == 2
    assert out.read_bytes() == b"old"


def test_the_command_offers_the_formats_that_there_are() -> None:
    assert view_command.FORMATS == formats.FORMATS


def test_without_the_painter_png_is_a_message(tmp_path: Path) -> None:
    """As on a machine where the extra is not installed."""
    code = (
        "import sys; sys.modules['resvg_py'] = None; sys.path.insert(0, sys.argv[1]);"
        "from test_view_formats import chain, drawn, picture; drawn(picture(chain(3)), 'png')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(Path(__file__).parent)],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(Path(__file__).parents[1]), "PATH": ""},
    )
    assert "UsageError: PNG needs the package resvg_py" in done.stderr
    assert issubclass(UsageError, KgError)


# Notebooks


class Elements(HTMLParser):
    """Gathers the elements of a fragment."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, dict[str, str | None]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found[tag] = dict(attrs)


def test_a_notebook_gets_a_frame_a_still_picture_and_a_text(attacked: Picture) -> None:
    shown = page(attacked, 500)
    bundle = shown._repr_mimebundle_(include=None, exclude=None)
    assert list(bundle) == ["text/html", "image/svg+xml", "text/plain"]
    assert bundle["image/svg+xml"] == shown.svg()
    reader = Elements()
    reader.feed(bundle["text/html"])
    assert set(reader.found) == {"div", "style", "iframe", "img"}
    frame = reader.found["iframe"]
    assert frame["srcdoc"] == shown.html
    assert frame["height"] == "500"
    assert frame["sandbox"] == "allow-scripts allow-popups allow-downloads"
    assert "src" not in frame


def test_the_still_picture_stays_where_frames_and_styles_are_taken_out(rich: Picture) -> None:
    """JupyterLab takes both out of notebooks that are not trusted, and keeps images with data in them."""
    shown = page(rich)
    left = re.sub(
        r"<style>.*?</style>|<iframe.*?</iframe>", "", shown._repr_mimebundle_()["text/html"], flags=re.S
    )
    reader = Elements()
    reader.feed(left)
    kind, _, coded = (reader.found["img"]["src"] or "").partition(";base64,")
    assert kind == "data:image/svg+xml"
    assert base64.b64decode(coded).decode() == shown.svg()


def test_a_picture_of_a_great_graph_does_not_fill_the_notebook() -> None:
    shown = page(picture(chain(2_000), limit=2_000))
    bundle = shown._repr_mimebundle_()
    assert len(shown.svg()) > LARGEST
    assert list(bundle) == ["text/html", "text/plain"]
    assert "<img" not in bundle["text/html"].replace(html.escape(shown.html), "")


def test_hostile_titles_stay_text_in_a_notebook() -> None:
    title = clean("\"'><img src=x onerror=alert(1)>")
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    case = "<https://w3id.org/casekg/case/small-1>"
    row = f"{case} {label} {json.dumps(title)} <https://example.org/g> .\n"
    markup = page(picture(store_of([small_case(1)], row)))._repr_mimebundle_()["text/html"]
    assert "<img src=x" not in markup
