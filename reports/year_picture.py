"""年度图示: the year on one page for leaders: pictures first, then figures, then three sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from activities.figure_filters import UNMARKED
from activities.models import Evidence, EvidenceKind
from reports.models import Summary
from shuangyong.review import Status
from units.models import Unit
from units.scope import scope_of_unit

from .figures import Tally
from .statistics import Statistics, statistics

MOST_PHOTOS = 6
LOOKED_AT = 60
"""Among so many photos the best are chosen, at most one of an activity while there are others."""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A large figure with its measure, how it differs from last year, and what it opens."""

    label: str
    value: str
    measure: str
    beside: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class YearPicture:
    """What the page shows; photos are rows of evidence with their activity."""

    told: Statistics
    photos: tuple[Evidence, ...]
    key_figures: tuple[KeyFigure, ...]
    sentences: tuple[str, ...]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title of page and file."""
        return f"{self.told.name}{self.told.year}年双拥工作图示"

    def get_absolute_url(self) -> str:
        return f"{reverse('reports:year-picture')}?{self.told.query}"


def year_picture(unit: Unit, year: int, photos) -> YearPicture:
    """The year of a unit and its scope; a fixed number of queries.

    photos: the evidence that the reader may open.
    """
    told = statistics(unit, year)
    return YearPicture(
        told=told,
        photos=best_photos(unit, year, photos),
        key_figures=tuple(key_figures(told)),
        sentences=tuple(sentences(told)),
    )


def best_photos(unit: Unit, year: int, photos) -> tuple[Evidence, ...]:
    """Up to six photos of confirmed activities.

    First those of the summary's 典型事例, then what the summary puts first, 创新做法, and what
    most troops took part in.
    """
    own = Summary.objects.filter(unit=unit, year=year)
    chosen = Summary.examples.through.objects.filter(summary__in=own)
    weighed = (
        photos.filter(scope_of_unit(unit, year).q("activity__unit"), kind=EvidenceKind.PHOTO)
        .filter(activity__year=year, activity__status=Status.CONFIRMED)
        .exclude(thumbnail="")
        .annotate(
            is_example=Count(
                "activity", filter=Q(activity__in=chosen.values("activity")), distinct=True
            ),
            met=Count("activity__troops", distinct=True),
        )
        .order_by(
            "-is_example", "-activity__is_innovation", "-met", "-activity__held_from",
            "activity", "position", "pk",
        )
        .select_related("activity__unit")[:LOOKED_AT]
    )  # fmt: skip
    return tuple(_one_of_each(list(weighed))[:MOST_PHOTOS])


def _one_of_each(photos: list[Evidence]) -> list[Evidence]:
    """The first photo of every activity, then the others."""
    seen: set[int] = set()
    first, others = [], []
    for photo in photos:
        (others if photo.activity_id in seen else first).append(photo)
        seen.add(photo.activity_id)
    return first + others


def key_figures(told: Statistics) -> Iterator[KeyFigure]:
    """Six figures at a glance."""
    figures, compared = told.figures, told.compared
    changes = [compared.change(row) for row in compared.totals] if compared.years else [""] * 5
    page = told.get_absolute_url()
    yield KeyFigure("双拥活动", str(figures.activities), "项", changes[0], figures.address())
    yield KeyFigure("开展活动的单位", str(figures.units), "个", changes[1], f"{page}#units")
    yield KeyFigure("涉及驻军部队", str(figures.troops), "支", changes[2], f"{page}#troops")
    yield _money("慰问金", figures.money, changes[3], figures.address((("valued", "money"),)))
    yield _money("投入折合金额", figures.value, changes[4], figures.address((("valued", "any"),)))
    needs = f"{figures.requests_done}／{figures.requests}"
    address = f"{reverse('activities:requests-table')}?year={told.year}"
    if figures.requests:
        yield KeyFigure("双清单需求办结", needs, "件", "", address)
    elif figures.sub_plans:
        plans = f"{figures.sub_plans_confirmed}／{figures.sub_plans}"
        yield KeyFigure("单项计划确认", plans, "件", "", "")
    else:
        yield KeyFigure("双清单需求办结", "—", "", "", "")


def _money(label: str, number, change: str, address: str) -> KeyFigure:
    """The 元 stands small behind the number, as 项 does; not in 10000元以上."""
    value = str(number or "—")
    measure = "元" if value.endswith("元") else ""
    return KeyFigure(label, value.removesuffix("元"), measure, change, address if number else "")


def sentences(told: Statistics) -> Iterator[str]:
    """At most three, each from figures that are there."""
    figures = told.figures
    if not figures.activities:
        return
    yield _how_much(told)
    yield _what(told)
    if resources := _resources(told):
        yield resources


def _how_much(told: Statistics) -> str:
    figures, compared = told.figures, told.compared
    change = compared.change(compared.totals[0]) if compared.years else ""
    parts = [f"全年开展双拥活动{figures.activities}项"]
    parts += [change] if change else []
    if figures.units > 1:
        parts.append(f"{figures.units}个单位参与")
    if figures.troops:
        parts.append(f"涉及驻军部队{figures.troops}支")
    return "，".join(parts) + "。"


def _what(told: Statistics) -> str:
    figures = told.figures
    kinds = sorted(figures.by_kind, key=lambda kind: -kind.count)[:3]
    most = "、".join(f"{kind.label}{kind.count}项" for kind in kinds)
    parts = [f"{'其中' if len(figures.by_kind) > 1 else '均为'}{most}"]
    if busiest := _busiest(figures.by_month):
        parts.append(f"{busiest.label}最为集中，开展{busiest.count}项")
    named = [
        tally for tally in figures.by_occasion if ("occasion", UNMARKED) not in tally.stands_for
    ]
    if named:
        occasion = max(named, key=lambda tally: tally.count)
        parts.append(f"记为“{occasion.label}”节点的{occasion.count}项")
    return "，".join(parts) + "。"


def _busiest(months: tuple[Tally, ...]) -> Tally | None:
    """The one month with most activities; none if several share that, or it is but one."""
    most = max(months, key=lambda month: month.count)
    alone = sum(month.count == most.count for month in months) == 1
    return most if alone and most.count > 1 else None


def _resources(told: Statistics) -> str:
    figures = told.figures
    parts = []
    if figures.money:
        parts.append(f"送上慰问金{figures.money}")
    if figures.value and str(figures.value) != str(figures.money):
        parts.append(f"各类投入折合{figures.value}")
    if figures.requests:
        parts.append(f"双清单需求{figures.requests}件，办结{figures.requests_done}件")
    if figures.sub_plans and len(parts) < 3:
        parts.append(f"单项计划应报{figures.sub_plans}件，已确认{figures.sub_plans_confirmed}件")
    return f"{'；'.join(parts)}。" if parts else ""
