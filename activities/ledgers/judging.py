"""What the cells of a row will be as an activity, and what is wrong with them, by column.

A row of a ledger and a proposal from an old paper are judged by the same rules, in the words
of the form and of the database's constraints; no row costs a query.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from activities.forms.activities import ActivityForm
from activities.models import (
    Activity,
    ActivityCount,
    ActivityFact,
    ActivityKind,
    BeneficiaryGroup,
    Contribution,
    ContributionCategory,
    Partner,
    PartnerRole,
)
from shuangyong.occasions import Occasion
from shuangyong.secrecy import no_troop_code, warnings_in
from shuangyong.vague import VagueDate, VagueNumber, total
from units.models import Troop, Unit
from units.naming import tidy

from . import columns as c
from . import wording
from .context import Context
from .recognising import kind_of, title_for

TEXTS = {
    c.TITLE: "title", c.PLACE: "place", c.GUESTS: "guests", c.NARRATIVE: "narrative",
    c.EFFECT: "effect", c.NOTE: "note",
}  # fmt: skip
ROLES = {
    c.HOSTS: PartnerRole.HOST, c.ORGANISERS: PartnerRole.ORGANISER,
    c.CO_ORGANISERS: PartnerRole.CO_ORGANISER, c.PARTICIPANTS: PartnerRole.PARTICIPANT,
    c.INVITERS: PartnerRole.INVITER,
}  # fmt: skip
NOT_IN_ITS_YEAR = "activity_held_in_its_year"
_EACH = re.compile(r"(?:每|人均|户均).{0,3}")
SEPARATORS = "、，,；;\n"


@dataclass(slots=True)
class Judged:
    """One row as it will be: the unsaved activity with its lines, its problems by column.

    `notes` say what was assumed, and what a person should look at again; they stop nothing.
    """

    activity: Activity
    further_kinds: list[ActivityKind] = field(default_factory=list)
    troops: list[Troop] = field(default_factory=list)
    counts: list[ActivityCount] = field(default_factory=list)
    contributions: list[Contribution] = field(default_factory=list)
    beneficiaries: list[BeneficiaryGroup] = field(default_factory=list)
    facts: list[ActivityFact] = field(default_factory=list)
    partners: list[Partner] = field(default_factory=list)
    series: str = ""
    problems: dict[str, list[str]] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)

    @property
    def lines(self) -> list:
        """Every line below the activity."""
        return [
            *self.counts, *self.contributions, *self.beneficiaries, *self.facts, *self.partners,
        ]  # fmt: skip


def judge(cells: dict[str, str], context: Context) -> Judged:
    """What a row's cells, texts by column, will be in an import with this context."""
    return _Judge(cells, context).judge()


