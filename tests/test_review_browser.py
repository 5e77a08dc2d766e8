"""The review's page in Chromium: tied to each other, filtered, by keyboard, for everyone, under attack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from review_samples import hostile, reading
from test_webpage_attacks import SPIED, TEXTS, untouched
from test_webpage_axe import RULES, RUN, axe
from webpages import PHONE, WIDE, Opened, browser, closed

from kg.review import page

__all__ = ["axe", "browser", "closed"]

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages to open, by name."""
    folder = tmp_path_factory.mktemp("reviews")
    made = {
        "one": [reading()],
        "many": [reading(number) for number in range(1, 6)],
        "attack": [hostile(text) for name, text in TEXTS.items() if name != "long"],
    }
    for name, readings in made.items():
        page.write(readings, folder / f"{name}.html")
    return {name: folder / f"{name}.html" for name in made}


def lit(opened: Opened) -> tuple[str, list[str]]:
    """The words and the findings that are lit up."""
    words = "".join(opened.page.locator("article:not([hidden]) .piece.lit").all_inner_texts())
    return words, opened.page.locator("article:not([hidden]) tr.lit .finding").all_inner_texts()


def shown(opened: Opened) -> list[str]:
    """The kinds of the findings in the table."""
    return opened.page.locator("article:not([hidden]) tr[data-row]:visible td:first-child").all_inner_texts()


def test_a_finding_lights_up_its_words_by_pointer_keyboard_and_click(
    browser: Browser, files: dict[str, Path]
) -> None:
    opened = Opened(browser, files["one"], WIDE)
    opened.page.hover("#d0-f2 .finding")
    assert lit(opened) == ("EGFR L858R mutation", ["EGFR L858R"])
    opened.page.hover("h1")
    assert lit(opened) == ("", [])
    opened.page.focus("#d0-f2 .finding")
    opened.page.keyboard.press("ArrowDown")
    assert lit(opened)[1] == ["Gefitinib"]
    opened.page.keyboard.press("Enter")
    opened.page.hover("h1")
    assert lit(opened)[0].startswith("Gefitinib gave a partial response")
    assert opened.page.inner_text("#said").startswith("Rests on: Gefitinib gave")
    opened.page.keyboard.press("Escape")
    assert lit(opened) == ("", [])
    assert opened.heard == []


def test_words_light_up_the_finding_that_rests_on_them_most_closely(
    browser: Browser, files: dict[str, Path]
) -> None:
    opened = Opened(browser, files["one"], WIDE)
    opened.page.hover("#d0-m8")
    assert lit(opened)[1] == ["partial response, for 14 months"]
    opened.page.focus("#d0-m7")
    assert lit(opened)[1] == ["Gefitinib"]
    opened.page.click("#d0-m8")
    assert opened.page.url.endswith("#d0-f4")


def test_topics_and_doubt_filter_words_and_findings(browser: Browser, files: dict[str, Path]) -> None:
    opened = Opened(browser, files["one"], WIDE)
    assert len(shown(opened)) == 7
    opened.page.uncheck("#topics input[value=variant]", force=True)
    assert "variant" not in shown(opened)
    # The gene inside the variant is a mark of its own and stays.
    topics = (
        "() => [...document.querySelectorAll('article .piece[data-topic]')].map(one => one.dataset.topic)"
    )
    assert "variant" not in opened.page.evaluate(topics)
    assert "gene" in opened.page.evaluate(topics)
    opened.page.check("#topics input[value=variant]", force=True)
    opened.page.check("#doubtful", force=True)
    assert shown(opened) == ["response", "claim"]
    opened.page.fill("#threshold", "0.65")
    assert shown(opened) == ["response"]
    assert opened.page.inner_text("#said") == "1 finding shown"
    assert sorted(opened.page.evaluate(topics)) == ["marker", "response"]


def test_modalities_differ_without_colour(browser: Browser, files: dict[str, Path]) -> None:
    opened = Opened(browser, files["one"], WIDE)
    looks = opened.page.evaluate(
        """() => [...document.querySelectorAll('.signs .piece')].map(one => {
          const style = getComputedStyle(one);
          return [style.borderBottomStyle, style.textDecorationLine, style.textDecorationStyle, style.fontStyle].join(' ');
        })"""
    )
    assert len(looks) == len(set(looks)) == 5


