"""Activities of every kind, in bulk, with what was counted, given and shown about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from activities import search
from activities.models import (
    Activity,
    ActivityCount,
    ActivityHistory,
    ActivityKind,
    BeneficiaryGroup,
    Contribution,
    Partner,
    PlanItem,
)
from shuangyong.occasions import Occasion
from shuangyong.review import Step
from shuangyong.vague import VagueDate, VagueNumber
from units.models import Troop, Unit

from .city import Load
from .steps import history_of, standing
from .times import at_work, times_as_given
from .words import KINDS, Kind

AT_ONCE = 1000
LATEST = (11, 20)
"""Nothing of the last year is later than this day."""
RETURNED = {Step.SEND_BACK: "请补充参加人数，并上传现场照片。"}
BUSY = (Occasion.SPRING_FESTIVAL, Occasion.ARMY_DAY, Occasion.NATIONAL_DAY, Occasion.QINGMING)


@dataclass
class Made:
    """An activity with the lines below it, nothing saved yet."""

    activity: Activity
    troops: list[Troop] = field(default_factory=list)
    partners: list[Partner] = field(default_factory=list)
    contributions: list[Contribution] = field(default_factory=list)
    counts: list[ActivityCount] = field(default_factory=list)
    beneficiaries: list[BeneficiaryGroup] = field(default_factory=list)
    facts: tuple = ()


LINES = {
    Partner: "partners",
    Contribution: "contributions",
    ActivityCount: "counts",
    BeneficiaryGroup: "beneficiaries",
}


def carry_out(load: Load) -> Iterator[int]:
    """All activities, spread over the years; yields how many there are after every thousand."""
    kinds = {kind.name: kind for kind in ActivityKind.objects.filter(unit=None)}
    done = 0
    for year in load.years:
        share = load.activities_wanted // len(load.years)
        if year == load.last:
            share = load.activities_wanted - done
        measures = _measures(year)
        for start in range(0, share, AT_ONCE):
            size = min(AT_ONCE, share - start)
            made = [_make(load, year, kinds, measures) for _ in range(size)]
            _save(load, made)
            done += size
            yield done


def _measures(year: int) -> dict[tuple[int, int], int]:
    """The measures of a year that a kind of activity fulfils, by unit and kind."""
    rows = PlanItem.objects.filter(plan__year=year).exclude(target_kind=None).order_by()
    return {
        (unit, kind): pk for unit, kind, pk in rows.values_list("plan__unit", "target_kind", "pk")
    }


def _make(load: Load, year: int, kinds: dict[str, ActivityKind], measures: dict) -> Made:
    random = load.random
    kind = random.choices(KINDS, [kind.often for kind in KINDS])[0]
    unit, troop = random.choice(load.units), random.choice(load.troops)
    day, occasion = _day(load, year)
    said = {"u": unit.label, "t": troop.name}
    activity = Activity(
        unit=unit,
        kind=kinds[kind.name],
        year=year,
        title=random.choice(kind.titles).format(**said),
        narrative=kind.narrative.format(**said),
        effect="受到部队官兵和优抚对象的一致好评。" if random.random() < 0.4 else "",
        held=_held(load, day, occasion),
        occasion=occasion,
        place=f"{troop.location}{random.choice(('营区', '文化广场', '社区服务中心', '会议室'))}",
        plan_item_id=measures.get((unit.pk, kinds[kind.name].pk)),
        is_innovation=random.random() < 0.03,
        status=standing(load, year),
        revision=1,
        changed_by=load.writers[unit.pk],
        changed_at=at_work(day + timedelta(days=3), 15),
    )
    made = Made(activity, [troop] if random.random() < 0.8 else [])
    _lines(load, made, kind, unit)
    return made


def _day(load: Load, year: int) -> tuple[date, str]:
    """When: half of all around one of the great occasions, the rest on any day."""
    latest = date(year, *LATEST) if year == load.last else date(year, 12, 28)
    if load.random.random() < 0.5:
        occasion = load.random.choices(BUSY, (3, 6, 2, 1))[0]
        first, last = occasion.window(year)
        first, last = max(first, date(year, 1, 1)), min(last, latest)
        day = first + timedelta(days=load.random.randint(0, (last - first).days))
        return day, occasion.value
    first = date(year, 1, 2)
    return first + timedelta(days=load.random.randint(0, (latest - first).days)), ""


def _held(load: Load, day: date, occasion: str) -> VagueDate:
    """As people write it: mostly the day, at times the month or the occasion alone."""
    luck = load.random.random()
    wording = f"{day.month}月{day.day}日"
    if luck < 0.08:
        wording = f"{day.month}月"
    elif luck < 0.12 and occasion == Occasion.ARMY_DAY:
        wording = "“八一”期间"
    elif luck < 0.2:
        wording += "上午"
    return VagueDate.parse(wording, year=day.year)


def _number(load: Load, low: int, high: int, word: str) -> VagueNumber:
    """A number as exact as people are: 36名, 120余人次."""
    number = load.random.randint(low, high)
    if number > 100 and load.random.random() < 0.5:
        return VagueNumber.parse(f"{number // 10 * 10}余{word}")
    return VagueNumber.parse(f"{number}{word}")


def _lines(load: Load, made: Made, kind: Kind, unit: Unit) -> None:
    activity, random = made.activity, load.random
    made.counts = [
        ActivityCount(activity=activity, label=label, number=_number(load, low, high, word))
        for label, word, low, high in kind.counts
    ]
    for category, name, word, low, high, each in kind.gifts:
        quantity = random.randint(low, high) if high else 0
        value = (quantity or random.randint(1, 5)) * each
        made.contributions.append(
            Contribution(
                activity=activity, category=category, name=name,
                quantity=VagueNumber.parse(f"{quantity}{word}") if quantity else None,
                value=VagueNumber.parse(f"{value}元") if value else None,
            )
        )  # fmt: skip
    if kind.helped:
        number = _number(load, 3, 60, "人")
        made.beneficiaries = [
            BeneficiaryGroup(activity=activity, category=kind.helped, number=number)
        ]
    if random.random() < 0.3 and (other := random.choice(load.units)) != unit:
        made.partners = [Partner(activity=activity, role="co_organiser", unit=other)]


def _save(load: Load, made: list[Made]) -> None:
    activities = [one.activity for one in made]
    lines = (line for activity in activities for line in _history(load, activity))
    with times_as_given(Activity, ActivityHistory):
        Activity.objects.bulk_create(activities, batch_size=AT_ONCE)
        ActivityHistory.objects.bulk_create(lines, batch_size=AT_ONCE)
    for model, name in LINES.items():
        below = [line for one in made for line in getattr(one, name)]
        for line in below:
            line.activity_id = line.activity.pk
        model.objects.bulk_create(below, batch_size=AT_ONCE)
    there = Activity.troops.through
    there.objects.bulk_create(
        (there(activity_id=one.activity.pk, troop_id=t.pk) for one in made for t in one.troops),
        batch_size=AT_ONCE,
    )
    search.write_new((one.activity, one) for one in made)


def _history(load: Load, activity: Activity) -> list[ActivityHistory]:
    day = activity.changed_at.date()
    return history_of(load, activity, ActivityHistory, submitted=day, comments=RETURNED)
