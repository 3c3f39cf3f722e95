"""The records of a summary's year, loaded for proofreading: a fixed number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from django.db.models import Prefetch, Q
from django.utils import timezone

from activities.models import Activity, Plan, SupportRequest
from assessments.models import Assessment, CriterionKind, Response, Round
from reports.figures import YearFigures, year_figures
from reports.models import Summary
from reports.summary.sources import source
from reports.summary.tokens import values_of
from shuangyong.review import Status
from shuangyong.vague import Qualifier, VagueDate, VagueNumber
from shuangyong.vague.finding import find_dates
from units.models import Appointment, LeadingGroup, Troop, Unit
from units.scope import scope_of_unit

from .finding_numbers import calm, numbers_in
from .records import KnownDate, KnownName, KnownNumber, Office, Record, Records

ASSESSED = ("单位进行考核", "单位进行了考核", "单位参加考核", "参评单位")


def records_of(summary: Summary) -> Records:
    """Everything the text of this summary is read against."""
    unit, year = summary.unit, summary.year
    scope = scope_of_unit(unit, year)
    figures = year_figures(unit, year)
    activities = Activity.objects.filter(scope.q("unit")).in_year(year).in_detail()
    activities = list(activities.oldest_first())
    confirmed = [a for a in activities if a.is_official]
    records = {
        record.source: record
        for record in (
            *_activities(confirmed),
            *_plans(unit, year),
            *_requests(scope, year),
            *_groups(unit, year),
            *_rounds(scope, unit, year),
        )
    }
    units = list(Unit.objects.of_tree(unit).with_former_names())
    return Records(
        year=year,
        records=records,
        figures=tuple(_figures(figures)),
        names=tuple(_names(unit, units, year)),
        offices=tuple(_offices(unit, year)),
        receiving=tuple(
            _unit(u, year) for u in units if u.is_active and u != unit and scope.covers(u)
        ),
        unconfirmed=tuple(
            Record(source(a), a.title, a.get_absolute_url(), texts=(_when_and_who(a),))
            for a in activities
            if a.status != Status.CONFIRMED
        ),
        values=values_of(figures),
        frozen=summary.frozen,
        today=timezone.localdate(),
    )


def _when_and_who(activity: Activity) -> str:
    """What tells activities of the same name apart."""
    held = activity.held
    return f"{held}，{activity.unit.label}" if held else activity.unit.label


def _activities(activities: list[Activity]) -> Iterator[Record]:
    dates: dict[int, list[str]] = {}
    for activity in activities:
        if activity.series_id:
            dates.setdefault(activity.series_id, []).append(source(activity))
    for activity in activities:
        yield _activity(activity, tuple(dates.get(activity.pk, ())))


def _activity(activity: Activity, parts: tuple[str, ...]) -> Record:
    year, key = activity.year, source(activity)
    texts = (
        activity.title, activity.place, activity.narrative, activity.effect, activity.guests,
        activity.troops_as_written, *(str(fact) for fact in activity.facts.all()),
        *(str(given) for given in activity.contributions.all()),
        *(str(count) for count in activity.counts.all()),
        *(str(group) for group in activity.beneficiaries.all()),
        *(partner.name_in(year) for partner in activity.partners.all()),
        *(troop.name for troop in activity.troops.all()),
    )  # fmt: skip
    texts = tuple(filter(None, texts))
    dates = [KnownDate(activity.held, key, is_its_own=True)] if activity.held else []
    dates += [KnownDate(g.given_on, key) for g in activity.contributions.all() if g.given_on]
    return Record(
        source=key,
        label=activity.title,
        url=activity.get_absolute_url(),
        texts=texts,
        numbers=(*_numbers(activity, key), *_numbers_said(texts, key)),
        dates=(*dates, *_dates_said(texts, key, year)),
        unit=activity.unit_id,
        troops=frozenset(troop.pk for troop in activity.troops.all()),
        parts=parts,
        is_activity=activity.series_id is None,
    )


def _numbers(activity: Activity, key: str) -> Iterator[KnownNumber]:
    """What was counted, given and whom it helped."""
    for count in activity.counts.all():
        yield KnownNumber(count.number, key, (count.label,))
    for given in activity.contributions.all():
        labels = tuple(filter(None, (given.name, given.get_category_display())))
        for number in (given.quantity, _in_yuan(given.value)):
            if number is not None:
                yield KnownNumber(number, key, labels)
    for group in activity.beneficiaries.all():
        if group.number is not None:
            yield KnownNumber(group.number, key, (group.get_category_display(),))


def _in_yuan(value: VagueNumber | None) -> VagueNumber | None:
    if value is None or value.measure:
        return value
    return VagueNumber(value.amount, value.qualifier, "元", f"{value.wording}元")


def _numbers_said(texts: Iterable[str], key: str) -> Iterator[KnownNumber]:
    for text in texts:
        for hit in numbers_in(text):
            if hit.value is not None:
                yield KnownNumber(hit.value, key)


def _dates_said(texts: Iterable[str], key: str, year: int) -> Iterator[KnownDate]:
    for text in texts:
        for found in find_dates(calm(text), year=year):
            yield KnownDate(found.value, key)


def _plans(unit: Unit, year: int) -> Iterator[Record]:
    """The plans of this year and the next, with the sub-plans that answer them."""
    plans = Plan.objects.filter(unit=unit, year__in=(year, year + 1))
    for plan in plans.prefetch_related("requirements", "items"):
        items = list(plan.items.all())
        texts = (
            plan.title, plan.opening, plan.guiding_thought, plan.objectives,
            *(f"{clause.title}\n{clause.content}" for clause in plan.requirements.all()),
            *(f"{item.title}\n{item.content}\n{item.outcome}" for item in items),
        )  # fmt: skip
        yield _in_words(
            source(plan), plan.title, plan.get_absolute_url(), texts, plan.year,
            numbers=[
                *(KnownNumber(i.target, source(plan), (i.title,)) for i in items if i.target),
                _count(len(items), "项", source(plan), "工作措施", "措施"),
                _count(len(plan.requirements.all()), "条", source(plan), "工作要求", "要求"),
            ],
            dates=[i.due for i in items if i.due],
        )  # fmt: skip


def _requests(scope, year: int) -> Iterator[Record]:
    needs = SupportRequest.objects.filter(scope.q("unit")).in_year(year)
    for need in needs.select_related("troop"):
        texts = (
            need.need, need.detail, need.commitment, need.result, need.reason, need.requester,
        )  # fmt: skip
        dates = [d for d in (need.raised, need.due) if d]
        yield _in_words(source(need), need.need, need.get_absolute_url(), texts, year, dates=dates)


def _groups(unit: Unit, year: int) -> Iterator[Record]:
    groups = unit.leading_groups.in_force(year).prefetch_related("members", "appointments")
    for group in groups:
        people = [str(person) for person in group.appointments.all()]
        texts = (group.name, group.document_number, group.note, *people)
        dates = [d for d in (group.established, group.valid_from) if d]
        key = source(group)
        number = VagueNumber.of(len(group.members.all()), Qualifier.EXACT, "个")
        yield _in_words(
            key, group.name, group.get_absolute_url(), texts, year, dates=dates,
            numbers=[KnownNumber(number, key, ("成员单位",))],
        )  # fmt: skip


def _rounds(scope, unit: Unit, year: int) -> Iterator[Record]:
    """The rounds the unit held or was in, with the scores its papers may tell."""
    rounds = Round.objects.filter(Q(unit=unit) | Q(assessments__unit=unit)).in_year(year)
    assessed = Assessment.objects.filter(scope.q("unit")).order_by("pk")
    rounds = (
        rounds.distinct()
        .select_related("standard")
        .prefetch_related(Prefetch("assessments", assessed, to_attr="of_scope"))
    )
    told = _responses(scope, year)
    for held in rounds:
        key = source(held)
        taking_part = [a for a in held.of_scope if a.left_on is None]
        graded = Counter(a.get_grade_display() for a in taking_part if a.grade)
        reviewed = sum(a.is_official for a in taking_part)
        numbers = [
            _count(len(taking_part), "个", key, *ASSESSED),
            _count(reviewed, "个", key, "单位已完成考评", "单位完成考评"),
            _count(held.standard.total, "分", key),
            *(_count(times, "个", key, grade) for grade, times in graded.items()),
            *(_count(a.total, "分", key) for a in taking_part if a.total is not None),
        ]
        mine = [response for response in told if response.assessment.round_id == held.pk]
        numbers += _items(mine, key)
        texts = (held.name, held.standard.name, *dict.fromkeys(r.criterion.content for r in mine))
        url = held.get_absolute_url()
        yield _in_words(key, held.name, url, texts, year, numbers=numbers)


def _responses(scope, year: int) -> list[Response]:
    """The items of published results in the scope, with the points that were given."""
    published = Assessment.objects.filter(scope.q("unit")).in_year(year)
    published = published.filter(left_on=None).exclude(grade="")
    scored = Response.objects.filter(assessment__in=published, reviewed_score__isnull=False)
    return list(scored.select_related("criterion", "assessment").order_by("pk"))


def _items(responses: Iterable[Response], key: str) -> Iterator[KnownNumber]:
    """How many basic items each result has, and how many of them got their full points."""
    basic = [r for r in responses if r.criterion.kind == CriterionKind.BASIC]
    full = (r.assessment_id for r in basic if r.reviewed_score >= r.criterion.points)
    for counts in (Counter(r.assessment_id for r in basic), Counter(full)):
        yield from (_count(times, "个", key) for times in sorted(set(counts.values())))


def _count(amount, measure: str, key: str, *labels: str) -> KnownNumber:
    return KnownNumber(VagueNumber.of(amount, Qualifier.EXACT, measure), key, labels)


def _in_words(
    key: str, label: str, url: str, texts: Iterable[str], year: int, *,
    numbers: Iterable[KnownNumber] = (), dates: Iterable[VagueDate] = (),
) -> Record:  # fmt: skip
    texts = tuple(filter(None, texts))
    return Record(
        source=key,
        label=label,
        url=url,
        texts=texts,
        numbers=(*numbers, *_numbers_said(texts, key)),
        dates=(*(KnownDate(d, key) for d in dates), *_dates_said(texts, key, year)),
    )


def _figures(figures: YearFigures) -> Iterator[KnownNumber]:
    """The figures of the year with the words they are told with."""
    named = (
        ("活动总数", figures.activities, "项", ("双拥活动", "各类活动", "各项活动")),
        ("活动单位数", figures.units, "个", ("开展活动的单位",)),
        ("驻军部队数", figures.troops, "支", ("驻军部队", "部队")),
        ("单项计划数", figures.sub_plans, "个", ("单项计划",)),
        ("已确认单项计划数", figures.sub_plans_confirmed, "个", ("单位制定", "单位报送")),
        ("需求数", figures.requests, "项", ("需求",)),
        ("已办结需求数", figures.requests_done, "项", ("已办结", "办结需求")),
    )
    for name, amount, measure, labels in named:
        yield _count(amount, measure, f"figure-{name}", *labels)
    for tally in figures.by_kind:
        yield _count(tally.count, "项", f"figure-{tally.label}项数", tally.label)
    for tally in figures.by_unit:
        labels = (f"{tally.label}{done}" for done in ("", "开展双拥活动", "开展活动", "活动"))
        yield _count(tally.count, "项", f"figure-{tally.label}项数", *labels)
    for tally in figures.by_month:
        yield _count(tally.count, "项", f"figure-{tally.label}项数")
    for line in figures.counts:
        yield KnownNumber(line.number, f"figure-{line.label}合计", (line.label,))
    for name, amount, labels in (
        ("慰问金", figures.money, ("慰问金",)), ("投入折合金额", figures.value, ("折合",)),
    ):  # fmt: skip
        if amount is not None:
            yield KnownNumber(amount, f"figure-{name}", labels)


def _names(unit: Unit, units: list[Unit], year: int) -> Iterator[KnownName]:
    """Units with their short and former names, troops, leading groups of the tree."""
    for each in units:
        now = {each.name, each.short_name, each.name_in(year), each.label_in(year)} - {""}
        was = {n for c in each.changes.all() if c.is_renaming for n in (c.name, c.short_name)}
        for name in sorted(now | (was - {""})):
            yield KnownName(name, source(each))
    for troop in Troop.objects.of_tree(unit):
        yield KnownName(troop.name, source(troop))
    for group in LeadingGroup.objects.in_force(year).filter(host__in=units):
        yield KnownName(group.name, source(group))


def _offices(unit: Unit, year: int) -> Iterator[Office]:
    holding = Appointment.objects.held_in(year).filter(group__host__in=Unit.objects.of_tree(unit))
    for office in holding.order_by("pk"):
        yield Office(
            office.get_role_display(), office.name, office.post, f"leadinggroup-{office.group_id}"
        )


def _unit(unit: Unit, year: int) -> Record:
    names = {unit.name, unit.short_name, unit.name_in(year)} - {""}
    return Record(source(unit), unit.label_in(year), unit.get_absolute_url(), tuple(sorted(names)))
