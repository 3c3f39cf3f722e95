"""所在位置: the way from the workbench to a page, one trail for each address.

A room registers the trails of its pages from AppConfig.ready, by the names of their addresses.
What a trail says of a record is taken from what the page shows anyway: no query is made for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.template import Context, Variable, VariableDoesNotExist
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way; the last one is the page itself and has no address."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page that stands above others: the list of plans above every plan."""

    label: str
    view: str

    def crumbs(self, context: Context, year: int | None) -> Iterator[Crumb]:
        """The page, of the year that the record below is of where the account works in another."""
        asked = f"?year={year}" if year else ""
        yield Crumb(self.label, reverse(self.view) + asked)


@dataclass(frozen=True, slots=True)
class Of:
    """The record a page is about, by its place in the page's context: `plan`, `object.unit`.

    `view` is its address where it is not the record's own; `words` what is said instead of it.
    A record that is not there or not stored yet is passed over.
    """

    path: str
    view: str = ""
    words: str = ""

    def record(self, context: Context):
        """The record, None if there is none."""
        found = looked_up(self.path, context)
        return found if getattr(found, "pk", found) else None

    def crumbs(self, context: Context, year: int | None) -> Iterator[Crumb]:
        """The record with its address."""
        record = self.record(context)
        if record is None:
            return
        own = reverse(self.view, args=[record.pk]) if self.view else record.get_absolute_url()
        yield Crumb(str(looked_up(self.words, context) if self.words else record), own)


@dataclass(frozen=True, slots=True)
class AllOf:
    """Several records one below the other, which the page has loaded: a unit's superiors."""

    path: str
    words: str

    def crumbs(self, context: Context, year: int | None) -> Iterator[Crumb]:
        """Each with its address."""
        for record in looked_up(self.path, context) or ():
            yield Crumb(str(getattr(record, self.words)), record.get_absolute_url())


@dataclass(frozen=True, slots=True)
class Told:
    """The page itself in words of its own: 第 3 项, where `path` leads to 3."""

    path: str
    form: str = "{}"

    def crumbs(self, context: Context, year: int | None) -> Iterator[Crumb]:
        """The words without an address."""
        found = looked_up(self.path, context)
        if found is not None:
            yield Crumb(self.form.format(found))


Step = Page | Of | AllOf | Told | str
HOME = Page("工作台", "reports:workbench")
TRAILS: dict[str, tuple[Step, ...]] = {}


def register(trails: dict[str, tuple[Step, ...]]) -> None:
    """Make known where pages stand: from the section of the menu down to the page itself.

    The workbench comes before all of them. A text stands for the page where it is no record.
    """
    TRAILS.update(trails)


def trail(view: str, context: Context) -> list[Crumb]:
    """The way to the page at hand, the workbench first; empty where no trail is known."""
    if view not in TRAILS:
        return []
    crumbs = [*_crumbs(TRAILS[view], context)]
    return [*HOME.crumbs(context, None), *crumbs[:-1], Crumb(crumbs[-1].label)] if crumbs else []


def looked_up(path: str, context: Context):
    """What a template would read at `path`, None if there is nothing."""
    try:
        return Variable(path).resolve(context)
    except VariableDoesNotExist:
        return None


def _crumbs(steps: tuple[Step, ...], context: Context) -> Iterator[Crumb]:
    year = _other_year(steps, context)
    for step in steps:
        if isinstance(step, str):
            yield Crumb(step)
        else:
            yield from step.crumbs(context, year)


def _other_year(steps: tuple[Step, ...], context: Context) -> int | None:
    records = [step.record(context) for step in steps if isinstance(step, Of)]
    years = [record.year for record in records if isinstance(getattr(record, "year", None), int)]
    working = getattr(context.get("request"), "year", None)
    return years[0] if years and years[0] != working else None
