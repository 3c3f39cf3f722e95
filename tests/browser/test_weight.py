"""What a page weighs on the wire, whom it asks, and whether it stays still while it loads."""

from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.xdist_group("browser")

FIRST, AGAIN = 250_000, 40_000  # bytes
PHOTO = 50_000  # a small picture of pure noise, as other tests upload it, has 40 000
STILL = 0.02  # of the window moved, weighted; 0.1 is what people notice
# the heaviest of each room; not the editor of a summary, which draws its preview with PDF.js
PAGES = [
    "/",
    "/activities/",
    "/activities/?view=photos",
    "/activities/add/",
    "/plans/1/",
    "/plans/calendar/",
    "/requests/",
    "/assessments/1/",
    "/reports/",
    "/reports/statistics/",
    "/reports/year/",
    "/units/",
    "/units/1/",
]
WATCH = """
  window.moved = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.moved += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
"""


class Scales:
    """Counts the bytes that a window receives, as they come over the wire."""

    def __init__(self, page):
        self.page, self.address, self.bytes = page, {}, {}
        self.devtools = page.context.new_cdp_session(page)
        self.devtools.send("Network.enable")
        self.devtools.on("Network.requestWillBeSent", self._asked)
        self.devtools.on("Network.loadingFinished", self._received)

    def _asked(self, event):
        self.address[event["requestId"]] = event["request"]["url"]

    def _received(self, event):
        address = self.address.get(event["requestId"], "")  # none: of the page before
        if address.startswith("http"):
            self.bytes[address] = self.bytes.get(address, 0) + event["encodedDataLength"]

    def load(self, path: str) -> dict[str, int]:
        """Open a page; the bytes of each address it asked."""
        self.address.clear()
        self.bytes.clear()
        self.page.goto(path)
        self.page.wait_for_load_state("networkidle")
        return dict(self.bytes)


def test_pages_are_light_still_and_ask_nobody_else(sign_in):
    """≤ 250 KB the first time, ≤ 40 KB afterwards; photos are as small as they are shown."""
    page = sign_in("wenxin")
    page.add_init_script(WATCH)
    scales = Scales(page)
    for path in PAGES:
        scales.devtools.send("Network.clearBrowserCache")
        first = scales.load(path)
        photos = [size for address, size in first.items() if address.endswith("/thumbnail/")]
        assert sum(first.values()) - sum(photos) <= FIRST, (path, first)
        assert max(photos, default=0) <= PHOTO, (path, first)
        assert page.evaluate("window.moved") <= STILL, path
        assert {urlsplit(address).netloc for address in first} == {urlsplit(page.url).netloc}
        again = scales.load(path)
        assert sum(again.values()) <= AGAIN, (path, again)
        # hashed and kept for good: not even asked whether they are fresh
        assert not [address for address, size in again.items() if "/static/" in address and size]

    # a list that is filtered stays where it is
    page.goto("/activities/")
    with page.expect_response(lambda answer: "status=" in answer.url):
        page.get_by_label("状态", exact=True).first.select_option("confirmed")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.moved") <= STILL
