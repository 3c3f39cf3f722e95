"""How long a page takes from a click or a key to what one sees of it (INP).

    python -m tests.benchmarks.interaction

Opens the pages that are worked in most, with the database of SHUANGYONG_VAR (an empty one is
filled by `make_load`), does what people do there and asks the browser itself, by its Event
Timing, how long each took until the next picture was drawn. Printed is the longest of each act
in milliseconds, and the slowest of all; 100 is what we want, 200 what is called good.
"""

from __future__ import annotations

import os
import shutil

from playwright.sync_api import Page, sync_playwright

from tests.gallery import _signed_in, call_command, served, settings
from tests.pages import account_of
from units.models import Role, User

WATCH = """
  window.slowest = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.interactionId) window.slowest = Math.max(window.slowest, entry.duration);
    }
  }).observe({ type: "event", buffered: true, durationThreshold: 16 });
"""


def write_name(page: Page) -> None:
    """A title of eight characters, key by key."""
    page.locator("#id_title").press_sequentially("bayiweiwen", delay=40)


def choose_kind(page: Page) -> None:
    """A kind of activity, whose own fields appear."""
    page.locator(".kind").first.click()


def search(page: Page) -> None:
    """A word in the search of the list."""
    page.locator(".filters input").first.press_sequentially("weiwen", delay=40)


def tick_all(page: Page) -> None:
    """All rows of a list at once."""
    page.locator("thead .tick input").first.click()


def open_menu(page: Page) -> None:
    """The menu of the account."""
    page.locator(".topbar .dropdown-toggle").last.click()


ACTS = [
    ("/", open_menu),
    ("/activities/", search),
    ("/activities/", tick_all),
    ("/activities/add/", write_name),
    ("/activities/add/", choose_kind),
    ("/plans/calendar/", open_menu),
]


def main() -> None:
    """Do every act three times and print the longest of each."""
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    if not User.objects.exists():
        call_command("make_load")
    key, slowest = _signed_in(account_of(Role.LIAISON)), 0
    with served() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which(os.environ.get("CHROMIUM", "chromium")),
            args=["--no-sandbox"],
        )
        window = browser.new_context(base_url=site, viewport={"width": 1366, "height": 768})
        window.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": site}])
        page = window.new_page()
        page.set_default_navigation_timeout(120_000)
        page.add_init_script(WATCH)
        for address, act in ACTS:
            took = max(_measured(page, address, act) for _ in range(3))
            slowest = max(slowest, took)
            print(f"{address:24}{act.__doc__:48}{took:6.0f} ms")  # noqa: T201
        browser.close()
    print(f"slowest: {slowest:.0f} ms")  # noqa: T201


def _measured(page: Page, address: str, act) -> float:
    page.goto(address, wait_until="networkidle")
    act(page)
    page.wait_for_load_state("networkidle")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))")
    return page.evaluate("window.slowest")


if __name__ == "__main__":
    main()
