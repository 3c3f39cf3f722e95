"""Leadership and responsibility: the leading group, who is in charge, the plan, meetings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from activities.models import Plan
from reports.summary.parts import paragraph
from reports.summary.sources import Sourced, source
from reports.summary.telling.wording import joined, sentence
from units.models import Appointment, GroupRole, LeadingGroup

from .records import YearRecords

Paragraphs = list[tuple[Sourced, ...]]

HEADS = (GroupRole.HEAD, GroupRole.DEPUTY_HEAD, GroupRole.MEMBER)
NAMED = 3
"""So many members of a group are named, of more the number is said."""
NAMED_UNITS = 8
INNER = str.maketrans("“”", "‘’")
LONG = 240
"""Characters: clauses of a plan beyond these are named by their titles."""


def group(records: YearRecords) -> Paragraphs:
    """自2002年起设立以局长为组长的双拥工作领导小组."""
    found = records.group
    if found is None:
        return []
    holding = _holders(records)
    offices = joined(
        f"{joined(holding[role])}为{role.label}" for role in HEADS if holding.get(role)
    )
    led = f"以{offices}的" if offices else ""
    refs = (source(found), *map(source, records.appointments))
    told = sentence([f"{_since(found, records.year)}{led}{found.name}", _members(records)])
    return [paragraph(Sourced(told + _adjusted(found, records.year), refs))]


def _since(found: LeadingGroup, year: int) -> str:
    if found.established is None:
        return "设立"
    if found.established.start.year == year:
        return f"{found.established.formal(year) or '年内'}成立"
    return f"自{found.established}起设立"


def _members(records: YearRecords) -> str:
    names = [unit.label_in(records.year) for unit in records.group.members.all()]
    if len(names) > NAMED:
        return f"成员单位{len(names)}个"
    return f"成员单位有{joined(names)}" if names else ""


def _adjusted(found: LeadingGroup, year: int) -> str:
    begun = found.valid_from
    if not found.previous_id or begun is None or begun.start.year != year:
        return ""
    return f"{begun.formal(year) or '年内'}对领导小组作了调整。"


def in_charge(records: YearRecords) -> Paragraphs:
    """由副局长尚冬生具体分管双拥工作."""
    return _office(records, [GroupRole.LEADER_IN_CHARGE], "由{}具体分管双拥工作。")


def contacts(records: YearRecords) -> Paragraphs:
    """Who is responsible and who keeps contact; one sentence where they are the same."""
    holding = _holders(records)
    responsible, liaison = holding.get(GroupRole.RESPONSIBLE), holding.get(GroupRole.LIAISON)
    if responsible and responsible == liaison:
        return _office(records, [GroupRole.RESPONSIBLE], "{}具体负责双拥工作的联系与落实。")
    told = "，".join(
        f"{role.label}为{joined(people)}"
        for role, people in ((GroupRole.RESPONSIBLE, responsible), (GroupRole.LIAISON, liaison))
        if people
    )
    roles = {GroupRole.RESPONSIBLE, GroupRole.LIAISON}
    refs = tuple(source(a) for a in records.appointments if a.role in roles)
    return [paragraph(Sourced(f"双拥工作{told}。", refs))] if told else []


def _office(records: YearRecords, roles: Sequence[GroupRole], wording: str) -> Paragraphs:
    people = [a for a in records.appointments if a.role in roles and _person(a)]
    if not people:
        return []
    told = wording.format(joined(map(_person, people)))
    return [paragraph(Sourced(told, tuple(map(source, people))))]


def _holders(records: YearRecords) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for appointment in records.appointments:
        if person := _person(appointment):
            found.setdefault(appointment.role, []).append(person)
    return found


def _person(appointment: Appointment) -> str:
    """副局长尚冬生; an office that only repeats the role says nothing."""
    person = f"{appointment.post}{appointment.name}".strip()
    return "" if person == appointment.get_role_display() else person


def plan(records: YearRecords) -> Paragraphs:
    """The plan with its objectives, what it asks for, its measures, and the sub-plans."""
    own = records.plan
    if own is None:
        return []
    refs = (source(own),)
    aims = own.objectives.strip().rstrip("。")
    return [
        paragraph(
            Sourced(f"制定《{own.title}》{f'，目标是：{aims}' if aims else ''}。", refs),
            Sourced(_asked(own), refs),
            Sourced(_measures(own), refs),
            _sub_plans(records),
        )
    ]


def brief_plan(records: YearRecords) -> Paragraphs:
    """That there was a plan, and who answered it."""
    if records.plan is None:
        return []
    made = Sourced(f"制定《{records.plan.title}》。", (source(records.plan),))
    return [paragraph(made, _sub_plans(records, NAMED))]


def _asked(own: Plan) -> str:
    """The clauses of 工作要求; by their titles where they are long."""
    clauses = list(own.requirements.all())
    contents = [clause.content.strip().rstrip("。；") or clause.title for clause in clauses]
    if sum(map(len, contents)) > LONG:
        return f"提出{listed(clause.title for clause in clauses)}等工作要求。"
    return f"计划要求：{'；'.join(contents)}。" if contents else ""


def _measures(own: Plan) -> str:
    titles = [item.title for item in own.items.all()]
    return f"安排{listed(titles)}等工作措施。" if len(titles) > 1 else ""


def _sub_plans(records: YearRecords, most: int = NAMED_UNITS) -> Sourced:
    given = [sub for sub in records.sub_plans if sub.is_official]
    names = [sub.unit.name_in(records.year) for sub in given]
    told = f"{counted_units(names, most)}制定并报送了双拥工作单项计划。" if names else ""
    return Sourced(told, tuple(map(source, given)))


def listed(titles: Iterable[str]) -> str:
    """Titles in a row: A、B, or “A，甲”“B，乙” where one of them has a comma itself."""
    names = [title.strip().rstrip("。") for title in titles]
    if not any(mark in name for name in names for mark in "，、；"):
        return joined(names)
    return "".join(f"“{name.translate(INNER)}”" for name in names)


def counted_units(names: Sequence[str], most: int = NAMED_UNITS) -> str:
    """A、B、C等8个单位; of a great many only the first ones are named, of a few all."""
    if len(names) <= NAMED:
        return joined(names)
    shown: Iterable[str] = names if len(names) <= most else names[:NAMED]
    return f"{joined(shown)}等{len(names)}个单位"
