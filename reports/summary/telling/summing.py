"""What many records come to: people, gifts and money added up, as exact as their parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from activities.models import Activity
from activities.models import ContributionCategory as Category
from reports.summary.sources import Sourced, source
from reports.summary.tokens import BRACES, TOKEN
from shuangyong.vague import Qualifier, VagueNumber, total

from .narrating import GIVEN, TIMES, name_of
from .wording import joined

WHOLE = {Category.MONEY: "慰问金", Category.FUNDS: "经费"}
"""Money is added up whatever it was called."""


@dataclass
class Heap:
    """Numbers of one meaning and the records they stand in."""

    verb: str
    label: str
    token: str = ""
    numbers: list[VagueNumber] = field(default_factory=list)
    records: list[str] = field(default_factory=list)
    units: set[int] = field(default_factory=set)

    def add(self, number: VagueNumber, activity: Activity) -> None:
        """One number more."""
        self.numbers.append(number)
        self.records.append(source(activity))
        self.units.add(activity.unit_id)

    @property
    def is_worth_telling(self) -> bool:
        """Given or done for somebody, or by several units; heads that one unit sent are not."""
        return self.verb != "累计" or len(self.units) > 1

    @property
    def sum(self) -> VagueNumber | None:
        """Of two or more records and of one measure; None if nothing may be added."""
        known = [number for number in self.numbers if number.amount is not None]
        if len({number.measure for number in self.numbers}) > 1 or len(known) < 2:
            return None
        return total(self.numbers) if len(set(self.records)) > 1 else None


def sums(
    activities: Iterable[Activity],
    year: int,
    *,
    values: Mapping[str, str] | None = None,
    whole: bool = True,
) -> tuple[Sourced, ...]:
    """A sentence of sums: 全年累计派员40余人次，送上慰问金5万余元，赠送图书300余册，惠及军属24户。

    Numbers are added only if two or more records have them, and never across measures or
    meanings; people alone only if several units sent them. values: the year's figures as
    `tokens.values_of` names them; a sum that is one of them is written as its token. whole: of
    the whole year; else a sum that is one of the year's figures is left out, since the year's
    own sentences say it.
    """
    told, refs = [], []
    for heap in _heaps(activities):
        number = heap.sum
        if number is None:
            continue
        known = (values or {}).get(heap.token) == str(number)
        is_token = known and TOKEN.fullmatch(f"{{{heap.token}}}") is not None
        if is_token and (not whole or heap.label == WHOLE[Category.MONEY]):
            continue
        told.append((heap, f"{{{heap.token}}}" if is_token else str(number)))
        refs += [*dict.fromkeys(heap.records), *([f"figure-{heap.token}"] if is_token else [])]
    if not any(heap.is_worth_telling for heap, _ in told):
        return ()
    return (
        Sourced(
            f"{'全年' if whole else ''}{_said(told, whole=whole)}。", tuple(dict.fromkeys(refs))
        ),
    )


def _said(told: Sequence[tuple[Heap, str]], *, whole: bool) -> str:
    """累计派员40余人次、观众3000余人次，送上慰问金5万余元."""
    by_verb: dict[str, list[str]] = {}
    for heap, written in told:
        times = "次" if heap.verb == "累计" and str(heap.sum).endswith("人") else ""
        by_verb.setdefault(heap.verb, []).append(f"{heap.label.translate(BRACES)}{written}{times}")
    counts = by_verb.get("累计", [])
    if whole and len(counts) == 1 and counts[0].startswith("派"):
        counts[0] += "参加双拥活动"
    clauses = [verb + joined(parts) for verb, parts in by_verb.items()]
    return "，".join(
        clauses if clauses[0].startswith("累计") else [f"共{clauses[0]}", *clauses[1:]]
    )


def _heaps(activities: Iterable[Activity]) -> list[Heap]:
    """Counts by label, gifts by name, money by category, beneficiaries by category."""
    heaps: dict[tuple, Heap] = {}
    for activity in _each(activities):
        for count in activity.counts.all():
            label = "" if count.label in TIMES else count.label
            heap = Heap("累计", label, f"{count.label}合计")
            heaps.setdefault(("count", count.label), heap).add(count.number, activity)
        for given in activity.contributions.all():
            _add_gift(heaps, given, activity)
        for group in activity.beneficiaries.all():
            if group.number:
                label = group.get_category_display()
                heaps.setdefault(("helped", label), Heap("惠及", label)).add(group.number, activity)
    order = ("count", "gift", "helped")
    return [heaps[key] for key in sorted(heaps, key=lambda key: order.index(key[0]))]


def _add_gift(heaps: dict[tuple, Heap], given, activity: Activity) -> None:
    verb = GIVEN.get(given.category, "提供")
    if given.category in WHOLE:
        label = WHOLE[given.category]
        heap = heaps.setdefault(("gift", given.category), Heap(verb, label, label))
        if given.value is not None:
            heap.add(_in_yuan(given.value), activity)
        return
    label = name_of(given)
    heap = heaps.setdefault(("gift", label), Heap(verb, label))
    # a gift whose number nobody wrote makes the sum 以上
    unknown = VagueNumber.of(None, Qualifier.MANY, heap.numbers[0].measure if heap.numbers else "")
    heap.add(given.quantity or unknown, activity)


def _in_yuan(value: VagueNumber) -> VagueNumber:
    return value if value.measure == "元" else VagueNumber.of(value.amount, value.qualifier, "元")


def _each(activities: Iterable[Activity]) -> Iterable[Activity]:
    """What figures count: the dates of a series instead of the series."""
    for activity in activities:
        yield from activity.parts.all() if activity.is_series else [activity]
