"""Plans of every year: each issuing unit's, and the 单项计划 of those it issues to."""

from __future__ import annotations

from datetime import date

from activities.models import ActivityKind, Plan, PlanClause, PlanHistory, PlanItem
from shuangyong.review import Status, Step
from shuangyong.vague import VagueDate, VagueNumber
from units.models import Unit

from .city import Load
from .steps import OF_PLANS, history_of, standing
from .times import at_work, times_as_given
from .words import MEASURES

AT_ONCE = 1000
OUTCOME = "已按计划完成，资料已归档"


def plan(load: Load) -> None:
    """All plans with their measures; those of former years are confirmed."""
    kinds = {kind.name: kind for kind in ActivityKind.objects.filter(unit=None)}
    with times_as_given(Plan, PlanHistory):
        for year in load.years:
            _year(load, year, kinds)


def _year(load: Load, year: int, kinds: dict[str, ActivityKind]) -> None:
    made: dict[int, Plan] = {}
    items: dict[int, list[PlanItem]] = {}
    office = load.units[0]
    levels = [[office]] + [load.below(issuer) for issuer in load.issuing]
    for units in filter(None, levels):
        plans = [_plan(load, unit, year, made) for unit in units]
        Plan.objects.bulk_create(plans, batch_size=AT_ONCE)
        _clauses(plans)
        made |= {plan.unit_id: plan for plan in plans}
        new = {plan.unit_id: _items(load, plan, items, kinds) for plan in plans}
        PlanItem.objects.bulk_create((i for its in new.values() for i in its), batch_size=AT_ONCE)
        items |= new
        PlanHistory.objects.bulk_create(
            (line for plan in plans for line in _history(load, plan)), batch_size=AT_ONCE
        )


def _plan(load: Load, unit: Unit, year: int, made: dict[int, Plan]) -> Plan:
    above = None if unit.pk == unit.reviewed_by_id else made[unit.reviewed_by_id]
    issues = unit.pk in load.reviewers
    status = Status.CONFIRMED if issues else standing(load, year, OF_PLANS)
    return Plan(
        unit=unit,
        year=year,
        parent=above,
        title=f"{unit.label}{year}年双拥工作{'单项计划' if above else '计划'}",
        guiding_thought="坚持以习近平强军思想为指导，围绕中心、服务大局，巩固发展军政军民团结。",
        objectives=f"完成全年双拥工作任务，巩固{year}年双拥模范城创建成果。",
        deadline=date(year, 3, 31) if above else None,
        dated=date(year, 2, 10),
        issued_at=at_work(date(year, 2, 15)) if issues else None,
        status=status,
        revision=1,
        changed_by=load.writers[unit.pk],
        changed_at=at_work(date(year, 3, load.random.randint(1, 28))),
    )


def _clauses(plans: list[Plan]) -> None:
    said = (
        ("提高思想认识", "充分认识做好双拥工作的重要意义，列入议事日程。"),
        ("明确工作责任", "做到领导到位、责任到人、经费落实。"),
        ("及时报送情况", "活动结束后一周内登记，年底前报送工作总结。"),
    )
    PlanClause.objects.bulk_create(
        (
            PlanClause(plan=plan, position=position, title=title, content=content)
            for plan in plans
            for position, (title, content) in enumerate(said, 1)
        ),
        batch_size=AT_ONCE,
    )


def _items(
    load: Load, plan: Plan, present: dict[int, list[PlanItem]], kinds: dict[str, ActivityKind]
) -> list[PlanItem]:
    """An issuing unit's own measures, or what a unit answers to those of the plan above."""
    asked = present.get(plan.unit.reviewed_by_id, []) if plan.parent_id else []
    some = sorted(load.random.sample(range(len(MEASURES)), 5)) if asked else range(len(MEASURES))
    return [_item(load, plan, place, asked, kinds) for place in some]


def _item(
    load: Load, plan: Plan, place: int, asked: list[PlanItem], kinds: dict[str, ActivityKind]
) -> PlanItem:
    title, content, due, occasion, kind = MEASURES[place]
    above = next((item for item in asked if item.title == title), None)
    is_over = plan.year < load.last or place == 0
    return PlanItem(
        plan=plan,
        position=place + 1,
        title=title,
        content=content,
        occasion=occasion,
        due=VagueDate.parse(due, year=plan.year),
        responsible_unit=plan.unit,
        responsible_person=load.person(),
        is_for_all=plan.unit_id in load.reviewers,
        target_kind=kinds.get(kind),
        target=VagueNumber.parse(str(1 + place % 3)) if kind else None,
        outcome=OUTCOME if is_over and not kind else "",
        answers=above,
    )


def _history(load: Load, plan: Plan) -> list[PlanHistory]:
    day = plan.changed_at.date()
    comment = {Step.SEND_BACK: "请明确责任人，并补充完成时间。"}
    return history_of(load, plan, PlanHistory, submitted=day, comments=comment)
