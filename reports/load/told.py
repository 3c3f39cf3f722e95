"""Summaries, notices and what is being typed: the papers of every year."""

from __future__ import annotations

from datetime import date, timedelta

from activities.models import ActivityDraft
from reports.models import Summary, SummaryComment, SummaryHistory, SummarySection
from reports.writing import write_summary
from shuangyong.review import Status, Step
from units import audit
from units.models import Notice, NoticeKind, NoticeReading, Unit

from .city import Load
from .steps import history_of
from .times import at_work, times_as_given

AT_ONCE = 1000
GENERATED = 4
"""So many units have their summaries generated from the records; the others wrote a short one."""
GOING_ON = (Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.CONFIRMED)
SENT_BACK = {Step.SEND_BACK: "请补充“八一”期间的活动情况。"}
WRITTEN = (
    ("加强组织领导", "成立了双拥工作领导小组，明确分管领导和联络员，把双拥工作列入议事日程。"),
    ("开展拥军活动", "组织走访慰问、文艺演出和国防教育，为部队办实事。"),
    ("下一步打算", "继续完善制度，丰富活动形式，努力把双拥工作提高到新水平。"),
)
NOTICES = (
    (NoticeKind.INFORMATION, "关于报送{y}年双拥工作单项计划的通知", (2, 20), "/plans/"),
    (NoticeKind.INFORMATION, "关于做好“八一”期间双拥工作的通知", (7, 15), "/plans/calendar/"),
    (NoticeKind.REMINDER, "请尽快报送{y}年度双拥工作自评", (11, 17), "/assessments/"),
)


def tell(load: Load) -> int:
    """Summaries of all years; returns how many."""
    made = 0
    for year in load.years:
        units = load.units if year < load.last else load.units[1:14]
        generated = [unit for unit in units if unit in _generating(load)]
        plain = [unit for unit in units if unit not in generated]
        summaries = [_written(load, unit, year) for unit in generated] + _plain(load, plain, year)
        _stand(load, summaries, year)
        made += len(summaries)
    return made


def _generating(load: Load) -> list[Unit]:
    first = load.issuing[:2]
    return first + [unit for unit in load.units if unit not in first][: GENERATED - len(first)]


def _written(load: Load, unit: Unit, year: int) -> Summary:
    return write_summary(unit, year, by=load.writers[unit.pk], today=date(year, 12, 10))


def _plain(load: Load, units: list[Unit], year: int) -> list[Summary]:
    summaries = [
        Summary(
            unit=unit,
            year=year,
            title=f"{unit.name}{year}年双拥工作总结",
            addressee=unit.reviewed_by.label if unit.reviewed_by_id != unit.pk else "",
            sign_off=unit.name,
            dated=date(year, 12, 8),
            changed_by=load.writers[unit.pk],
        )
        for unit in units
    ]
    Summary.objects.bulk_create(summaries, batch_size=AT_ONCE)
    SummarySection.objects.bulk_create(
        (
            SummarySection(summary=one, position=position, heading=heading, text=text)
            for one in summaries
            for position, (heading, text) in enumerate(WRITTEN, 1)
        ),
        batch_size=AT_ONCE,
    )
    return summaries


def _stand(load: Load, summaries: list[Summary], year: int) -> None:
    """Former years confirmed; the last one as it goes, a returned one with a comment."""
    for number, one in enumerate(summaries):
        one.status = Status.CONFIRMED if year < load.last else GOING_ON[number % len(GOING_ON)]
    Summary.objects.bulk_update(summaries, ["status"], batch_size=500)
    day = date(year, 12, 8) if year < load.last else date(year, 11, 22)
    lines = [
        line
        for one in summaries
        for line in history_of(load, one, SummaryHistory, submitted=day, comments=SENT_BACK)
    ]
    with times_as_given(SummaryHistory):
        SummaryHistory.objects.bulk_create(lines, batch_size=AT_ONCE)
    for one in summaries:
        if one.status == Status.RETURNED:
            section = one.sections.exclude(text="").first()
            SummaryComment.objects.create(
                summary=one, section=section, quote=section.text.splitlines()[0][:60],
                text="这一段请写明具体次数和人数。", by=load.reviewer_of(one.unit),
            )  # fmt: skip


def notify(load: Load) -> int:
    """What the office told its units in every year; what is old has been read."""
    office = load.reviewers[load.units[0].pk]
    notices = [
        Notice(
            unit=unit,
            kind=kind,
            title=title.format(y=year),
            text="请按要求办理，有困难的及时反映。",
            path=path,
            by=load.reviewer_of(unit) if unit.pk != office.unit_id else office,
            at=at_work(date(year, *day)),
        )
        for year in load.years
        for kind, title, day, path in NOTICES
        for unit in load.units[1:]
        if kind != NoticeKind.REMINDER or (year == load.last and load.random.random() < 0.4)
    ]
    with times_as_given(Notice, NoticeReading):
        Notice.objects.bulk_create(notices, batch_size=AT_ONCE)
        NoticeReading.objects.bulk_create(
            (
                NoticeReading(notice=n, user=load.writers[n.unit_id], at=n.at + timedelta(hours=5))
                for n in notices
                if n.at.year < load.last or n.kind != NoticeKind.REMINDER
            ),
            batch_size=AT_ONCE,
        )
    return len(notices)


def leave_unsaved(load: Load) -> None:
    """What some people have typed and not saved, and what the audit trail has of a morning."""
    writers = [load.writers[unit.pk] for unit in load.units[:12]]
    ActivityDraft.objects.bulk_create(
        ActivityDraft(
            user=writer,
            year=load.last,
            data={"title": ["老兵返乡欢迎仪式"], "held": ["11月20日"], "place": ["清江火车站"]},
        )
        for writer in writers
    )
    for writer in writers:
        audit.record(writer, "登录", writer, address="10.12.3.8")
    for issuer in load.issuing[:4]:
        audit.record(load.reviewers[issuer.pk], "登录", load.reviewers[issuer.pk])
