"""The activities part of a sample document: plans, activities, support requests."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from shuangyong.occasions import Occasion
from shuangyong.review import Status, Step
from shuangyong.vague import VagueDate, VagueNumber
from units.models import Role, Troop, Unit, User

from . import search
from .forms.evidence import EvidenceField
from .models import (
    Activity,
    ActivityCount,
    ActivityKind,
    BeneficiaryGroup,
    Contribution,
    Partner,
    Plan,
    PlanClause,
    PlanItem,
    SupportRequest,
)

REVIEW_TIME = timedelta(days=4)
SUB_PLAN_NOTE = "原文未附本单位的单项计划，措施按当年的活动整理。"


def load(document: dict) -> None:
    """Create what `document` says of plans, activities and needs."""
    for entry in document["plans"]:
        add_plan(entry)
    for position, entry in enumerate(document["activities"], 1):
        add_activity(entry, document["year"], position * 10)
    search.refresh(Activity.objects.filter(year=document["year"]))
    sub_plans = Plan.objects.sub_plans().filter(year=document["year"])
    for sub_plan in sub_plans.open_for_editing():
        write_sub_plan(sub_plan)
    for entry in document.get("requests", []):
        add_request(entry, document["year"])


def bring_to(record, status: str, submitted: date) -> None:
    """Take the record through the review flow, as its unit and its reviewer would have then."""
    steps = {
        Status.DRAFT: (),
        Status.SUBMITTED: (Step.SUBMIT,),
        Status.CONFIRMED: (Step.SUBMIT, Step.CONFIRM),
        Status.RETURNED: (Step.SUBMIT, Step.SEND_BACK),
    }
    for step in steps[Status(status)]:
        take_on(record, step, submitted + REVIEW_TIME * step.is_review)


def take_on(record, step: Step, day: date) -> None:
    """One step, dated in the sample's own year."""
    by = reviewer_of(record.unit) if step.is_review else writer_of(record.unit)
    record.take(step, by=by, comment="请补充佐证材料。" if step.rule.needs_comment else "")
    written = record.history.order_by("-pk")[:1]
    record.history.filter(pk__in=[line.pk for line in written]).update(at=at_noon(day))


def writer_of(unit: Unit) -> User:
    """The nearest liaison above a unit, or the office's own reviewer."""
    for holder in [unit, *Unit.objects.get_ancestors(unit).reverse()]:
        if found := User.objects.filter(unit=holder, role=Role.LIAISON).first():
            return found
    return reviewer_of(unit)


def reviewer_of(unit: Unit) -> User:
    """The reviewer of the office that reviews a unit."""
    return User.objects.get(unit=unit.reviewed_by, role=Role.REVIEWER)


def at_noon(day: date) -> datetime:
    """A point of time on a day of the sample."""
    return timezone.make_aware(datetime.combine(day, time(12)))


def resolved(entry: dict, year: int) -> dict:
    """An entry with names, dates and numbers turned into what models hold."""
    kinds = ActivityKind.objects.get_by_natural_key
    units = Unit.objects.get_by_natural_key
    reading = {
        "unit": units,
        "responsible_unit": units,
        "kind": kinds,
        "target_kind": kinds,
        "troop": lambda name: Troop.objects.get(name=name),
        "occasion": lambda label: next(o for o in Occasion if o.label == label),
        "held": lambda text: VagueDate.parse(text, year=year),
        "due": lambda text: VagueDate.parse(text, year=year),
        "raised": lambda text: VagueDate.parse(text, year=year),
        "number": VagueNumber.parse,
        "quantity": VagueNumber.parse,
        "value": VagueNumber.parse,
    }
    return {key: reading[key](value) if key in reading else value for key, value in entry.items()}


def add_plan(entry: dict) -> Plan:
    """A plan with its clauses and measures, and the sub-plans of the units it names."""
    fields = dict(entry)
    requirements, items = fields.pop("requirements", []), fields.pop("items", [])
    below, status = fields.pop("sub_plans", []), fields.pop("status")
    plan = Plan.objects.create(**resolved(fields, fields["year"]))
    for position, clause in enumerate(requirements, 1):
        PlanClause.objects.create(plan=plan, position=position, **clause)
    answers = {}
    for position, item in enumerate(items, 1):
        said = {key: value for key, value in item.items() if key != "answer"}
        made = PlanItem.objects.create(plan=plan, position=position, **resolved(said, plan.year))
        answers |= {made: item["answer"]} if "answer" in item else {}
    bring_to(plan, status, date(plan.year, 1, 20))
    for name in below:
        add_sub_plan(plan, Unit.objects.get_by_natural_key(name), answers)
    if below:
        Plan.objects.filter(pk=plan.pk).update(issued_at=at_noon(date(plan.year, 2, 1)))
    return plan


