"""The page as a file: alone, the same every time, and no markup from the data."""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
import subprocess
import sys
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_view_samples import rich_case, small_case, store_of

from kg.cli import main
from kg.errors import KgError
from kg.picture import picture
from kg.picture.kinds import KINDS
from kg.webpage import page
from kg.webpage.assembly import FIRST, SCRIPTS, data

HOSTILE = [
    "<img src=x onerror=document.title='owned'>",
    "</script><script>document.title='owned'</script>",
    "<!-- --> ]]> <style>*{display:none}</style>",
    "{{ 7*7 }} {% raw %}",
    '" onmouseover="document.title=1" x="',
    "\u202etxt.exe\u202c \u2066hidden\u2069",
    "nul\u0000 bell\u0007 href javascript:alert(1)",
    "x" * 100_000,
]


class Reader(HTMLParser):
    """Gathers the elements, attributes and scripts of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._inside = tag if tag in ("script", "style") else ""
        if self._inside:
            (self.scripts if tag == "script" else self.styles).append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, text: str) -> None:
        if self._inside:
            found = self.scripts if self._inside == "script" else self.styles
            found[-1] += text


def read(text: str) -> Reader:
    """The page taken apart."""
    reader = Reader()
    reader.feed(text)
    return reader


def hostile_lines() -> str:
    """N-Quads whose labels, titles and IRIs try to become markup."""
    graph = "<https://example.org/graph>"
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    rows = []
    for number, text in enumerate(HOSTILE):
        here = f"<https://example.org/{number}>"
        escaped = json.dumps(text).replace("\\u0000", "\\u0001")  # N-Quads may not hold NUL in every reader
        rows.append(f"{here} {label} {escaped} {graph} .")
        rows.append(f"{here} <https://example.org/v/linksTo> <javascript:alert({number})> {graph} .")
        rows.append(f"<javascript:alert({number})> {label} {escaped} {graph} .")
        rows.append(f"{here} <https://example.org/v/comment> {escaped} {graph} .")
    return "\n".join(rows) + "\n"


@pytest.fixture(scope="module")
def rich() -> str:
    """The page of the case with a thing of every kind."""
    return page(picture(store_of([rich_case()]))).html


@pytest.fixture(scope="module")
def hostile() -> str:
    """The page of a graph full of attacks."""
    return page(picture(store_of([rich_case()], hostile_lines()))).html


def test_the_policy_allows_exactly_the_scripts_and_the_style_of_the_page(hostile: str) -> None:
    found = read(hostile)
    policy = next(
        a["content"] or "" for t, a in found.elements if a.get("http-equiv") == "Content-Security-Policy"
    )
    scripts = [
        text
        for text, (_, attributes) in zip(
            found.scripts, [e for e in found.elements if e[0] == "script"], strict=True
        )
        if attributes.get("type") != "application/json"
    ]
    hashes = {
        "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"
        for text in [*scripts, *found.styles]
    }
    assert set(re.findall(r"'sha256-[^']+'", policy)) == hashes
    assert len(scripts) == 1 + len(FIRST) + len(SCRIPTS)
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_no_element_loads_anything(hostile: str) -> None:
    for tag, attributes in read(hostile).elements:
        assert "src" not in attributes, tag
        assert (
            tag not in {"iframe", "img", "object", "embed", "base", "form"}
            or attributes.get("method") == "dialog"
        )
        assert not any(name.startswith("on") for name in attributes), tag
        assert "style" not in attributes, tag
        if tag == "link":
            assert attributes["href"] in {"data:,", "#pictured"}


def test_links_are_web_addresses_without_a_way_back(hostile: str) -> None:
    anchors = [a for t, a in read(hostile).elements if t == "a" and a.get("class") != "skip"]
    assert anchors
    for attributes in anchors:
        assert (attributes["href"] or "").startswith(("http://", "https://"))
        assert attributes["rel"] == "noopener noreferrer"


def test_hostile_text_adds_no_element(rich: str, hostile: str) -> None:
    """The same kinds of elements stand in both pages, and attacks stand in neither as they came."""
    assert {t for t, _ in read(rich).elements} == {t for t, _ in read(hostile).elements}
    assert "<img" not in hostile.replace("<img\\", "")
    assert "\u202e" not in hostile
    assert "\x00" not in hostile


def test_a_label_of_a_hundred_thousand_letters_is_cut(hostile: str) -> None:
    assert "x" * 2_001 not in hostile
    assert len(hostile) < 1_200_000


def test_the_data_in_the_page_is_json(hostile: str) -> None:
    found = read(hostile)
    scripts = [
        text
        for text, (_, attributes) in zip(
            found.scripts, [e for e in found.elements if e[0] == "script"], strict=True
        )
        if attributes.get("type") == "application/json"
    ]
    known, drawn = map(json.loads, scripts)
    assert {node["id"] for node in drawn["nodes"]} == set(known["nodes"])
    assert drawn["options"]["physics"] == {"enabled": False}


def test_json_for_scripts_holds_no_markup() -> None:
    assert str(data("</script><!--&\u2028")) == '"\\u003c/script\\u003e\\u003c!--\\u0026\\u2028"'


def test_the_licence_of_the_network_library_is_kept(rich: str) -> None:
    assert "@license" in rich
    assert "vis.js is dual licensed" in rich
    assert "sourceMappingURL" not in rich


def test_the_table_holds_every_statement_without_any_script(rich: str) -> None:
    body = rich.partition("<tbody>")[2].partition("</tbody>")[0]
    assert body.count("<tr ") == 18
    assert "explicitly absent" in rich
    assert "characters 120–164" in body


def test_the_timeline_stands_in_the_page_without_any_script(rich: str) -> None:
    timeline = rich.partition('class="timeline"')[2].partition("</section>")[0]
    assert timeline.index("multiple lines") < timeline.index("trastuzumab emtansine")
    assert "▼" in timeline
    assert "▲" in timeline


def test_invented_cases_are_marked(rich: str) -> None:
    assert "invented for demonstration" in rich


def test_the_same_graph_gives_the_same_bytes_under_another_hash_seed(tmp_path: Path) -> None:
    graph = tmp_path / "graph.nq"
    graph.write_bytes(
        b"".join(str(quad).encode() + b" .\n" for quad in store_of([rich_case(), small_case(1)]))
    )
    pages = []
    for seed in ("1", "2"):
        out = tmp_path / f"{seed}.html"
        subprocess.run(
            [sys.executable, "-m", "kg", "view", str(graph), "-o", str(out)],
            env={"PYTHONHASHSEED": seed, "PATH": "", "PYTHONPATH": str(Path(__file__).parents[1])},
            check=True,
            capture_output=True,
        )
        pages.append(out.read_bytes())
    assert pages[0] == pages[1]


def test_writing_leaves_nothing_beside_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page(picture(store_of([small_case(1)]))).write("view.html")
    assert [path.name for path in tmp_path.iterdir()] == ["view.html"]


def test_a_page_that_cannot_be_written_is_a_message(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="cannot be written"):
        page(picture(store_of([small_case(1)]))).write(tmp_path / "none" / "view.html")


def test_a_notebook_gets_a_frame_and_a_text() -> None:
    bundle = page(picture(store_of([small_case(1)])))._repr_mimebundle_()
    (attributes,) = (found for tag, found in read(bundle["text/html"]).elements if tag == "iframe")
    assert (attributes["srcdoc"] or "").startswith("<!DOCTYPE html>")
    assert "allow-same-origin" not in (attributes["sandbox"] or "")
    assert "Case small-1" in bundle["text/plain"]


def test_the_command_writes_one_page_and_says_what_it_left_out(tmp_path: Path) -> None:
    graph = tmp_path / "graph.nq"
    graph.write_bytes(b"".join(str(quad).encode() + b" .\n" for quad in store_of([rich_case()])))
    out = tmp_path / "view.html"
    done = CliRunner().invoke(main, ["view", str(graph), "-o", str(out), "--focus", "ERBB2", "--depth", "1"])
    assert done.exit_code == 0, done.output
    assert done.stdout == ""
    assert "view.html" in done.stderr
    assert "are not drawn: farther than 1 step from ERBB2" in done.stderr
    assert out.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["graph.nq", "view.html"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--focus", "no such thing"], 2, "names nothing in this graph"),
        (["--depth", "0"], 2, "at least 1"),
    ],
)
def test_a_wrong_call_is_one_message_and_no_file(
    tmp_path: Path, arguments: list[str], code: int, words: str
) -> None:
    graph = tmp_path / "graph.nq"
    graph.write_bytes(b"".join(str(quad).encode() + b" .\n" for quad in store_of([small_case(1)])))
    done = CliRunner().invoke(main, ["view", str(graph), "-o", str(tmp_path / "view.html"), *arguments])
    assert done.exit_code == code
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "view.html").exists()


def test_the_command_loads_nothing_heavy_at_import() -> None:
    code = "import sys, kg.commands.view; print(sorted({'pyvis', 'jinja2', 'networkx', 'rdflib'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


MACHADO = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""What readers without one kind of cone see of linear RGB: Machado, Oliveira and Fernandes 2009, severity 1."""


def seen(colour: str, matrix: tuple[tuple[float, ...], ...]) -> tuple[float, float, float]:
    """The colour in CIELAB as a reader with that matrix sees it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    red, green, blue = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear, strict=True)))) for row in matrix
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("kind", sorted(MACHADO))
def test_colour_blind_readers_tell_any_two_kinds_apart(kind: str) -> None:
    """By the shape; kinds of one shape by colours that stay apart."""
    for one, other in combinations(KINDS, 2):
        if one.path == other.path:
            apart = math.dist(seen(one.colour, MACHADO[kind]), seen(other.colour, MACHADO[kind]))
            assert apart > 8, (one.name, other.name)
