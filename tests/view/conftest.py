"""A browser for the tests of pages: Debian's Chromium, headless, one for all of them. Without it they are skipped, and say so."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_LOOKS = 100  # ten seconds: a busy machine scrolls late
WIDE, NARROW = (1280, 800), (390, 844)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The browser; never downloaded."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium on this machine: install it (apt-get install chromium) to test the pages")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        found = started.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield found
        found.close()


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Opens a page from its HTML or its address. What it asks of any network, and its errors, are in ``page.asked`` and ``page.faults``."""
    contexts = []

    def call(source: str, *, size: tuple[int, int] = WIDE, scheme: str = "light", at: str = "") -> Any:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.asked, page.faults = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("dialog", lambda dialog: (page.faults.append(dialog.message), dialog.dismiss()))
        if source.startswith(("http://", "file://")):
            page.goto(source)
        else:
            path = tmp_path / f"page{len(contexts)}.html"
            path.write_text(source, encoding="utf-8")
            page.goto(path.as_uri() + at)
        page.wait_for_selector("html[data-ready]")
        return page

    yield call
    for context in contexts:
        context.close()


def serious_faults(page: Any) -> list[str]:
    """What axe holds against a page, of impact serious or critical: rule and the elements concerned."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {[node['html'][:120] for node in one['nodes'][:4]]}" for one in found if one["impact"] in ("serious", "critical")
    ]


def is_in_sight(element: Any) -> bool:
    """Whether an element lies in the window, or comes to lie there, and nothing covers its middle."""
    for _ in range(_LOOKS):
        if element.evaluate(
            """one => { const box = one.getClientRects()[0]; if (!box) return false;
            const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            return at !== null && (one === at || one.contains(at) || at.contains(one)); }"""
        ):
            return True
        element.page.wait_for_timeout(100)
    return False