class _Judge:
    def __init__(self, cells: dict[str, str], context: Context):
        self.cells = {column: _plain(text) for column, text in cells.items() if _plain(text)}
        self.context = context
        self.activity = Activity(year=context.year)
        self.judged = Judged(self.activity)
        self.problems: dict[str, list[str]] = defaultdict(list)
        self.notes: dict[str, list[str]] = defaultdict(list)

    def judge(self) -> Judged:
        for column in c.COLUMNS:
            for warning in warnings_in(self.cells.get(column, "")):
                self.notes[column].append(warning)
        self._name_it()
        self._texts()
        self._unit()
        self._held()
        self._kinds()
        self._occasion()
        self._troops()
        self._partners()
        self._lines()
        self._given()
        self.judged.problems, self.judged.notes = dict(self.problems), dict(self.notes)
        return self.judged

    def wrong(self, column: str, error: ValidationError | str) -> None:
        """Note what is wrong in one cell."""
        messages = [error] if isinstance(error, str) else error.messages
        self.problems[column] += [m for m in messages if m not in self.problems[column]]

    def read(self, column: str, reader, otherwise=None):
        """What `reader` makes of a cell, or `otherwise` with the problem noted."""
        try:
            return reader(self.cells.get(column, ""))
        except ValidationError as error:
            self.wrong(column, error)
            return otherwise

    def _name_it(self) -> None:
        """A row without a title is called by what it tells."""
        if c.TITLE not in self.cells and (title := title_for(self.cells, self.context.kinds)):
            self.cells[c.TITLE] = title
            self.notes[c.TITLE].append("没有写名称，按本行内容拟定。")

    def _texts(self) -> None:
        for column, name in TEXTS.items():
            setattr(self.activity, name, self.read(column, _FIELDS[name].clean, ""))
        self.judged.series = self.read(c.SERIES, _SERIES.clean, "")

    def _unit(self) -> None:
        written = self.cells.get(c.UNIT)
        unit = self.read(c.UNIT, self.context.names.find) if written else self.context.unit
        if unit and unit.pk not in self.context.writes_for:
            self.wrong(c.UNIT, f"您不能为“{unit.label}”登记活动。")
        self.activity.unit = unit or self.context.unit

    def _held(self) -> None:
        if c.HELD not in self.cells:
            return
        held = self.read(c.HELD, lambda text: VagueDate.parse(text, year=self.context.year))
        if held and not held.start.year <= self.context.year <= held.end.year:
            self.wrong(c.HELD, _constraint_message(NOT_IN_ITS_YEAR))
        self.activity.held = held

    def _kinds(self) -> None:
        named = _names(self.cells.get(c.KIND, ""))
        known = [self.context.kinds[name] for name in named if name in self.context.kinds]
        self.activity.kind = known[0] if known else self._proposed_kind()
        for name in _names(self.cells.get(c.FURTHER_KINDS, "")):
            if name in self.context.kinds:
                known.append(self.context.kinds[name])
            else:
                self.wrong(c.FURTHER_KINDS, f"没有名为“{name}”的活动类别。")
        main = self.activity.kind_id
        self.judged.further_kinds = [k for k in dict.fromkeys(known) if k.pk != main]

    def _proposed_kind(self) -> ActivityKind | None:
        """The kind of which cell, title or narrative speak; else a problem."""
        texts = [self.cells.get(column, "") for column in (c.KIND, c.TITLE, c.NARRATIVE)]
        kind = self.context.kinds.get(kind_of(*texts))
        written = self.cells.get(c.KIND)
        if kind is None:
            required = ActivityForm.base_fields["kind"].error_messages["required"]
            offered = "、".join(self.context.kinds)
            self.wrong(
                c.KIND,
                f"没有名为“{written}”的活动类别，可以写：{offered}。" if written else required,
            )
        else:
            said = f"“{written}”不是活动类别，" if written else ""
            self.notes[c.KIND].append(f"{said}按内容定为“{kind.name}”。")
        return kind

    def _occasion(self) -> None:
        written = self.cells.get(c.OCCASION, "").strip('“”"')
        found = next((o for o in Occasion if written and _is_named(o, written)), None)
        if written and found is None:
            labels = "、".join(Occasion.labels)
            self.wrong(c.OCCASION, f"没有名为“{written}”的节点，可以写：{labels}。")
        self.activity.occasion = found.value if found else ""

    def _troops(self) -> None:
        written = self.cells.get(c.TROOPS, "")
        self.read(c.TROOPS, no_troop_code)
        named = _names(written)
        known = self.context.troops
        self.judged.troops = list(dict.fromkeys(known[name] for name in named if name in known))
        others = "、".join(name for name in named if name not in known)
        self.activity.troops_as_written = self._checked(c.TROOPS, _AS_WRITTEN, others)

    def _partners(self) -> None:
        for column, role in ROLES.items():
            for name in dict.fromkeys(_names(self.cells.get(column, ""))):
                unit = self.context.partners.get(name)
                if role == PartnerRole.HOST and unit and unit.pk == self.activity.unit.pk:
                    continue  # whoever reports is the host unless others are named
                self._named_partner(column, role, name, unit)
        hosts = [p for p in self.judged.partners if p.role == PartnerRole.HOST]
        if hosts and self._hosts_too():
            own = self.activity.unit
            self.judged.partners.insert(0, Partner(role=PartnerRole.HOST, unit=own, name=own.name))

    def _hosts_too(self) -> bool:
        return any(
            (unit := self.context.partners.get(name)) and unit.pk == self.activity.unit.pk
            for name in _names(self.cells.get(c.HOSTS, ""))
        )

    def _named_partner(self, column: str, role: PartnerRole, name: str, unit: Unit | None) -> None:
        try:
            no_troop_code(name)
        except ValidationError as error:
            self.wrong(column, error)
        name = self._checked(column, _PARTNER_NAME, name)
        self.judged.partners.append(Partner(role=role, unit=unit, name=name))

    def _lines(self) -> None:
        for line in self.read(c.COUNTS, wording.parse_counts, []):
            label = self._checked(c.COUNTS, _COUNT_LABEL, line.label)
            self.judged.counts.append(ActivityCount(label=label, number=line.number))
        for line in self.read(c.HELPED, wording.parse_helped, []):
            group = BeneficiaryGroup(category=line.category, number=line.number)
            self.judged.beneficiaries.append(group)
        for line in self.read(c.FACTS, wording.parse_facts, []):
            label = self._checked(c.FACTS, _FACT_LABEL, line.label)
            text = self._checked(c.FACTS, _FACT_TEXT, line.text)
            self.judged.facts.append(ActivityFact(label=label, text=text))

    def _given(self) -> None:
        kind = self.activity.kind.name if self.activity.kind_id else ""
        lines = self.read(
            c.GIVEN,
            lambda text: wording.parse_given(text, year=self.context.year, kind=kind),
            [],
        )
        for line in lines:
            if line.value and _EACH.fullmatch(line.name):
                self.wrong(
                    c.GIVEN, f"“{line.name}{line.value}”不是合计，请改写为总数，如“慰问金6000元”。"
                )
            name = self._checked(c.GIVEN, _GIVEN_NAME, line.name)
            self.judged.contributions.append(
                Contribution(
                    category=line.category, name=name, quantity=line.quantity,
                    value=line.value, given_on=line.given_on,
                )
            )  # fmt: skip
        self._money(self._yuan(c.MONEY))
        self._value(self._yuan(c.VALUE), kind)

    def _yuan(self, column: str) -> VagueNumber | None:
        if column not in self.cells:
            return None
        read = self.read(column, VagueNumber.parse)
        if read and not read.measure:
            read = VagueNumber.parse(f"{self.cells[column]}元")
        if read and read.measure != "元":
            self.wrong(column, "请填写以元为单位的金额，如“5000元”。")
            return None
        return read

    def _money(self, money: VagueNumber | None) -> None:
        """慰问金 of a column of its own; what 投入 says already is not said twice."""
        given = [g for g in self.judged.contributions if g.category == ContributionCategory.MONEY]
        said = total([line.value for line in given if line.value])
        if money is None or (said and said.amount == money.amount):
            return
        if said:
            self.notes[c.MONEY].append(f"“投入”中的慰问金是{said}，两处都会登记。")
        category = ContributionCategory.MONEY
        self.judged.contributions.append(Contribution(category=category, value=money))

    def _value(self, value: VagueNumber | None, kind: str) -> None:
        """What everything was worth, where the lines have no value of their own."""
        if value is None:
            return
        every = self.judged.contributions
        money = total([line.value for line in every if line.value])
        if money and money.amount == value.amount:
            return
        goods = [line for line in every if line.category != ContributionCategory.MONEY]
        lines = goods or every
        said = total([line.value for line in lines if line.value])
        if said:
            if said.amount != value.amount:
                self.notes[c.VALUE].append(f"“投入”和“慰问金”中已写明{said}，以那里为准。")
        elif len(lines) == 1:
            lines[0].value = value
        else:
            category = lines[0].category if lines else wording.category_of("", kind)
            name = "合计" if lines else ""
            every.append(Contribution(category=category, name=name, value=value))

    def _checked(self, column: str, form_field, text: str) -> str:
        try:
            return form_field.clean(text)
        except ValidationError as error:
            self.wrong(column, error)
            return ""


