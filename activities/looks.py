"""The ways to look at one list of activities; the address says which: `?view=photos`."""

from __future__ import annotations

from enum import Enum


class Look(Enum):
    """A way to look; value: word in the address, what it is called, its sign, how many a page."""

    LIST = ("list", "列表", "bi-list-ul", 25)
    PHOTOS = ("photos", "照片", "bi-images", 60)
    TIMELINE = ("timeline", "时间轴", "bi-signpost-split", 50)
    MONTH = ("month", "月历", "bi-calendar3", None)

    def __init__(self, word: str, label: str, icon: str, per_page: int | None):
        self.word, self.label, self.icon, self.per_page = word, label, icon, per_page

    @classmethod
    def of(cls, request) -> Look:
        """What the address asks for; what it does not say sensibly is the list."""
        asked = request.GET.get("view", "")
        return next((look for look in cls if look.word == asked), cls.LIST)

    @property
    def address(self) -> str | None:
        """Its word as the address says it; the list is what comes without one."""
        return None if self is Look.LIST else self.word

    @property
    def counts(self) -> bool:
        """True if its pages are pages of activities."""
        return self in (Look.LIST, Look.TIMELINE)

    @property
    def template(self) -> str:
        """The fragment that shows it."""
        return TEMPLATES[self]


TEMPLATES = {
    Look.LIST: "activities/_activity_results.html",
    Look.PHOTOS: "activities/_activity_gallery.html",
    Look.TIMELINE: "activities/_activity_timeline.html",
    Look.MONTH: "activities/_activity_month.html",
}
