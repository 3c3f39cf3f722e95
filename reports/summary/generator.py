"""A unit's 工作总结 from its records alone, in the manner of real ones.

一、 leadership and responsibility; 二、 what was done, by outline heading; 三、 what was new and
what comes next. Nothing is said that no record says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from django.db.models import Count, F, Prefetch, Q, QuerySet

from activities.models import Activity, Plan, RequestState, SupportRequest
from assessments.models import Round
from reports.figures import YearFigures, year_figures
from reports.models import Style, Summary, SummarySection
from units.models import GroupRole, Unit
from units.scope import reviewer_in, scope_of_unit

from .parts import Part, as_sections, without_empty
from .sources import Sourced, source
from .telling import document_order, phrase, told
from .wording import joined, sentence

LEADERSHIP = "加强组织领导，落实双拥工作责任"
ACTIVITIES = "发挥职能优势，开展形式多样的双拥活动"
INNOVATION = "坚持开拓创新，做好下一步工作"
REQUESTS = "回应部队和地方需求"


def drafted(unit: Unit, year: int, *, today: date) -> Summary:
    """An unsaved summary; its sections are `generate`d apart.

    A summary of a past year is dated the last day of that year, so that the same records
    give the same document whenever it is made.
    """
    return Summary(
        unit=unit,
        year=year,
        title=f"{unit.name_in(year)}{year}年双拥工作总结",
        addressee=_addressee(unit, year),
        sign_off=unit.name_in(year),
        dated=min(today, date(year, 12, 31)),
    )


def _addressee(unit: Unit, year: int) -> str:
    """Who reviews the unit's records: the one above it, in that year's name."""
    reviewer = reviewer_in(unit, year)
    return reviewer.label_in(year) if reviewer not in (None, unit) else ""


def generate(unit: Unit, year: int) -> list[SummarySection]:
    """The sections of a unit's summary, unsaved, in order; a fixed number of queries."""
    figures = year_figures(unit, year)
    activities = list(reported(unit, year))
    plan = _plan(Plan.objects.filter(unit=unit).in_year(year).confirmed())
    usual = [a for a in activities if not a.is_innovation]
    parts = [
        _part("opening", 0, "", [opening(unit, year, plan, figures)], plan),
        _part("leadership", 1, LEADERSHIP, leadership(unit, year, plan, figures), plan),
        _part("activities", 1, ACTIVITIES),
        *_activities(usual, year),
        *_requests(unit, year),
        _part(
            "innovation",
            1,
            INNOVATION,
            [*_innovations(activities, year), *_next_steps(unit, year + 1)],
        ),
    ]
    return as_sections(without_empty(parts))


def _part(key: str, level: int, heading: str, paragraphs: Iterable[str] = (), *records) -> Part:
    refs = tuple(source(record) for record in records if record is not None)
    return Part(key, level, heading, tuple((Sourced(text, refs),) for text in paragraphs if text))


def reported(unit: Unit, year: int):
    """Confirmed activities of the scope, each once.

    The dates of a series come with the series, or stand alone where the series is not told:
    it may be another unit's, or still a draft.
    """
    confirmed = (
        Activity.objects.filter(scope_of_unit(unit, year).q("unit")).in_year(year).confirmed()
    )
    told = confirmed.select_related("unit", "kind").prefetch_related(
        "troops",
        "counts",
        "facts",
        "contributions",
        "beneficiaries",
        "unit__changes",
        "partners__unit__changes",
    )
    dates = Prefetch("parts", told.oldest_first())
    return told.exclude(series__in=confirmed.values("pk")).prefetch_related(dates)


def _plan(plans: QuerySet[Plan]) -> Plan | None:
    """The unit's own plan of a year, else its answer to a superior one."""
    written = plans.prefetch_related("requirements", "items")
    return written.order_by(F("parent_id").asc(nulls_first=True), "pk").first()


def opening(unit: Unit, year: int, plan: Plan | None, figures: YearFigures) -> str:
    """Guidance from the plan, then the year's figures."""
    guidance = plan.guiding_thought.strip().rstrip("。") if plan else ""
    lead = (
        f"{year}年，{unit.name_in(year)}{guidance}。"
        if guidance.startswith("以")
        else f"{year}年，"
    )
    if not figures.activities:
        return f"{lead}本年度没有已确认的双拥活动。"
    return lead + figures_sentence(figures)


def figures_sentence(figures: YearFigures) -> str:
    """全年共开展双拥活动21项，其中…; the numbers are the selector's."""
    kinds = joined(f"{tally.label}{tally.count}项" for tally in figures.by_kind)
    troops = f"，涉及驻军部队{figures.troops}支" if figures.troops else ""
    units = f"，开展活动的单位{figures.units}个" if figures.units > 1 else ""
    money = f"，送上慰问金{figures.money}" if figures.money else ""
    return f"全年共开展双拥活动{figures.activities}项，其中{kinds}{units}{troops}{money}。"


