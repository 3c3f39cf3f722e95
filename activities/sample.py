"""The activities part of a sample document: plans, activities, support requests."""

from __future__ import annotations

from datetime import datetime, time

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from shuangyong.occasions import Occasion
from shuangyong.review import Status, Step
from shuangyong.vague import VagueDate, VagueNumber
from units.models import Role, Troop, Unit, User

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


def load(document: dict) -> None:
    """Create what `document` says of plans, activities and needs."""
    for entry in document["plans"]:
        add_plan(entry)
    for position, entry in enumerate(document["activities"], 1):
        add_activity(entry, document["year"], position * 10)
    for entry in document.get("requests", []):
        add_request(entry, document["year"])


def bring_to(record, status: str) -> None:
    """Take the record through the review flow, as its unit and its reviewer would."""
    steps = {
        Status.DRAFT: (),
        Status.SUBMITTED: (Step.SUBMIT,),
        Status.CONFIRMED: (Step.SUBMIT, Step.CONFIRM),
        Status.RETURNED: (Step.SUBMIT, Step.SEND_BACK),
    }
    for step in steps[Status(status)]:
        by = reviewer_of(record.unit) if step.is_review else writer_of(record.unit)
        record.take(step, by=by, comment="请补充佐证材料。" if step.rule.needs_comment else "")


def writer_of(unit: Unit) -> User:
    """The nearest liaison above a unit, or the office's own reviewer."""
    for holder in [unit, *Unit.objects.get_ancestors(unit).reverse()]:
        if found := User.objects.filter(unit=holder, role=Role.LIAISON).first():
            return found
    return reviewer_of(unit)


def reviewer_of(unit: Unit) -> User:
    """The reviewer of the office that reviews a unit."""
    return User.objects.get(unit=unit.reviewed_by, role=Role.REVIEWER)


def at_noon(text: str) -> datetime:
    """A point of time on a day of the sample."""
    return timezone.make_aware(datetime.combine(datetime.fromisoformat(text), time(12)))


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
    for position, item in enumerate(items, 1):
        PlanItem.objects.create(plan=plan, position=position, **resolved(item, plan.year))
    bring_to(plan, status)
    for name in below:
        add_sub_plan(plan, Unit.objects.get_by_natural_key(name))
    if below:
        Plan.objects.filter(pk=plan.pk).update(issued_at=at_noon(f"{plan.year}-02-01"))
    return plan


def add_sub_plan(plan: Plan, unit: Unit) -> Plan:
    """A member's sub-plan, handed in and approved."""
    sub_plan = Plan.objects.create(
        unit=unit, year=plan.year, parent=plan, title=f"{unit.label}{plan.year}年双拥工作单项计划"
    )
    bring_to(sub_plan, Status.CONFIRMED)
    return sub_plan


def add_activity(entry: dict, year: int, position: int, series: Activity | None = None) -> Activity:
    """A confirmed activity with its lines; the parts of a series follow it."""
    fields = {key: value for key, value in entry.items() if key not in LINES and key != "no"}
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
    for offset, part in enumerate(lists["parts"], 1):
        add_activity(part, year, position + offset, series=activity)
    bring_to(activity, Status.CONFIRMED)
    return activity


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