def add_sub_plan(plan: Plan, unit: Unit, answers: dict[PlanItem, str]) -> Plan:
    """A member's sub-plan with its part in what is asked of every unit, and what came of it."""
    sub_plan = Plan.objects.create(
        unit=unit,
        year=plan.year,
        parent=plan,
        title=f"{unit.label}{plan.year}年双拥工作单项计划",
        deadline=date(plan.year, 3, 31),
        note=SUB_PLAN_NOTE,
    )
    for position, (item, outcome) in enumerate(answers.items(), 1):
        PlanItem.objects.create(
            plan=sub_plan,
            position=position,
            answers=item,
            responsible_unit=unit,
            outcome=outcome,
            **{name: getattr(item, name) for name in ("title", "content", "occasion", "due")},
        )
    return sub_plan


def write_sub_plan(sub_plan: Plan) -> None:
    """The source names what each unit did, not what it had planned: one is made from the other.

    It was handed in in time and approved.
    """
    done = Activity.objects.filter(unit=sub_plan.unit, year=sub_plan.year, series=None)
    first = sub_plan.items.count() + 1
    for position, activity in enumerate(done.order_by("position"), first):
        activity.plan_item = PlanItem.objects.create(
            plan=sub_plan,
            position=position,
            title=activity.title,
            due=activity.held,
            responsible_unit=sub_plan.unit,
            target_kind=activity.kind,
        )
        activity.save(update_fields=["plan_item"])
    bring_to(sub_plan, Status.CONFIRMED, date(sub_plan.year, 3, 10))


def add_activity(entry: dict, year: int, position: int, series: Activity | None = None) -> Activity:
    """A confirmed activity with its lines; the parts of a series follow it."""
    fields = {
        key: value
        for key, value in entry.items()
        if key not in LINES and key not in ("no", "measure")
    }
    lists = {key: entry.get(key, []) for key in LINES}
    if series:
        fields |= {"series": series, "kind": series.kind.name}
        fields.setdefault("unit", series.unit.name)
    activity = Activity.objects.create(year=year, position=position, **resolved(fields, year))
    activity.further_kinds.set(ActivityKind.objects.filter(name__in=lists["further_kinds"]))
    if series:
        activity.further_kinds.set(series.further_kinds.all())
    activity.troops.set(Troop.objects.filter(name__in=lists["troops"]))
    for key, model in CHILDREN.items():
        for line in lists[key]:
            model.objects.create(activity=activity, **resolved(line, year))
    for photo in lists["photos"]:
        add_photo(activity, **photo)
    if "measure" in entry:
        planned = PlanItem.objects.filter(plan__unit=activity.unit, plan__year=year)
        activity.plan_item = planned.get(title=entry["measure"])
        activity.save(update_fields=["plan_item"])
    for offset, part in enumerate(lists["parts"], 1):
        add_activity(part, year, position + offset, series=activity)
    bring_to(activity, Status.CONFIRMED, reported_on(activity))
    return activity


def reported_on(activity: Activity) -> date:
    """Three days after it was held; what has only a year, before the year ends."""
    latest = date(activity.year, 12, 20)
    return min(activity.held_to + timedelta(days=3), latest) if activity.held_to else latest


def add_photo(activity: Activity, file: str, caption: str) -> None:
    """A drawn picture that stands where an office puts its photos."""
    content = (settings.BASE_DIR / "fixtures/photos" / file).read_bytes()
    (evidence,) = EvidenceField().clean([SimpleUploadedFile(file, content)])
    evidence.caption = caption
    activity.attach([evidence])


CHILDREN = {
    "counts": ActivityCount,
    "partners": Partner,
    "contributions": Contribution,
    "beneficiaries": BeneficiaryGroup,
}
LINES = ("further_kinds", "troops", "parts", "photos", *CHILDREN)


def add_request(entry: dict, year: int) -> SupportRequest:
    """An entry of the 双清单."""
    return SupportRequest.objects.create(year=year, **resolved(entry, year))
