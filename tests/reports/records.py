"""Confirmed activities with their lines, and summaries, for tests of what they add up to."""

import datetime

from activities.models import (
    ActivityCount,
    BeneficiaryGroup,
    Contribution,
    Partner,
)
from reports.models import Summary
from reports.summary.generating.generator import generate
from reports.summary.layout import build_document
from reports.writing import write_summary
from shuangyong.review import Status
from shuangyong.vague import VagueNumber
from tests.factories import YEAR, make_activity

TODAY = datetime.date(2012, 1, 10)


def number(text: str | None) -> VagueNumber | None:
    """A number as it is written."""
    return text and VagueNumber.parse(text)


def done(unit, title="八一慰问演出", *, counts=(), gifts=(), troops=(), partners=(), **fields):
    """A confirmed activity. counts: (label, number); gifts: dicts; partners: (role, name)."""
    activity = make_activity(unit, title, **{"status": Status.CONFIRMED} | fields)
    activity.troops.set(troops)
    for label, written in counts:
        ActivityCount.objects.create(activity=activity, label=label, number=number(written))
    for gift in gifts:
        gift = gift | {k: number(gift[k]) for k in ("quantity", "value") if k in gift}
        Contribution.objects.create(activity=activity, **gift)
    for role, name in partners:
        Partner.objects.create(activity=activity, role=role, name=name)
    return activity


def helped(activity, category="military_family", written="12人"):
    """The activity, with whom it helped."""
    BeneficiaryGroup.objects.create(activity=activity, category=category, number=number(written))
    return activity


def outline(unit, year=YEAR) -> list[tuple[int, str, str]]:
    """The sections that are generated: (level, heading, text)."""
    return [(s.level, s.heading, s.text) for s in generate(unit, year)]


def wording(unit, year=YEAR) -> str:
    """Everything the generated summary says."""
    return "\n".join(f"{heading}{text}" for _, heading, text in outline(unit, year))


def parts(unit, year=YEAR) -> dict[str, str]:
    """What stands in the opening ("") and under each heading of the first level."""
    found, at = {"": ""}, ""
    for level, heading, text in outline(unit, year):
        if level == 1:
            at = heading
            found[at] = ""
        found[at] += heading * (level > 1) + text + "\n"
    return found


def make_summary(unit, by, year=YEAR) -> Summary:
    """A summary generated from the records as they are."""
    return write_summary(unit, year, by=by, today=TODAY)


def as_document(unit, year=YEAR):
    """The generated summary as a document tree."""
    return build_document(Summary(unit=unit, year=year, title="总结"), generate(unit, year))
