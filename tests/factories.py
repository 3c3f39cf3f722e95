"""Records for tests: plain functions with defaults; a test names only what it is about."""

from activities import search
from activities.models import Activity, ActivityKind, Plan, PlanItem, SupportRequest
from shuangyong.review import Status, Step
from shuangyong.vague import VagueDate, VagueNumber
from units.models import LeadingGroup, Role, Troop, Unit, User

YEAR = 2011
PASSWORD = "sample-password"


def make_unit(name: str, *, under: Unit | None = None, kind: str = "member", **fields) -> Unit:
    """A unit at the end of its siblings."""
    if under is None:
        unit = Unit.objects.add_root({"name": name, "kind": kind, **fields})
    else:
        parent = Unit.objects.get(pk=under.pk)
        unit = Unit.objects.add_child(parent, {"name": name, "kind": kind, **fields})
    Unit.objects.refresh_reviewers()
    unit.refresh_from_db()
    return unit


def make_group(host: Unit, **fields) -> LeadingGroup:
    """A leading group in force; its host becomes an issuing unit."""
    members = fields.pop("members", [])
    group = LeadingGroup.objects.create(
        host=host, name=fields.pop("name", f"{host.label}双拥工作领导小组"), **fields
    )
    group.members.set(members)
    Unit.objects.refresh_reviewers()
    host.refresh_from_db()
    return group


def make_user(username: str, role: str = Role.LIAISON, unit: Unit | None = None) -> User:
    """An account that works in the tests' year."""
    user = User(username=username, name=username, role=role, unit=unit, working_year=YEAR)
    user.set_password(PASSWORD)
    user.save()
    return user


def make_troop(unit: Unit, name: str = "驻滨江某部") -> Troop:
    """A troop by its public name."""
    return Troop.objects.create(unit=unit, name=name)


def make_kind(name: str = "慰问演出") -> ActivityKind:
    """A kind of activity; the usual ones exist already."""
    kind, _ = ActivityKind.objects.get_or_create(name=name, defaults={"report_heading": "其他活动"})
    return kind


def make_activity(unit: Unit, title: str = "八一慰问演出", **fields) -> Activity:
    """An activity on 31 July unless said otherwise; `held` may be given as written."""
    year = fields.pop("year", YEAR)
    held = fields.pop("held", "7月31日")
    kind = fields.pop("kind", None) or make_kind()
    activity = Activity.objects.create(
        unit=unit,
        title=title,
        kind=kind,
        year=year,
        held=VagueDate.parse(held, year=year) if isinstance(held, str) else held,
        **fields,
    )
    search.refresh([activity])
    return activity


def make_plan(unit: Unit, **fields) -> Plan:
    """A unit's plan of the tests' year."""
    year = fields.pop("year", YEAR)
    return Plan.objects.create(
        unit=unit, year=year, title=fields.pop("title", f"{year}年双拥工作计划"), **fields
    )


def make_sub_plan(unit: Unit, parent: Plan, **fields) -> Plan:
    """A unit's part of a superior plan, with one measure, so that it can be handed in."""
    plan = make_plan(unit, parent=parent, **fields)
    make_measure(plan)
    return plan


def submitted(record, by: User):
    """The record after its unit has handed it in."""
    record.take(Step.SUBMIT, by=by)
    assert record.status == Status.SUBMITTED
    return record


def confirmed(record, by: User, reviewer: User):
    """The record after its reviewer has confirmed it."""
    submitted(record, by).take(Step.CONFIRM, by=reviewer)
    return record


def make_measure(plan: Plan, title: str = "八一慰问演出", **fields) -> PlanItem:
    """A measure at the end of a plan; `due` and `target` as written."""
    due, target = fields.pop("due", None), fields.pop("target", None)
    return PlanItem.objects.create(
        plan=plan,
        title=title,
        position=plan.items.count() + 1,
        due=due and VagueDate.parse(due, year=plan.year),
        target=target and VagueNumber.parse(target),
        **fields,
    )


def make_need(unit: Unit, need: str = "为连队图书室配书", **fields) -> SupportRequest:
    """A need of the troops in the tests' year; `due` as written."""
    year, due = fields.pop("year", YEAR), fields.pop("due", None)
    return SupportRequest.objects.create(
        unit=unit,
        need=need,
        year=year,
        direction=fields.pop("direction", "troops"),
        due=due and VagueDate.parse(due, year=year),
        **fields,
    )