def test_what_was_not_understood_is_listed_and_tied_to_its_words(
    browser: Browser, files: dict[str, Path]
) -> None:
    opened = Opened(browser, files["one"], WIDE)
    opened.page.click("ul.unread a")
    assert opened.page.inner_text(":target") == "xq-17 score"
    assert "no marker of that name" in opened.page.inner_text("ul.unread")


def test_one_document_of_many_is_open_and_an_address_opens_another(
    browser: Browser, files: dict[str, Path]
) -> None:
    opened = Opened(browser, files["many"], WIDE, fragment="#d3-f2")
    assert opened.page.locator("article:visible").get_attribute("id") == "d3"
    assert lit(opened)[1] == ["EGFR L858R"]
    opened.page.fill("#find", "PMID:2")
    assert opened.page.locator(".documents li:visible").count() == 1
    opened.page.click(".documents li:visible a")
    assert opened.page.locator("article:visible").get_attribute("id") == "d1"
    assert opened.page.locator(".documents [aria-current]").count() == 1


def test_without_scripts_everything_is_there(browser: Browser, files: dict[str, Path]) -> None:
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(files["many"].as_uri())
    assert plain.locator("article:visible").count() == 5
    assert not plain.locator("#doubtful").is_visible()


def test_the_printed_page_has_text_and_findings_and_no_controls(
    browser: Browser, files: dict[str, Path]
) -> None:
    opened = Opened(browser, files["one"], WIDE)
    opened.page.emulate_media(media="print")
    assert opened.page.locator(".text:visible").count() == 2
    assert opened.page.locator("tr[data-row]:visible").count() == 7
    assert not opened.page.locator(".tools").is_visible()
    assert not opened.page.locator("#doubtful").is_visible()


def test_a_phone_shows_all_without_scrolling_sideways(browser: Browser, files: dict[str, Path]) -> None:
    opened = Opened(browser, files["one"], PHONE)
    assert opened.page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]
    assert opened.page.locator(".text").first.bounding_box()["y"] < PHONE["height"]  # type: ignore[index]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_axe_finds_nothing_wrong(
    browser: Browser, files: dict[str, Path], axe: str, size: dict[str, int], scheme: str
) -> None:
    for name in ("one", "many"):
        opened = Opened(browser, files[name], size, color_scheme=scheme)
        opened.page.evaluate(axe)
        opened.page.evaluate(
            """() => {
              document.querySelectorAll('details').forEach(one => { one.open = true; });
              document.querySelector('article:not([hidden]) .finding').click();
            }"""
        )
        found = opened.page.evaluate(RUN, RULES)
        assert found["passed"] > 10
        assert found["wrong"] == []


def test_hostile_texts_are_shown_and_nothing_of_them_runs(browser: Browser, files: dict[str, Path]) -> None:
    opened = Opened(browser, files["attack"], WIDE)
    opened.page.evaluate(SPIED)
    opened.page.evaluate(
        """() => {
          document.querySelectorAll('details').forEach(one => { one.open = true; });
          kg.articles.forEach((article, at) => {
            kg.review.open(at);
            article.querySelectorAll('.finding').forEach(one => one.click());
            article.querySelectorAll('.piece').forEach(one => one.dispatchEvent(new PointerEvent('pointerover', { bubbles: true })));
          });
        }"""
    )
    words = opened.page.evaluate("() => document.body.textContent")
    for name in ("image", "script", "svg", "style", "template", "proto"):
        assert TEXTS[name] in words
    for name in ("direction", "nothing", "control"):
        for letter in TEXTS[name]:
            assert (letter.isascii() and letter.isprintable()) or letter not in words
    untouched(opened)
    assert opened.page.evaluate(
        "() => [...document.querySelectorAll('a')].every(a => a.getAttribute('href').startsWith('#'))"
    )


@pytest.mark.parametrize(
    "fragment", ["#d99999-f1", "#d0-f999999", "#<img src=x onerror=owned()>", "#d0-f%00"]
)
def test_an_address_cannot_break_the_page(browser: Browser, files: dict[str, Path], fragment: str) -> None:
    opened = Opened(browser, files["one"], WIDE, fragment=fragment)
    assert opened.page.locator("article:visible").count() == 1
    assert opened.heard == []