def leadership(unit: Unit, year: int, plan: Plan | None, figures: YearFigures) -> list[str]:
    """Group and persons, plan and clauses, sub-plans, measures with their dates, assessment."""
    return [
        _group(unit, year),
        _plan_text(plan),
        _sub_plans(plan),
        _measures(plan, year),
        _assessment(unit, year),
    ]


def _group(unit: Unit, year: int) -> str:
    group = unit.leading_groups.in_force(year).latest_first().first()
    if group is None:
        return ""
    holding = list(group.appointments.held_in(year))
    since = f"自{group.established}起" if group.established else ""
    offices = [
        f"{role.label}{joined(_person(p) for p in people)}"
        for role in GroupRole
        if (people := [p for p in holding if p.role == role and _person(p) != role.label])
    ]
    return sentence([f"{since}设立{group.name}", "，".join(offices)])


def _person(appointment) -> str:
    return f"{appointment.post}{appointment.name}"


def _plan_text(plan: Plan | None) -> str:
    if plan is None:
        return ""
    clauses = "".join(sentence([clause.content]) for clause in plan.requirements.all())
    return sentence([f"制定《{plan.title}》", plan.objectives]) + clauses


def _sub_plans(plan: Plan | None) -> str:
    if plan is None:
        return ""
    answers = plan.sub_plans.confirmed().select_related("unit").prefetch_related("unit__changes")
    given = [answer.unit.name_in(plan.year) for answer in answers]
    return f"{joined(given)}等{len(given)}个单位制定并报送了双拥工作单项计划。" if given else ""


def _measures(plan: Plan | None, year: int) -> str:
    """Measures with what came of them; a bare title is not said where its activities say it."""
    if plan is None:
        return ""
    linked = Activity.objects.confirmed().filter(plan_item__plan=plan)
    fulfilled = set(linked.values_list("plan_item_id", flat=True))
    return "".join(
        sentence(
            [item.due.formal(year) if item.due else "", item.outcome or item.content or item.title]
        )
        for item in plan.items.all()
        if item.outcome or item.content or item.pk not in fulfilled
    )


def _assessment(unit: Unit, year: int) -> str:
    """The rounds that were opened; who left one was not assessed."""
    taking_part = Count("assessments", filter=Q(assessments__left_on=None))
    rounds = Round.objects.filter(unit=unit).in_year(year).annotate(asked=taking_part)
    return "".join(
        f"按照《{r.standard.name}》对{r.asked}个单位进行考核。"
        for r in rounds.filter(asked__gt=0).select_related("standard")
    )


def _activities(activities: list[Activity], year: int) -> Iterator[Part]:
    by_kind = sorted(activities, key=lambda a: (a.kind.position, a.kind_id))
    headings = list(dict.fromkeys(a.kind.report_heading for a in by_kind))
    by_heading = sorted(activities, key=lambda a: headings.index(a.kind.report_heading))
    for heading, group in groupby(by_heading, key=lambda a: a.kind.report_heading):
        key = f"activities-{heading}"[:60]
        yield Part(key, 2, heading)
        yield from told(list(group), year, style=Style.FULL, key=key)


def _requests(unit: Unit, year: int) -> Iterator[Part]:
    needs = SupportRequest.objects.filter(scope_of_unit(unit, year).q("unit")).in_year(year)
    needs = list(needs.select_related("troop", "responsible_unit"))
    if needs:
        yield _part("requests", 2, REQUESTS, [_answered(needs), _in_progress(needs)], *needs)


def _answered(needs: list[SupportRequest]) -> str:
    done = [need for need in needs if need.state == RequestState.DONE]
    by_whom = groupby(done, key=lambda need: str(need.troop or need.from_whom))
    return sentence(
        f"帮助{who}解决{joined(need.need for need in group)}等实际困难" for who, group in by_whom
    )


def _in_progress(needs: list[SupportRequest]) -> str:
    under_way = [n for n in needs if n.state == RequestState.IN_PROGRESS]
    return "".join(sentence([f"正在办理：{n.need}", _plan_of(n)]) for n in under_way)


def _plan_of(need: SupportRequest) -> str:
    """What is to be done: as described, else as promised."""
    return need.detail or (need.commitment and f"承诺{need.commitment}")


def _innovations(activities: list[Activity], year: int) -> list[str]:
    new = sorted((a for a in activities if a.is_innovation), key=document_order)
    return [str(phrase(activity, year)) for activity in new]


def _next_steps(unit: Unit, year: int) -> list[str]:
    """Next year's measures, if they are planned already."""
    plan = _plan(Plan.objects.filter(unit=unit).in_year(year))
    if plan is None:
        return []
    steps = [sentence([item.content or item.title]) for item in plan.items.all()]
    return [f"{year}年，" + "".join(steps)] if steps else []
