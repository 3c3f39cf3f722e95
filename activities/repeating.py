"""Recording again: a copy of an earlier activity, or what one usually has in common with the next.

Both give the content of a form, as if it had been typed; nothing is stored.
"""

from __future__ import annotations

import re

from units import permissions
from units.models import User

from .drafts import Typed
from .forms.typed import LABEL
from .models import Activity

REPEATED = {
    "kind": "类别",
    "unit": "单位",
    "troops": "部队",
    "troops_as_written": "部队",
    "place": "地点",
    "occasion": "节点",
    "plan_item": "对应措施",
    "series": "所属系列",
    "further_kinds": "兼属类别",
}
OF_A_YEAR = ("plan_item", "series")  # a measure or series of one year is none of another
PARTS = "parts-"  # the dates of a series are no part of the next record
DATED = re.compile(r"held|.+-given_on")
PARTNERS = re.compile(r"partners-.+")
PARTNER = re.compile(r"partners-\d+-name")
LABELS = re.compile(r"(counts|facts)-(\d+)-label|(counts|facts)-(TOTAL|INITIAL)_FORMS")


def copied(typed: Typed, activity: Activity, *, user: User, year: int) -> Typed:
    """Everything but the dates, for `year`; evidence and review are no part of a form."""
    kept = {name: values for name, values in typed.items() if not DATED.fullmatch(name)}
    return _fitting(kept, activity, user, year)


def repeated(typed: Typed, activity: Activity, *, user: User, year: int) -> Typed:
    """Kind, unit, troops, place, partners, measure, occasion, and what was counted without numbers."""
    kept = {
        name: values
        for name, values in typed.items()
        if name in REPEATED or PARTNERS.fullmatch(name) or LABELS.fullmatch(name)
    }
    # of every other kind of line one to write into
    empty = [name for name in typed if name.endswith("_FORMS") and name not in kept]
    empty = [name for name in empty if not name.startswith(PARTS)]
    kept |= {name: ["1" if name.endswith("TOTAL_FORMS") else "0"] for name in empty}
    return _fitting(kept, activity, user, year)


def said_of(typed: Typed) -> str:
    """What was repeated, in words: 类别、单位、地点."""
    names = [
        words for name, words in REPEATED.items() if typed.get(name, [""])[:1] not in ([], [""])
    ]
    if any(any(values) for name, values in typed.items() if PARTNER.fullmatch(name)):
        names.append("参与单位")
    if labels_of(typed):
        names.append("数量的项目")
    return "、".join(dict.fromkeys(names))


def labels_of(typed: Typed) -> list[str]:
    """The labels of lines of a form, such as 演职人员."""
    return [values[0] for name, values in typed.items() if LABEL.fullmatch(name) and any(values)]


def _fitting(typed: Typed, activity: Activity, user: User, year: int) -> Typed:
    """Without what the account or the year does not have."""
    if not permissions.may_write_for(user, activity.unit):
        typed = typed | {"unit": [str(user.unit_id)]}
    if year != activity.year:
        typed = {name: values for name, values in typed.items() if name not in OF_A_YEAR}
    return typed
