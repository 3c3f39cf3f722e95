"""Summaries follow their outline: which records are told where, and which outline it is."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.models import ActivityKind
from assessments.models import Criterion, Round, Section, Standard
from reports.figures import year_figures
from reports.models import Arrangement, Insert, Outline, Style
from reports.outlining import copy_outline, make_usual
from reports.summary.generating.generator import generate
from reports.summary.generating.outlines import usual_outline
from reports.summary.layout import pdf_of
from reports.writing import write_summary
from shuangyong.review import Status
from shuangyong.vague import VagueDate
from tests.factories import (
    YEAR,
    make_kind,
    make_measure,
    make_need,
    make_plan,
    make_troop,
    make_unit,
)
from units.models import Appointment

from .measuring import read
from .records import TODAY, done, outline, parts


def make_outline(unit, *lines, **fields) -> Outline:
    """An outline of (level, heading, content, kinds) lines."""
    made = Outline.objects.create(unit=unit, name=fields.pop("name", "本局提纲"), **fields)
    for position, (level, heading, content, *kinds) in enumerate(lines, 1):
        item = made.items.create(position=position, level=level, heading=heading, content=content)
        item.kinds.set(ActivityKind.objects.filter(name__in=kinds))
    return made


def told(unit, **settings) -> list[tuple[int, str, str]]:
    """What is generated with these settings."""
    return [(s.level, s.heading, s.text) for s in generate(unit, YEAR, **settings)]


def test_each_activity_stands_under_the_first_line_that_names_its_kind(bureau, troupe):
    for title, kind in (
        ("甲", "慰问演出"),
        ("乙", "走访慰问"),
        ("丙", "宣传教育"),
        ("丁", "电影放映"),
    ):
        done(troupe, f"{title}活动", kind=make_kind(kind))
    done(troupe, "戊活动", is_innovation=True)
    done(troupe, "双拥工作领导小组会议", kind=make_kind("座谈联席"))
    made = make_outline(
        bureau,
        (1, "会议", "meetings"),
        (1, "演出", "activities", "慰问演出", "电影放映"),
        (1, "慰问", "activities", "走访慰问", "慰问演出"),
    )
    text = "".join(
        f"\n{h if level == 1 else ''}|{h}{t}" for level, h, t in told(bureau, outline=made)
    )
    order = ["会议|", "领导小组会议", "演出|", "甲活动", "丁活动", "慰问|", "乙活动", "丙活动"]
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)
    # without a line of its own an innovation is told among the others; nothing is told twice
    for title in ("甲活动", "乙活动", "丙活动", "丁活动", "戊活动", "领导小组会议"):
        assert text.count(title) == 1, title


@pytest.mark.django_db
def test_every_ready_made_outline_tells_every_activity_once(bureau, troupe):
    kinds = list(ActivityKind.objects.all())
    for number, kind in enumerate(kinds):
        done(troupe, f"活动第{number:03}号", kind=kind, is_innovation=number == 0)
    ready_made = list(Outline.objects.filter(unit=None))
    assert [outline.name for outline in ready_made] == [
        "通用提纲", "文化新闻出版系统提纲", "文化体育系统提纲", "工会系统提纲",
    ]  # fmt: skip
    for made in ready_made:
        text = "".join(heading + words for _, heading, words in told(bureau, outline=made))
        for number in range(len(kinds)):
            assert text.count(f"活动第{number:03}号") == 1, (made, number)


def test_a_unit_begins_with_its_usual_outline_else_with_the_nearest_above(office, bureau, troupe):
    general = Outline.objects.get(unit=None, is_usual=True)
    assert usual_outline(troupe) == general
    of_office = make_outline(office, (1, "活动", "activities"), is_usual=True)
    assert usual_outline(troupe) == of_office
    make_outline(bureau, (1, "活动", "activities"))  # not its usual one
    assert usual_outline(troupe) == of_office
    own = copy_outline(general, troupe, by=None)
    make_usual(own)
    assert usual_outline(troupe) == own
    assert usual_outline(bureau) == of_office
    kinds = [[sorted(k.name for k in i.kinds.all()) for i in o.items.all()] for o in (general, own)]
    assert kinds[0] == kinds[1]
    assert copy_outline(general, troupe, by=None).name == "通用提纲（2）"
    Outline.objects.all().delete()
    done(troupe)
    assert [level for level, *_ in outline(troupe)][:2] == [0, 1]


def test_who_leads_is_told_in_the_manner_of_real_summaries(bureau):
    group = bureau.leading_groups.get()
    group.established = VagueDate.parse("2002年", year=YEAR)
    group.save()
    for role, post, name in (
        ("head", "局长", ""), ("leader_in_charge", "副局长", "尚某"), ("responsible", "局办公室", ""),
        ("liaison", "局办公室", ""),
    ):  # fmt: skip
        Appointment.objects.create(group=group, role=role, post=post, name=name)
    text = parts(bureau)["加强组织领导，落实双拥工作责任"]
    assert text == (
        "自2002年起设立以局长为组长的市文化局双拥工作领导小组。由副局长尚某具体分管双拥工作。"
        "局办公室具体负责双拥工作的联系与落实。\n"
    )


def test_what_is_merely_planned_is_not_told_as_done(bureau):
    plan = make_plan(bureau, status=Status.CONFIRMED)
    make_measure(plan, "举办图片展", due="6月", content="在文化广场举办双拥图片展")
    make_measure(plan, "开展国防教育", outcome="开展国防教育4场")
    found = parts(bureau)
    led = found["加强组织领导，落实双拥工作责任"]
    assert "开展国防教育4场" in led
    assert "安排举办图片展、开展国防教育等工作措施" in led
    assert "在文化广场举办" not in led
    assert found["存在的不足"] == "年度计划中“举办图片展”这项措施尚未完成。\n"


def test_only_published_results_are_told_with_the_points_that_were_lost(bureau, troupe):
    standard = Standard.objects.create(unit=bureau, name="考核细则", year=YEAR)
    section = Section.objects.create(standard=standard, title="组织领导", position=1, points=20)
    criteria = [
        Criterion.objects.create(section=section, number=n, content=content, points=10)
        for n, content in enumerate(("建立工作台账", "按时报送计划"), 1)
    ]
    round_ = Round.objects.create(
        unit=bureau, standard=standard, name="年度考核", year=YEAR, self_deadline=date(YEAR, 11, 15)
    )
    own = round_.assessments.create(unit=troupe, status=Status.CONFIRMED)
    for criterion, score in zip(criteria, (10, 7), strict=True):
        own.responses.create(criterion=criterion, reviewed_score=score)
    assert not {"考核结果", "存在的不足"} & set(parts(troupe))
    round_.assessments.update(total="17", grade="good")
    found = parts(troupe)
    assert found["考核结果"] == ("在“年度考核”中得17分，等次为良好，2个考核项目中1个得满分。\n")
    assert found["存在的不足"] == "在“年度考核”中，“按时报送计划”一项得分较低，有待加强。\n"
    assert "已公布1个单位的考核结果：良好1个。" in parts(bureau)["考核结果"]


def test_next_years_measures_are_numbered_as_in_a_plan(bureau):
    plan = make_plan(bureau, year=YEAR + 1)
    for title in ("加强领导", "加强宣传", "加强联系"):
        make_measure(plan, title, content=f"{title}的具体做法。")
    (level, heading, text), *others = [s for s in outline(bureau) if s[0] == 3]
    assert (level, heading, text) == (3, "加强领导。", "加强领导的具体做法。")
    assert len(others) == 2


def branch(bureau, number: int, first: int = 1) -> list:
    """So many units below the bureau, each with activities of two kinds."""
    numbers = range(first, first + number)
    units = [make_unit(f"滨江市第{n:02}文化站", under=bureau) for n in numbers]
    for unit in units:
        done(unit, f"{unit}慰问演出", troops=[make_troop(unit, f"驻{unit}部队")])
        done(unit, f"{unit}走访", kind=make_kind("走访慰问"))
    return units


def test_an_office_tells_by_unit_and_counts_what_is_no_example(bureau, troupe):
    branch(bureau, 2)
    best = done(troupe, "最好的演出", narrative="演出很成功")
    done(troupe, "一般的演出")
    by_unit = {"arrangement": Arrangement.UNIT, "examples": [best]}
    for made in Outline.objects.filter(unit=None):  # its headings of kinds give way to the units
        sections = told(bureau, outline=made, **by_unit)
        assert [heading for level, heading, _ in sections if level == 2] == [
            "滨江市歌舞团", "滨江市第01文化站", "滨江市第02文化站",
        ]  # fmt: skip
    text = "\n".join(heading + words for _, heading, words in sections)
    assert "最好的演出" in text
    assert "此外，还开展慰问演出1项。" in text
    assert text.count("开展慰问演出1项、走访慰问1项。") == 2
    assert "一般的演出" not in text
    annex = [s for s in generate(bureau, YEAR) if s.in_annex]
    assert [(s.level, s.heading, s.insert) for s in annex] == [
        (1, "2011年各单位双拥工作情况统计表", ""), (0, "", Insert.TABLE_UNITS),
    ]  # fmt: skip
    assert not [s for s in generate(bureau, YEAR, style=Style.SHORT) if s.in_annex]


def test_the_short_style_of_sixty_units_is_one_page(bureau, bureau_liaison):
    units = branch(bureau, 60)
    plan = make_plan(bureau, status=Status.CONFIRMED, objectives="确保六连冠" * 20)
    for unit in units:
        make_plan(unit, parent=plan, status=Status.CONFIRMED)
        make_need(unit, f"为{unit}连队配书", state="done", responsible_unit=unit)
    for n in range(9):
        make_measure(plan, f"落实第{n}项双拥工作措施", due="6月")
        make_measure(make_plan(bureau, year=YEAR + 1 + n), "继续落实双拥工作措施")
    summary = write_summary(bureau, YEAR, by=bureau_liaison, today=TODAY, style=Style.SHORT)
    assert summary.outline == usual_outline(bureau)
    assert len(read(pdf_of(summary))) == 1
    text = "".join(s.text for s in summary.sections.all())
    assert "双拥活动{活动总数}项" in text
    assert any(s.level for s in summary.sections.all()), "headings give way last"


def test_the_same_records_give_the_same_sections_in_as_many_queries(bureau, troupe):
    def made():
        with CaptureQueriesContext(connection) as queries:
            sections = generate(bureau, YEAR)
        kept = [(s.position, s.level, s.heading, s.text, s.key, s.sources) for s in sections]
        return kept, len(queries)

    plan = make_plan(bureau, status=Status.CONFIRMED)
    make_plan(troupe, parent=plan, status=Status.CONFIRMED)
    make_measure(plan)
    branch(bureau, 1)
    few = made()
    assert made() == few
    for unit in branch(bureau, 12, first=2):
        make_plan(unit, parent=plan, status=Status.CONFIRMED)
        make_measure(plan, f"{unit}的措施")
    many = made()
    assert many[1] == few[1]
    keys = [row[4] for row in many[0]]
    assert len(keys) == len(set(keys))
    assert year_figures(bureau, YEAR).units == 13
