"""双清单: needs of both sides in every state, the answered ones with the activities for them."""

from __future__ import annotations

from datetime import date, timedelta

from activities.models import Activity, Direction, RequestHistory, RequestState, SupportRequest
from activities.models.answering import RequestStep
from shuangyong.vague import VagueDate

from .city import Load
from .times import at_work, times_as_given
from .words import NEEDS

STATES = {
    RequestState.DONE: 50,
    RequestState.IN_PROGRESS: 28,
    RequestState.UNCLAIMED: 14,
    RequestState.SUSPENDED: 8,
}
AT_ONCE = 1000


def ask(load: Load) -> int:
    """As many needs as units in every year; former years have none left open."""
    made = 0
    for year in load.years:
        needs = [_need(load, year) for _ in load.units]
        with times_as_given(SupportRequest, RequestHistory):
            SupportRequest.objects.bulk_create(needs, batch_size=AT_ONCE)
            RequestHistory.objects.bulk_create(map(_recorded, needs), batch_size=AT_ONCE)
            closed = [need for need in needs if need.state == RequestState.DONE]
            RequestHistory.objects.bulk_create(map(_closed, closed), batch_size=AT_ONCE)
        _answered(load, year, closed)
        made += len(needs)
    return made


def _need(load: Load, year: int) -> SupportRequest:
    random = load.random
    direction, need, promised = random.choice(NEEDS)
    troop = random.choice(load.troops)
    past = year < load.last
    state = RequestState.DONE if past else random.choices(list(STATES), list(STATES.values()))[0]
    office = load.units[0]
    unit = office if state == RequestState.UNCLAIMED else random.choice(load.units)
    raised = date(year, 1, 5) + timedelta(days=random.randint(0, 240))
    due = date(year, 12, 20) if random.random() < 0.5 else raised + timedelta(days=75)
    claimed = None if state == RequestState.UNCLAIMED else unit
    done = state == RequestState.DONE
    return SupportRequest(
        unit=office,
        year=year,
        direction=Direction(direction),
        troop=troop if direction == "troops" else None,
        from_whom="" if direction == "troops" else load.random.choice(load.units).label,
        need=need,
        detail=f"{troop.location}方向，请于{due.month}月底前研究解决。",
        raised=VagueDate.parse(f"{raised.month}月{raised.day}日", year=year),
        commitment=promised if claimed else "",
        responsible_unit=claimed,
        due=VagueDate.parse(f"{due.month}月{due.day}日", year=year),
        state=state,
        reason="所需经费已列入下一年度预算" if state == RequestState.SUSPENDED else "",
        result="已按承诺办理完毕，部队表示满意。" if done else "",
        satisfaction=random.choice(("very_satisfied", "satisfied")) if done else "",
        closed_on=min(due, date(year, 12, 20)) if done else None,
        changed_by=load.writers[unit.pk],
        changed_at=at_work(raised),
    )


def _recorded(need: SupportRequest) -> RequestHistory:
    return RequestHistory(
        request=need, at=need.changed_at, by=need.changed_by, step=RequestStep.RECORD,
        before=RequestState.UNCLAIMED,
        after=RequestState.UNCLAIMED if need.responsible_unit is None else RequestState.IN_PROGRESS,
    )  # fmt: skip


def _closed(need: SupportRequest) -> RequestHistory:
    return RequestHistory(
        request=need, at=at_work(need.closed_on), by=need.changed_by, step=RequestStep.CLOSE,
        before=RequestState.IN_PROGRESS, after=RequestState.DONE, comment=need.result,
    )  # fmt: skip


def _answered(load: Load, year: int, closed: list[SupportRequest]) -> None:
    """Every second answer names an activity of its unit."""
    of_units: dict[int, int] = dict(
        Activity.objects.filter(year=year, unit__in={n.responsible_unit_id for n in closed[::2]})
        .order_by("pk")
        .values_list("unit", "pk")
    )
    through = SupportRequest.activities.through
    through.objects.bulk_create(
        through(supportrequest_id=need.pk, activity_id=of_units[need.responsible_unit_id])
        for need in closed[::2]
        if need.responsible_unit_id in of_units
    )