def _field(model, name: str, **kwargs):
    return model._meta.get_field(name).formfield(**kwargs)


_FIELDS = {name: ActivityForm.base_fields[name] for name in TEXTS.values() if name != "note"}
_FIELDS["note"] = _field(Activity, "note")
_SERIES = _field(Activity, "title", required=False)
_AS_WRITTEN = _field(Activity, "troops_as_written")
_PARTNER_NAME = _field(Partner, "name")
_COUNT_LABEL = _field(ActivityCount, "label")
_FACT_LABEL = _field(ActivityFact, "label")
_FACT_TEXT = _field(ActivityFact, "text")
_GIVEN_NAME = _field(Contribution, "name")


def _plain(text: str) -> str:
    """A cell without spaces around it; no database keeps a NUL."""
    return text.replace("\0", "").strip()


def _names(text: str) -> list[str]:
    """The names of a cell, in order; a name may hold spaces."""
    for sign in SEPARATORS:
        text = text.replace(sign, "\0")
    return [name for name in map(tidy, text.split("\0")) if name] if text else []


def _is_named(occasion: Occasion, written: str) -> bool:
    label = occasion.label.removesuffix("季").removesuffix("日")
    return written in (occasion.value, occasion.label) or written.startswith(label)


def _constraint_message(name: str) -> str:
    """The words of a constraint of activities, where its rule is checked without the database."""
    found: Iterable = (each for each in Activity._meta.constraints if each.name == name)
    return str(next(iter(found)).violation_error_message)
