"""What a text says already, so that no figure, gift or name is told twice or lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from activities.models import (
    ActivityCount,
    ActivityFact,
    BeneficiaryCategory,
    BeneficiaryGroup,
    Contribution,
)
from activities.models import ContributionCategory as Category
from shuangyong.vague import VagueNumber
from shuangyong.vague.finding import find_numbers

CLAUSES = re.compile(r"[，。；！？]")
LISTED = re.compile(r"[、，,；;和及\s]+")


def times(figure: str, text: str) -> int:
    """How often `figure` stands in `text` as a figure of its own: not 500元 within 1500元."""
    ends = r"[\d年月日]" if figure[-1:].isdigit() else "[年月日]"
    return len(re.findall(rf"(?<![\d.近约]){re.escape(figure)}(?!{ends})", text))


def untold_counts(counts: Iterable[ActivityCount], text: str) -> list[ActivityCount]:
    """Counts that `text` does not hold.

    One is told if its figure stands in a clause with its label. A figure with a measure word
    that stands without any label, as in 近200人参加, tells one count more.
    """
    clauses = CLAUSES.split(text)
    named, others = [], []
    for count in counts:
        is_named = any(count.label in c and times(str(count.number), c) for c in clauses)
        (named if is_named else others).append(count)
    used = Counter(str(count.number) for count in named)
    untold = []
    for count in others:
        figure = str(count.number)
        if count.number.measure and times(figure, text) > used[figure]:
            used[figure] += 1
        else:
            untold.append(count)
    return untold


def untold_facts(facts: Iterable[ActivityFact], text: str) -> list[ActivityFact]:
    """Facts of which `text` leaves a part out: 篮球、乒乓球 is told where both are named."""
    return [
        fact for fact in facts if not all(part in text for part in LISTED.split(fact.text) if part)
    ]


def untold_gifts(contributions: Iterable[Contribution], text: str) -> list[Contribution]:
    """Contributions whose name or one of whose figures `text` does not hold.

    A figure may be written otherwise, 5万元 for 50000元; each that stands there tells one gift.
    """
    used: Counter = Counter()
    return [given for given in contributions if not _is_told(given, text, used)]


def name_of(given: Contribution) -> str:
    """What was given; by its category where no name was entered."""
    return given.name or given.get_category_display()


def _is_told(given: Contribution, text: str, used: Counter) -> bool:
    figures = [n for n in (given.quantity, given.value) if n is not None]
    if not given.name and given.category == Category.OTHER and not figures:
        return True  # an empty line says nothing
    is_dated = given.given_on is None or given.given_on.wording in text
    if not is_dated or name_of(given) not in text:
        return False
    if not all(_stands_in(text, n, used, name_of(given)) for n in figures):
        return False
    used.update((n.amount, n.qualifier) for n in figures)
    return True


def _stands_in(text: str, number: VagueNumber, used: Counter, name: str) -> bool:
    """Whether the number stands there for this gift: as worded or as 各一部, else with its name.

    In a clause with the name of the gift it may be written in other digits.
    """
    before = used[number.amount, number.qualifier]
    if f"各{number}" in text or times(str(number), text) > before:
        return True
    if number.amount is None:
        return False
    same = (
        found.value.measure in (number.measure, "元")
        for clause in CLAUSES.split(text)
        if name in clause
        for found in find_numbers(clause)
        if (found.value.amount, found.value.qualifier) == (number.amount, number.qualifier)
    )
    return sum(same) > before


def untold_groups(groups: Iterable[BeneficiaryGroup], text: str) -> list[BeneficiaryGroup]:
    """Beneficiaries whose number is not told, or of whom nothing at all is told."""
    told = BeneficiaryCategory.ENTITLED.label in text
    return [
        group
        for group in groups
        if (not times(str(group.number), text) if group.number else not told)
        and (group.number or group.get_category_display() not in text)
    ]
