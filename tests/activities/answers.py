"""A plan of three levels for tests: the city's measures, answered by bureaus and districts."""

from activities.models import Plan, PlanItem
from shuangyong.vague import VagueDate, VagueNumber
from tests.factories import YEAR
from units.models import Unit


def answer(measure: PlanItem, unit: Unit, **fields) -> PlanItem:
    """The measure with which a unit answers in its sub-plan; `due`, `target` as written."""
    plan, _ = Plan.objects.get_or_create(
        parent=measure.plan, unit=unit, year=YEAR, defaults={"title": f"{unit.label}单项计划"}
    )
    due, target = fields.pop("due", None), fields.pop("target", None)
    return PlanItem.objects.create(
        plan=plan,
        title=fields.pop("title", measure.title),
        position=plan.items.count() + 1,
        answers=measure,
        due=VagueDate.parse(due, year=YEAR) if due else measure.due,
        target=VagueNumber.parse(target) if target else measure.target,
        **fields,
    )
