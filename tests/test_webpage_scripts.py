"""The page's scripts, function by function, in Chromium."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_view_samples import rich_case, store_of
from webpages import Opened, browser

from kg.picture import picture
from kg.picture.kinds import KINDS
from kg.webpage import page
from kg.webpage.assembly import FIRST, SCRIPTS

__all__ = ["browser"]

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

HIDDEN = st.lists(st.sampled_from([kind.name for kind in KINDS]), unique=True)
WITHOUT = st.lists(st.sampled_from(["observed", "absent", "background", "hypothesis"]), unique=True)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
FIXED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def scripts(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Page:
    """A page whose functions are called; no test changes what it shows."""
    path = tmp_path_factory.mktemp("scripts") / "rich.html"
    page(picture(store_of([rich_case()]))).write(path)
    return Opened(browser, path).page


def found(scripts: Page, words: str) -> list[str]:
    """Labels that a search finds, best first."""
    labels: list[str] = scripts.evaluate(
        "words => kg.search.find(words).map(one => kg.node(one.key).label)", words
    )
    return labels


def test_every_script_of_the_folder_is_part_of_the_page() -> None:
    folder = files("kg.webpage") / "static" / "js"
    assert {item.name for item in folder.iterdir()} == {f"{name}.js" for name in (*FIRST, *SCRIPTS)}


@pytest.mark.parametrize("name", [*FIRST, *SCRIPTS])
def test_a_script_is_strict_short_and_makes_no_markup(name: str) -> None:
    text = (files("kg.webpage") / "static" / "js" / f"{name}.js").read_text(encoding="utf-8")
    assert '"use strict";' in text
    assert len(text.splitlines()) < 300
    unsafe = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|localStorage|\bfetch\("
    )
    assert not re.search(unsafe, text)


def test_a_name_is_found_before_a_synonym_and_a_synonym_before_evidence(scripts: Page) -> None:
    rank = "([entry, words]) => kg.search.rank({ name: '', ids: [], synonyms: [], words: '', more: '', ...entry }, words)"
    entries: list[dict[str, Any]] = [
        {"name": "erbb2"},
        {"name": "erbb2 amplification"},
        {"synonyms": ["erbb2"]},
        {"name": "loss of erbb2"},
        {"name": "anti-erbb2"},
        {"ids": ["hgnc:erbb2x"]},
        {"synonyms": ["the erbb2 gene"]},
        {"words": "a sentence on erbb2"},
        {"more": "a sentence on erbb2"},
        {},
    ]
    ranks = [scripts.evaluate(rank, [entry, "erbb2"]) for entry in entries]
    assert ranks == sorted(set(ranks))


def test_a_curie_is_found_at_once_and_part_of_it_later(scripts: Page) -> None:
    assert found(scripts, "hgnc:3430")[0] == "ERBB2"
    assert "ERBB2" in found(scripts, "3430")


def test_words_may_stand_apart_and_without_accents(scripts: Page) -> None:
    assert found(scripts, "carcinoma lobular")[0] == "breast lobular carcinoma"
    assert found(scripts, "LOBULÁR")[0] == "breast lobular carcinoma"
    assert found(scripts, "no such thing") == []
    assert found(scripts, "   ") == []


@FIXED
@given(words=TEXT)
def test_any_words_can_be_searched(scripts: Page, words: str) -> None:
    assert isinstance(found(scripts, words), list)


@FIXED
@given(
    node=TEXT,
    focus=TEXT.filter(bool),
    depth=st.integers(1, 6),
    kinds=HIDDEN,
    modalities=WITHOUT,
    edges=st.booleans(),
)
def test_a_state_is_written_and_read_back(
    scripts: Page, node: str, focus: str, depth: int, kinds: list[str], modalities: list[str], edges: bool
) -> None:
    state = {
        "node": node,
        "focus": focus,
        "depth": depth,
        "kinds": sorted(kinds),
        "modalities": sorted(modalities),
        "edges": edges,
    }
    assert scripts.evaluate("state => kg.address.parse(kg.address.print(state))", state) == state


def test_the_state_at_the_start_is_an_empty_address(scripts: Page) -> None:
    assert scripts.evaluate("() => kg.address.print(kg.address.state())") == ""


@FIXED
@given(text=TEXT)
def test_any_address_is_read_as_some_state(scripts: Page, text: str) -> None:
    state = scripts.evaluate("text => kg.address.parse(text)", text)
    assert 1 <= state["depth"] <= 6
    assert set(state["kinds"]) <= {kind.name for kind in KINDS}


def test_a_name_on_a_line_keeps_clear_of_what_is_there(scripts: Page) -> None:
    spot = "taken => kg.edges.spot([0, 0], [200, 0], 20, taken)"
    assert scripts.evaluate(spot, [])["x"] == 100
    middle = {"left": 80, "right": 120, "top": -10, "bottom": 10}
    beside = scripts.evaluate(spot, [middle])
    assert beside["right"] <= 80 or beside["left"] >= 120
    assert scripts.evaluate(spot, [{"left": -50, "right": 250, "top": -10, "bottom": 10}]) is None


def test_a_line_ends_at_the_rim_of_its_symbol(scripts: Page) -> None:
    """Not in its middle, where the arrow head would be hidden."""
    far = scripts.evaluate(
        """() => kg.known.edges.map(edge => {
          const [from, to] = [kg.scene.place(edge.source), kg.scene.place(edge.target)];
          const [start, end] = kg.edges.ends(edge);
          const away = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);
          return Math.min(away(from, start), away(to, end));
        })"""
    )
    assert min(far) > 5


def test_what_is_around_a_thing_grows_with_the_steps(scripts: Page) -> None:
    sizes = scripts.evaluate("() => [0, 1, 2, 3].map(depth => kg.focus.around('n0', depth).size)")
    assert sizes[0] == 1
    assert sizes == sorted(sizes)
    neighbours = scripts.evaluate("() => new Set(kg.ties.get('n0').map(tie => tie.other)).size")
    assert sizes[1] == neighbours + 1


def test_arrow_keys_go_to_what_is_nearest_in_that_direction(scripts: Page) -> None:
    wrong = scripts.evaluate(
        """() => kg.keys.filter(key => {
          const right = kg.network.nearest(key, kg.keys, 1, 0);
          return right !== null && kg.scene.place(right)[0] <= kg.scene.place(key)[0];
        })"""
    )
    assert wrong == []


def test_every_thing_is_reached_by_arrow_keys(scripts: Page) -> None:
    reached = scripts.evaluate(
        """() => {
          const seen = new Set([kg.keys[0]]);
          for (const key of seen) {
            for (const [x, y] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
              const next = kg.network.nearest(key, kg.keys, x, y);
              if (next) seen.add(next);
            }
          }
          return kg.keys.length - seen.size;
        }"""
    )
    assert reached == 0


@pytest.mark.parametrize(
    ("iri", "linked"),
    [
        ("https://example.org/a", True),
        ("HTTP://example.org/a", True),
        ("javascript:alert(1)", False),
        (" https://example.org/a", False),
        ("https://example.org/a b", False),
        ("java\nscript:https://", False),
        ("data:text/html,x", False),
        ("//example.org/a", False),
    ],
)
def test_web_addresses_alone_become_links(scripts: Page, iri: str, linked: bool) -> None:
    made = "iri => { const made = kg.link({ label: 'x', iri }); return made.rel ?? null; }"
    assert scripts.evaluate(made, iri) == ("noopener noreferrer" if linked else None)


def test_a_curie_is_offered_only_for_the_things_own_identifier(scripts: Page) -> None:
    curie = "([iri, label]) => kg.copying.curie({ iri, ids: [{ iri, label }] })"
    assert scripts.evaluate(curie, ["https://doi.org/10.1/x", "DOI:10.1/x"]) == "DOI:10.1/x"
    assert scripts.evaluate(curie, ["https://example.org/x", "https://example.org/x"]) == ""


def test_a_query_holds_the_iri_or_is_not_offered(scripts: Page) -> None:
    query = scripts.evaluate("() => kg.copying.sparql('https://example.org/\\u202ex')")
    assert "<https://example.org/\\u202Ex>" in query
    assert list(store_of([rich_case()]).query(query)) == []
    for iri in ("", "https://example.org/> } INSERT", "a b", 'x"y', "x\\y"):
        assert scripts.evaluate("iri => kg.copying.sparql(iri)", iri) == ""


def test_the_query_of_a_thing_finds_what_the_panel_shows(scripts: Page) -> None:
    query = scripts.evaluate(
        "() => kg.copying.sparql(kg.keys.map(kg.node).find(one => one.label === 'ERBB2').iri)"
    )
    rows = list(store_of([rich_case()]).query(query))
    assert {row["direction"].value for row in rows} >= {"to it"}


@FIXED
@given(title=TEXT)
def test_a_saved_file_has_a_harmless_name(scripts: Page, title: str) -> None:
    name = scripts.evaluate("title => kg.export.fileName(title, 'svg')", title)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*-?\.svg", name)


def test_text_in_a_saved_picture_can_stand_in_xml(scripts: Page) -> None:
    fit = scripts.evaluate("() => kg.export.fit('a\\u0000\\u0008\\ud800\\uffff<&\\u{1f9ec}')")
    assert fit == "a" + "\ufffd" * 4 + "<&\U0001f9ec"


def test_hidden_letters_are_made_visible(scripts: Page) -> None:
    assert scripts.evaluate("() => kg.visible('a\\u202e\\u200b\\u{e0001}é')") == "a\\u202E\\u200B\\U000E0001é"


def test_a_table_of_our_own_has_no_inherited_rows(scripts: Page) -> None:
    assert scripts.evaluate("() => kg.pick({ a: 1 }, 'constructor', 'none')") == "none"
    assert scripts.evaluate("() => kg.pick({ a: 1 }, 'a', 'none')") == 1


def test_numbers_in_the_table_are_sorted_by_their_value(scripts: Page) -> None:
    rows = scripts.evaluate("() => ['line 10', 'Line 2', 'line 1'].sort(kg.table.order.compare)")
    assert rows == ["line 1", "Line 2", "line 10"]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_letters_and_lines_of_the_canvas_stand_out(scripts: Page, theme: str) -> None:
    """Axe sees no canvas: text 4.5 to 1, outlines 3 to 1, as WCAG asks."""
    colours = scripts.evaluate(
        """theme => {
          kg.theme.choice = theme;
          kg.theme.apply();
          const found = { ...kg.colours };
          kg.theme.choice = 'auto';
          kg.theme.apply();
          return found;
        }""",
        theme,
    )

    def contrast(one: str, other: str) -> float:
        light, dark = sorted((luminance(colours[one]), luminance(colours[other])), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    for ground in ("ground", "lane"):
        assert contrast("text", ground) >= 4.5
        assert contrast("quiet", ground) >= 4.5
        assert contrast("outline", ground) >= 3
        assert contrast("accent", ground) >= 3
        assert contrast("edge", ground) >= 3
