"""The page in Chromium: draws, answers keys and clicks, loads nothing, and runs nothing of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from test_view_samples import chain, rich_case, small_case, store_of
from test_webpage_page import hostile_lines
from webpages import PHONE, SHIFTS, WIDE, Opened, browser, closed

from kg.picture import picture
from kg.webpage import page

__all__ = ["browser", "closed"]

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

# Share of the picture's pixels that something is drawn on; one colour alone means a blank canvas.
COLOURS = """() => {
  const canvas = document.querySelector('#network canvas');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const seen = new Set();
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] > 0) seen.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
  }
  return seen.size;
}"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages to open, by name."""
    folder = tmp_path_factory.mktemp("pages")
    stores = {
        "rich": store_of([rich_case()]),
        "cohort": store_of([rich_case(), small_case(1), small_case(2)]),
        "hostile": store_of([rich_case()], hostile_lines()),
        "empty": store_of([]),
        "folded": chain(400),
    }
    paths = {}
    for name, store in stores.items():
        paths[name] = folder / f"{name}.html"
        page(picture(store)).write(paths[name])
    return paths


@pytest.mark.parametrize("name", ["rich", "cohort", "hostile", "empty", "folded"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_page_says_nothing_and_asks_for_nothing(
    browser: Browser, files: dict[str, Path], name: str, size: dict[str, int]
) -> None:
    opened = Opened(browser, files[name], size)
    assert opened.heard == []
    assert [url for url in opened.asked if not url.startswith("data:")] == [files[name].as_uri()]
    wider = opened.page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert wider <= 0, "the page scrolls sideways"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_first_picture_is_drawn(browser: Browser, files: dict[str, Path], scheme: str) -> None:
    opened = Opened(browser, files["rich"], WIDE, color_scheme=scheme)
    assert opened.page.evaluate(COLOURS) > 50


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_first_picture_comes_with_the_first_paint_and_nothing_moves(
    browser: Browser, files: dict[str, Path], size: dict[str, int]
) -> None:
    """Nothing is timed here; the first paint holds the picture, and it waits for no later script."""
    opened = Opened(browser, files["cohort"], size)
    opened.page.evaluate(SHIFTS)
    opened.painted()
    assert opened.page.evaluate("() => window.shifted") == 0
    first, painted = opened.page.evaluate(
        """() => [
          performance.getEntriesByName('kg-first-picture')[0].startTime,
          performance.getEntriesByName('first-contentful-paint')[0].startTime,
        ]"""
    )
    assert first < painted
    assert opened.page.query_selector(".first") is None


def test_the_network_shows_the_same_as_the_first_picture(browser: Browser, files: dict[str, Path]) -> None:
    opened = Opened(browser, files["rich"], WIDE)
    apart = opened.page.evaluate(
        """() => {
          const drawn = document.querySelector('#network canvas');
          kg.first.paint();
          const pixels = one => one.getContext('2d').getImageData(0, 0, one.width, one.height).data;
          const [before, after] = [pixels(kg.first.canvas), pixels(drawn)];
          let far = Math.abs(before.length - after.length);
          for (let at = 3; at < after.length; at += 4) far += Math.abs(before[at] - after[at]) > 60 ? 1 : 0;
          return far / (after.length / 4);
        }"""
    )
    assert apart < 0.002


@pytest.mark.parametrize("name", ["rich", "cohort"])
def test_labels_do_not_overlap(browser: Browser, files: dict[str, Path], name: str) -> None:
    """Neither those of things nor, when all connections are named, those of connections."""
    opened = Opened(browser, files[name], WIDE)
    over = opened.page.evaluate(
        """() => {
          const names = [];
          const name = kg.edges.spot;
          kg.edges.spot = (...all) => { const box = name(...all); if (box) names.push(box); return box; };
          kg.state.edgeLabels = true;
          kg.edges.nameAll(document.createElement('canvas').getContext('2d'));
          const boxes = [...kg.keys.map(kg.scene.box), ...names];
          return [names.length, boxes.flatMap((a, i) => boxes.slice(i + 1).filter(b => kg.edges.overlap(a, b))).length];
        }"""
    )
    assert over[0] > 10
    assert over[1] == 0


def test_a_picture_is_narrowed_to_a_thing_and_its_neighbours(
    browser: Browser, files: dict[str, Path]
) -> None:
    opened = Opened(browser, files["rich"], WIDE)
    everything = opened.shown()
    opened.select("ERBB2")
    opened.page.click("#panel .focus")
    near = opened.shown()
    assert {"ERBB2", "ERBB2 D769H", "ERBB2 V777L"} <= set(near)
    assert len(near) < len(everything)
    opened.page.click("#focus-more")
    assert set(near) < set(opened.shown())
    opened.page.click("#focus-none")
    assert opened.shown() == everything


def test_a_search_brings_back_what_is_hidden(browser: Browser, files: dict[str, Path]) -> None:
    opened = Opened(browser, files["rich"], WIDE)
    opened.page.uncheck("[data-kind=drug]", force=True)
    assert "pyrotinib" not in opened.shown()
    opened.page.keyboard.press("/")
    opened.page.keyboard.type("pyrotinib")
    opened.page.keyboard.press("Enter")
    assert opened.selected() == "pyrotinib"
    assert "pyrotinib" in opened.shown()
    assert opened.page.is_checked("[data-kind=drug]")


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_the_network_settles_only_when_asked_and_goes_back(
    browser: Browser, files: dict[str, Path], motion: str
) -> None:
    opened = Opened(browser, files["rich"], WIDE, reduced_motion=motion)
    places = "() => JSON.stringify(kg.network.view.getPositions())"
    fixed = opened.page.evaluate(places)
    opened.page.keyboard.press("p")
    moved = "fixed => JSON.stringify(kg.network.view.getPositions()) !== fixed"
    opened.page.wait_for_function(moved, arg=fixed)
    assert opened.page.get_attribute("#settle", "aria-pressed") == "true"
    opened.page.keyboard.press("p")
    assert opened.page.evaluate(places) == fixed
    assert opened.page.evaluate("() => kg.network.view.physics.physicsEnabled") is False
    assert opened.heard == []


def test_a_link_holds_the_whole_state(browser: Browser, files: dict[str, Path]) -> None:
    opened = Opened(browser, files["rich"], WIDE)
    opened.select("ERBB2")
    opened.page.keyboard.press("n")
    opened.page.keyboard.press("e")
    opened.page.uncheck("[data-kind=profile]", force=True)
    fragment = opened.page.evaluate("() => location.hash")
    again = Opened(browser, files["rich"], WIDE, fragment=fragment)
    assert again.selected() == "ERBB2"
    assert again.shown() == opened.shown()
    assert again.page.get_attribute("#edge-labels", "aria-pressed") == "true"
    assert not again.page.is_checked("[data-kind=profile]")


def test_on_paper_the_picture_is_lines_and_every_timeline_is_open(
    browser: Browser, files: dict[str, Path]
) -> None:
    opened = Opened(browser, files["cohort"], WIDE, color_scheme="dark")
    opened.page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    opened.page.emulate_media(media="print")
    assert opened.page.is_visible(".printed")
    assert not opened.page.is_visible("#network")
    assert not opened.page.is_visible("#search")
    assert opened.page.locator("details.case:not([open])").count() == 0
    assert opened.page.get_attribute("html", "data-theme") == "light"
    opened.page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    opened.page.emulate_media(media="screen")
    assert opened.page.query_selector(".printed") is None
    assert opened.page.get_attribute("html", "data-theme") == "dark"


def test_the_table_is_filtered_and_leads_into_the_picture(browser: Browser, files: dict[str, Path]) -> None:
    opened = Opened(browser, files["rich"], WIDE)
    opened.page.fill("#table-filter", "egfr t790m")
    rows = opened.page.locator("#statements-table tbody tr:not([hidden])")
    assert rows.count() == 1
    rows.locator("button").click()
    assert opened.selected() == "EGFR T790M"


def test_every_thing_is_in_sight_at_first(browser: Browser, files: dict[str, Path]) -> None:
    opened = Opened(browser, files["rich"], WIDE)
    outside = opened.page.evaluate(
        """() => kg.keys.filter(key => {
          const box = kg.scene.box(key);
          const at = kg.network.view.canvasToDOM({ x: box.left, y: box.top });
          const end = kg.network.view.canvasToDOM({ x: box.right, y: box.bottom });
          const frame = kg.network.frame;
          return at.x < 0 || at.y < 0 || end.x > frame.clientWidth || end.y > frame.clientHeight;
        }).length"""
    )
    assert outside == 0


def test_labels_are_no_wider_than_the_layout_gave_them(browser: Browser, files: dict[str, Path]) -> None:
    opened = Opened(browser, files["rich"], WIDE)
    wider = opened.page.evaluate(
        """() => {
          const context = document.createElement('canvas').getContext('2d');
          return kg.keys.flatMap(key => {
            const node = kg.node(key);
            context.font = `${node.font}px ${kg.FAMILY}`;
            return node.lines.filter(line => context.measureText(line).width > node.size[0] + 2);
          });
        }"""
    )
    assert wider == []


def test_nothing_of_the_data_runs(browser: Browser, files: dict[str, Path]) -> None:
    opened = Opened(browser, files["hostile"], WIDE)
    title = opened.page.title()
    links = opened.page.evaluate(
        """() => kg.keys.flatMap(key => {
          kg.select(key, { centre: true });
          return [...document.querySelectorAll('#panel a')].map(link => link.getAttribute('href'));
        })"""
    )
    assert links
    assert all(link.startswith(("http://", "https://")) for link in links)
    opened.page.evaluate("() => kg.export.svg()")
    assert opened.page.title() == title
    assert "owned" not in title
    assert opened.page.query_selector_all("img, iframe, object, embed") == []
    assert opened.heard == []


def test_a_click_opens_the_details_with_evidence(browser: Browser, files: dict[str, Path]) -> None:
    opened = Opened(browser, files["rich"], WIDE)
    opened.select("breast lobular carcinoma")
    panel = opened.page.inner_text("#panel")
    assert "MONDO:0000552" in panel
    assert "lobular breast cancer" in panel
    assert "a sentence that was made up for this test" in panel
    assert "abstract, characters 120–164" in panel
    assert "SELECT ?direction" in panel
    assert "Selected: breast lobular carcinoma" in opened.page.inner_text("#said")


def test_neighbours_in_the_panel_are_walked_by_keyboard(browser: Browser, files: dict[str, Path]) -> None:
    opened = Opened(browser, files["rich"], WIDE)
    opened.select("ERBB2")
    opened.page.focus("#panel .walk")
    opened.page.keyboard.press("Enter")
    assert opened.selected() in {"ERBB2 D769H", "ERBB2 V777L"}


def test_arrow_keys_walk_and_escape_lets_go(browser: Browser, files: dict[str, Path]) -> None:
    opened = Opened(browser, files["rich"], WIDE)
    opened.page.focus("#network")
    opened.page.keyboard.press("ArrowRight")
    assert opened.selected() == "Patient of made-up-1"
    opened.page.keyboard.press("ArrowRight")
    assert opened.selected() not in {None, "Patient of made-up-1"}
    opened.page.keyboard.press("Enter")
    assert opened.page.evaluate("() => document.activeElement.id") == "panel"
    opened.page.keyboard.press("Escape")
    assert opened.selected() is None


def test_search_finds_by_name_synonym_and_identifier(browser: Browser, files: dict[str, Path]) -> None:
    opened = Opened(browser, files["rich"], WIDE)
    for typed, found in (
        ("pyrot", "pyrotinib"),
        ("lobular breast", "breast lobular carcinoma"),
        ("MONDO:0000552", "breast lobular carcinoma"),
        ("made up for this test", "breast lobular carcinoma"),
    ):
        opened.page.keyboard.press("/")
        opened.page.keyboard.type(typed)
        opened.page.keyboard.press("Enter")
        assert opened.selected() == found
        opened.page.keyboard.press("Escape")


def test_filters_hide_a_kind_and_a_modality(browser: Browser, files: dict[str, Path]) -> None:
    opened = Opened(browser, files["rich"], WIDE)
    count = "() => kg.keys.filter(key => !kg.isHidden(key)).length"
    whole = opened.page.evaluate(count)
    opened.page.uncheck("[data-kind=drug]", force=True)
    assert opened.page.evaluate(count) == whole - 2
    opened.page.uncheck("[data-modality=absent]", force=True)
    assert opened.page.evaluate(count) == whole - 4


def test_a_row_of_the_timeline_selects_its_line(browser: Browser, files: dict[str, Path]) -> None:
    opened = Opened(browser, files["rich"], WIDE)
    opened.page.click(".timeline .line:nth-of-type(2) button")
    assert (opened.selected() or "").startswith("2. pyrotinib")


def test_the_address_leads_back_to_the_selection(browser: Browser, files: dict[str, Path]) -> None:
    opened = Opened(browser, files["rich"], WIDE)
    opened.select("ERBB2")
    address = opened.page.evaluate("() => location.href")
    opened.select("EGFR")
    opened.page.go_back()
    opened.page.wait_for_function("() => kg.state.selected && kg.node(kg.state.selected).label === 'ERBB2'")
    opened.page.goto("about:blank")
    opened.page.goto(address)
    opened.page.wait_for_selector("html[data-ready]")
    assert opened.selected() == "ERBB2"


def test_help_opens_and_closes_by_key(browser: Browser, files: dict[str, Path]) -> None:
    opened = Opened(browser, files["rich"], WIDE)
    opened.page.keyboard.press("?")
    assert opened.page.is_visible("#help")
    opened.page.keyboard.press("Escape")
    assert not opened.page.is_visible("#help")


def test_the_picture_is_saved_as_svg_and_png(
    browser: Browser, files: dict[str, Path], tmp_path: Path
) -> None:
    opened = Opened(browser, files["rich"], WIDE)
    for button, start in (("#save-svg", b"<svg"), ("#save-png", b"\x89PNG")):
        with opened.page.expect_download() as waiting:
            opened.page.click(button)
        target = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(target)
        assert target.read_bytes().startswith(start)


def test_a_tap_on_a_phone_opens_the_details(browser: Browser, files: dict[str, Path]) -> None:
    opened = Opened(browser, files["rich"], PHONE, has_touch=True, is_mobile=True)
    assert opened.page.evaluate(COLOURS) > 50
    opened.page.evaluate("() => document.getElementById('network').scrollIntoView()")
    x, y = opened.page.evaluate(
        """() => {
          const [x, y] = kg.scene.place(kg.keys.find(key => kg.node(key).kind === 'disease'));
          const at = kg.network.view.canvasToDOM({ x, y });
          const frame = kg.network.frame.getBoundingClientRect();
          return [frame.left + at.x, frame.top + at.y];
        }"""
    )
    opened.page.touchscreen.tap(x, y)
    opened.page.wait_for_selector("#panel h2:has-text('breast lobular carcinoma')")
    assert opened.heard == []


def test_without_javascript_timeline_and_table_are_there(browser: Browser, files: dict[str, Path]) -> None:
    context = browser.new_context(viewport=WIDE, java_script_enabled=False)
    plain = context.new_page()
    plain.goto(files["rich"].as_uri())
    assert plain.is_visible(".timeline")
    assert plain.locator("#statements-table tbody tr").count() == 18
    assert "need JavaScript" in plain.inner_text(".stage")
