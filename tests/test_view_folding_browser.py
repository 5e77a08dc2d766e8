"""Folding in Chromium: groups and cases open and close, by button and by key, and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from test_view_samples import chain, rich_case, small_case, store_of
from webpages import browser

from kg.picture import picture
from kg.webpage import page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pyoxigraph
    from playwright.sync_api import Browser, Page

__all__ = ["browser"]  # a fixture, used by its name

pytestmark = pytest.mark.browser

SHOWN = "() => kg.keys.map((key) => kg.node(key).label).sort()"
OVERLAPS = """() => {
  const boxes = kg.keys.map(kg.scene.box);
  let found = 0;
  boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => {
    if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) found += 1;
  }));
  return found;
}"""


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens the page of a store; fails when the page complained."""
    heard: list[str] = []
    tabs: list[Page] = []

    def show(store: pyoxigraph.Store, limit: int = 300, width: int = 1440) -> Page:
        page(picture(store, limit=limit)).write(tmp_path / "view.html")
        tab = browser.new_page(viewport={"width": width, "height": 900})
        tab.on("console", lambda message: heard.append(message.text))
        tab.on("pageerror", lambda error: heard.append(str(error)))
        tab.goto((tmp_path / "view.html").as_uri())
        tab.wait_for_selector("html[data-ready]")
        tabs.append(tab)
        return tab

    yield show
    for tab in tabs:
        tab.close()
    assert heard == []


def test_a_case_folds_into_its_patient_and_opens_again(opened: Callable[..., Page]) -> None:
    tab = opened(store_of([rich_case(), small_case(1)]))
    whole = tab.evaluate(SHOWN)
    tab.evaluate("kg.focus.open(kg.keys.find((key) => kg.node(key).label === 'Patient of small-1'))")
    tab.get_by_role("button", name="Fold", exact=True).click()
    folded = tab.evaluate(SHOWN)
    assert set(whole) - set(folded) >= {"1. pyrotinib", "stable disease"}
    near = tab.evaluate("kg.ties.get(kg.state.selected).map((tie) => kg.node(tie.other).label)")
    assert "pyrotinib" in near
    tab.get_by_role("button", name="Open", exact=True).click()
    assert tab.evaluate(SHOWN) == whole


@pytest.mark.parametrize("width", [1440, 390])
def test_opened_groups_do_not_lie_on_each_other(opened: Callable[..., Page], width: int) -> None:
    for store, limit in ((chain(500), 300), (store_of([small_case(n) for n in range(12)]), 30)):
        tab = opened(store, limit, width)
        assert tab.evaluate(OVERLAPS) == 0
        tab.evaluate("kg.folding.all(true)")
        assert tab.evaluate(OVERLAPS) == 0
        assert tab.evaluate("kg.keys.length") == tab.evaluate(
            "kg.folds.everything.length - [...kg.folds.all.values()].filter((f) => f.inside.length && !f.stays).length"
        )


def test_the_key_opens_the_selected_group_and_the_panel_lists_its_things(opened: Callable[..., Page]) -> None:
    tab = opened(chain(500))
    tab.evaluate("kg.select(kg.keys.find(kg.folds.canOpen))")
    assert "STANDS FOR" in tab.inner_text("#panel").upper()
    before = tab.evaluate("kg.keys.length")
    tab.keyboard.press("o")
    assert tab.evaluate("kg.keys.length") > before


def test_search_finds_what_is_folded_away_and_opens_its_group(opened: Callable[..., Page]) -> None:
    tab = opened(store_of([small_case(n) for n in range(12)]), 30)
    tab.keyboard.press("/")
    tab.keyboard.type("stable disease")
    tab.keyboard.press("Enter")
    label = tab.evaluate("kg.state.selected && kg.node(kg.state.selected).label")
    assert label == "stable disease"
    assert tab.evaluate("kg.folds.open.size") == 1
