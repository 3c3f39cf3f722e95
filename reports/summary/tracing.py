"""出处: from a sentence of a summary to the records it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from activities.models import Activity, Plan, PlanItem, SupportRequest
from assessments.models import Assessment, Response, Round
from reports.figures import YearFigures
from reports.models import Insert, SummarySection
from units.models import Appointment, LeadingGroup, Unit, User
from units.permissions import rows_in_scope

from .layout import Facts
from .sources import Sourced, sourced
from .tokens import TOKEN

FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Link:
    """A record by its kind and name, and the page where it stands."""

    kind: str
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as it is read, with what it rests on. hidden: records the reader may not see."""

    text: str
    links: tuple[Link, ...]
    hidden: int = 0


def _visible(model) -> Callable[[User], QuerySet]:
    return lambda user: model.objects.visible_to(user)


def _within(model, to_unit: str, *related: str) -> Callable[[User], QuerySet]:
    return lambda user: model.objects.filter(rows_in_scope(user, to_unit)).select_related(*related)


RECORDS: dict[type, Callable[[User], QuerySet]] = {
    Activity: _visible(Activity),
    Plan: _visible(Plan),
    PlanItem: lambda user: PlanItem.objects.filter(
        plan__in=Plan.objects.visible_to(user)
    ).select_related("plan"),
    SupportRequest: _visible(SupportRequest),
    Round: lambda user: Round.objects.visible_to(user).select_related("standard"),
    Assessment: lambda user: Assessment.objects.visible_to(user).select_related("unit", "round"),
    Response: lambda user: Response.objects.filter(
        assessment__in=Assessment.objects.visible_to(user)
    ).select_related("criterion", "assessment"),
    LeadingGroup: _within(LeadingGroup, "host"),
    Appointment: _within(Appointment, "group__host", "group"),
    Unit: _within(Unit, ""),
}
"""The kinds of records a sentence may rest on, and those of them that an account may read."""
PAGES: dict[type, Callable] = {
    PlanItem: lambda item: item.plan.get_absolute_url(),
    Appointment: lambda appointment: appointment.group.get_absolute_url(),
}
"""Where a record stands that has no page of its own."""


def said_of(section: SummarySection, user: User) -> list[Said]:
    """Every sentence of a section with its records; a fixed number of queries."""
    facts = Facts(section.summary)
    sentences = _resting(section, facts)
    refs = {ref for piece in sentences for ref in piece.sources}
    found = records_of((ref for ref in refs if not ref.startswith(f"{FIGURE}-")), user)
    found |= {
        ref: figure_link(ref.removeprefix(f"{FIGURE}-"), facts.of_year)
        for ref in refs
        if ref.startswith(f"{FIGURE}-")
    }
    return [
        Said(
            facts.fill(piece.text),
            tuple(found[ref] for ref in dict.fromkeys(piece.sources) if ref in found),
            sum(ref not in found for ref in set(piece.sources)),
        )
        for piece in sentences
    ]


def _resting(section: SummarySection, facts: Facts) -> list[Sourced]:
    """The sentences with the words for their records and for the figures they name; what is
    inserted with the activity of its photo, or all that its figures count.
    """
    if section.insert:
        refs = [f"{FIGURE}-活动总数"]
        if section.insert == Insert.PHOTO:
            refs = [f"activity-{section.photo.activity_id}"] if section.photo else []
        return [Sourced(section.caption or section.get_insert_display(), tuple(refs))]
    told = sourced(f"{section.heading}\n{section.text}", section.sources)
    return [replace(piece, sources=(*piece.sources, *_named(piece, facts))) for piece in told]


def _named(piece: Sourced, facts: Facts) -> list[str]:
    """The words for the figures that stand in a sentence by their names."""
    names = TOKEN.findall(piece.text)
    return [f"{FIGURE}-{name}" for name in names if name in facts.values]


def records_of(refs: Iterable[str], user: User) -> dict[str, Link]:
    """The records behind the words, those that the account may read; a query for each kind."""
    keys: dict[str, set[int]] = defaultdict(set)
    for ref in refs:
        name, _, key = ref.partition("-")
        if key.isascii() and key.isdecimal():
            keys[name].add(int(key))
    found = {}
    for model, visible in RECORDS.items():
        name = model._meta.model_name
        if name in keys:
            rows = visible(user).filter(pk__in=keys[name])
            found |= {f"{name}-{row.pk}": _link(row) for row in rows}
    return found


def _link(row) -> Link:
    page = PAGES.get(type(row))
    return Link(
        kind=str(row._meta.verbose_name),
        label=str(row),
        address=page(row) if page else row.get_absolute_url(),
    )


def figure_link(name: str, figures: YearFigures) -> Link:
    """The list of the activities that a figure counts; of all where it is no sum of some."""
    counted = {f"{tally.label}项数": tally.stands_for for tally in figures.by_kind}
    counted |= {f"{line.label}合计": line.stands_for for line in figures.counts}
    return Link("数据", name, figures.address(counted.get(name, ())))
