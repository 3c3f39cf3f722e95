"""The year's summary from records alone: everything confirmed is said once, nothing else."""

import re
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from activities.models import PlanClause, SupportRequest
from assessments.models import Round, Standard
from reports.document import LEVELS, plain_text
from reports.summary.generating.generator import BRACES, drafted
from shuangyong.review import Status
from shuangyong.vague import VagueDate
from tests.factories import (
    YEAR,
    make_group,
    make_kind,
    make_measure,
    make_plan,
    make_troop,
    make_unit,
)
from units.models import Appointment

from .records import TODAY, as_document, done, helped, outline, parts, wording

# headings of the general outline
LEADERSHIP = "加强组织领导，落实双拥工作责任"
ACTIVITIES = "发挥职能优势，开展形式多样的双拥活动"
REQUESTS = "回应部队和地方需求"
INNOVATION = "坚持开拓创新，丰富双拥工作内容"
NEXT = "下一步工作"


@pytest.fixture
def full_year(bureau, troupe):
    """Something for every part of the summary."""
    make_plan(bureau, objectives="确保双拥工作落实到位")
    done(troupe)
    done(troupe, "文化快车进军营", is_innovation=True, held="11月")


def headings(unit, level) -> list[str]:
    """The headings of one level."""
    return [heading for at, heading, _ in outline(unit) if at == level]


def test_the_summary_has_three_parts_with_their_levels(bureau, full_year):
    text = plain_text(as_document(bureau))
    for at, heading in enumerate((LEADERSHIP, ACTIVITIES, INNOVATION)):
        assert f"\n{'一二三'[at]}、{heading}\n" in text
    assert "\n（一）开展文化拥军活动\n7月31日，" in text


def test_headings_of_kinds_stand_in_the_order_of_kinds(bureau, troupe):
    for kind in ("军民共建", "走访慰问", "优抚帮扶", "慰问演出", "捐赠赠送"):
        done(troupe, f"{kind}一次", kind=make_kind(kind))
    assert headings(bureau, 2) == [
        "开展文化拥军活动", "走访慰问部队和优抚对象", "送文化、送培训进军营", "开展军民共建活动",
    ]  # fmt: skip


def test_under_a_heading_wishes_come_first_then_time_and_the_vaguest_last(bureau, troupe):
    for title, held, position in (
        ("甲演出", "2011年", None), ("乙演出", "6月", None), ("丙演出", None, None),
        ("丁演出", "6月10日", None), ("戊演出", "12月1日", 1),
    ):  # fmt: skip
        done(troupe, title, held=held, position=position)
    told = re.findall("[甲乙丙丁戊]演出", parts(bureau)[ACTIVITIES])
    assert told == ["戊演出", "丁演出", "乙演出", "甲演出", "丙演出"]


def test_an_activity_is_told_with_everything_that_was_recorded(bureau, troupe):
    activity = done(
        troupe,
        "“鱼水情深促和谐”演出",
        held="7月31日下午",
        place="白塔文化广场",
        narrative="派出演职人员登台",
        guests="总代表周某",
        effect="增进了军民友谊",
        troops=[make_troop(troupe, "驻滨江某部"), make_troop(troupe, "滨江武警中队")],
        counts=[("演职人员", "近百名"), ("节目", "16个")],
        gifts=[
            {"category": "money", "value": "500元"},
            {"category": "books", "name": "图书", "quantity": "200余册", "value": "5000多"},
            {"category": "facilities", "name": "健身苑", "quantity": "1个"},
        ],
        partners=[("co_organiser", "嘉艺学校"), ("inviter", "军分区"), ("host", "市文联")],
    )
    helped(activity)
    (told,) = [text for _, _, text in outline(bureau) if "鱼水情" in text]
    for fact in (
        "7月31日下午", "滨江市歌舞团", "“鱼水情深促和谐”演出", "白塔文化广场", "驻滨江某部",
        "滨江武警中队", "近百名", "16个", "500元", "200余册", "5000多元", "健身苑1个", "军属12人",
        "嘉艺学校", "军分区", "市文联", "总代表周某", "增进了军民友谊",
    ):  # fmt: skip
        assert told.count(fact) == 1, fact


def test_a_figure_the_narrative_already_holds_is_not_said_again(bureau, troupe):
    done(
        troupe,
        narrative="近百名演职人员表演节目16个",
        counts=[("演职人员", "近百名"), ("节目", "16个")],
    )
    text = parts(bureau)[ACTIVITIES]
    assert (text.count("近百名"), text.count("16个")) == (1, 1)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED, Status.RETURNED])
@pytest.mark.parametrize("is_innovation", [True, False])
def test_what_is_not_confirmed_is_left_out(bureau, troupe, status, is_innovation):
    done(troupe, "已确认的演出")
    done(troupe, "未确认的演出", status=status, is_innovation=is_innovation)
    text = wording(bureau)
    assert "已确认的演出" in text
    assert "未确认的演出" not in text


def test_another_year_and_another_unit_are_left_out(bureau, troupe, union):
    done(troupe, "去年的演出", year=2010)
    done(union, "工会的演出")
    found = parts(bureau)
    assert ACTIVITIES not in found
    assert found[""] == "", "that nothing was done is not said beside the meeting it had"


def test_an_innovation_stands_in_the_third_part_only(bureau, troupe):
    done(troupe, "老办法演出")
    done(troupe, "文化快车进军营", is_innovation=True)
    found = parts(bureau)
    assert "文化快车进军营" in found[INNOVATION]
    assert "文化快车进军营" not in found[ACTIVITIES]
    assert "老办法演出" in found[ACTIVITIES]
    assert "老办法演出" not in found[INNOVATION]


@pytest.fixture
def series(bureau, troupe):
    """A series with two confirmed dates and a draft."""
    series = done(troupe, "协助部队文化活动", is_series=True, held="全年")
    done(troupe, "水上预备队成立", held="6月18日", series=series, counts=[("派员", "10余人")],
         troops=[make_troop(troupe, "水上预备队某部")])  # fmt: skip
    done(troupe, "新春联欢", held="2月", series=series)
    done(troupe, "还没确认的一次", held="9月1日", series=series, status=Status.DRAFT)
    return series


def test_a_series_is_told_once_with_its_dates_in_order(bureau, series):
    text = parts(bureau)[ACTIVITIES]
    for fact in (
        "协助部队文化活动",
        "水上预备队成立",
        "6月18日",
        "10余人",
        "水上预备队某部",
        "新春联欢",
    ):
        assert text.count(fact) == 1, fact
    assert text.index("新春联欢") < text.index("水上预备队成立")


def test_an_unconfirmed_date_of_a_series_is_left_out(bureau, series):
    assert "还没确认的一次" not in wording(bureau)
    assert "9月1日" not in wording(bureau)


def test_the_dates_of_a_draft_series_are_told_by_themselves(bureau, series):
    type(series).objects.filter(pk=series.pk).update(status=Status.DRAFT)
    text = wording(bureau)
    assert "协助部队文化活动" not in text
    assert (text.count("水上预备队成立"), text.count("新春联欢")) == (1, 1)


def test_a_date_in_another_units_series_is_told_in_both_summaries(bureau, troupe):
    series = done(bureau, "全系统文化拥军", is_series=True, held="全年")
    done(troupe, "歌舞团专场", held="6月18日", series=series)
    assert wording(troupe).count("歌舞团专场") == 1
    assert wording(bureau).count("歌舞团专场") == 1
    assert "滨江市歌舞团" in wording(bureau)


def test_there_is_no_heading_without_content(bureau, troupe, office):
    assert [level for level, *_ in outline(troupe)] == [0]
    make_plan(bureau)
    done(troupe)
    for unit in (office, bureau, troupe):
        assert_no_empty_heading(outline(unit))


def assert_no_empty_heading(sections):
    """Every heading has text, text or a deeper heading below it, or is itself a sentence."""
    following = [*[level or LEVELS for level, *_ in sections[1:]], 0]
    for (level, heading, text), below in zip(sections, following, strict=True):
        assert text or level == 3 or below > level, heading


@pytest.mark.parametrize("state", ["unclaimed", "suspended"])
def test_needs_that_nobody_has_taken_up_make_no_heading(bureau, troupe, state):
    make_need(troupe, state=state, reason="待定")
    done(troupe)
    assert REQUESTS not in wording(bureau)


def make_need(unit, need="为连队图书室配书", state="done", **fields) -> SupportRequest:
    """A need of the troops that has come this far."""
    return SupportRequest.objects.create(
        unit=unit, year=YEAR, direction="troops", need=need, state=state,
        responsible_unit=unit, **fields,
    )  # fmt: skip


def test_needs_are_told_as_answered_or_under_way(bureau, troupe):
    troop = make_troop(troupe, "驻滨江某部")
    make_need(troupe, troop=troop)
    make_need(troupe, "草坪绿化", troop=troop)
    make_need(troupe, "电视机", from_whom="某哨所")
    make_need(troupe, "流动图书馆", "in_progress", detail="已选址")
    make_need(troupe, "放映室", "in_progress", commitment="每月放映一场")
    text = parts(bureau)[ACTIVITIES]
    assert REQUESTS in text
    for fact in (
        "驻滨江某部",
        "为连队图书室配书",
        "草坪绿化",
        "某哨所",
        "电视机",
        "流动图书馆",
        "已选址",
        "“放映室”正在办理：承诺每月放映一场",
    ):
        assert text.count(fact) == 1, fact


def test_leadership_rests_on_group_plan_and_sub_plans(bureau, troupe):
    plan = make_plan(
        bureau, title="2011年双拥工作方案", objectives="确保六连冠", status=Status.CONFIRMED
    )
    make_measure(plan, "制定细则", due="3月", outcome="制定考核细则")
    PlanClause.objects.create(plan=plan, position=1, title="提高认识", content="把双拥列入日程")
    make_plan(troupe, parent=plan, status=Status.CONFIRMED)
    make_plan(make_unit("滨江市图书馆", under=bureau), parent=plan)
    text = parts(bureau)[LEADERSHIP]
    for fact in (
        "市文化局双拥工作领导小组", "《2011年双拥工作方案》", "确保六连冠", "把双拥列入日程", "3月",
        "制定考核细则", "滨江市歌舞团制定并报送",
    ):  # fmt: skip
        assert fact in text
    assert "滨江市图书馆" not in text


def test_a_measure_is_not_told_beside_the_activity_that_fulfilled_it(bureau, troupe):
    plan = make_plan(bureau, status=Status.CONFIRMED)
    measure = make_measure(plan, "到连队放映电影")
    done(bureau, "到连队放映电影", plan_item=measure)
    assert wording(bureau).count("到连队放映电影") == 1


def test_a_plan_that_is_not_confirmed_has_not_been_made(bureau, troupe):
    make_plan(bureau, title="2011年双拥工作方案", guiding_thought="以稳定为要。")
    done(troupe)
    assert "2011年双拥工作方案" not in wording(bureau)
    assert "以稳定为要" not in wording(bureau)


def test_the_own_plan_is_told_before_the_answer_to_a_superior_one(office, bureau, troupe):
    above = make_plan(office)
    make_plan(bureau, parent=above, title="单项计划", status=Status.CONFIRMED)
    make_plan(bureau, title="2011年双拥工作方案", status=Status.CONFIRMED)
    done(troupe)
    assert "制定《2011年双拥工作方案》" in wording(bureau)


def test_the_opening_begins_with_the_guidance_of_the_plan(bureau, troupe):
    make_plan(
        bureau,
        guiding_thought="以科学发展观为统领，加强军政军民团结。",
        status=Status.CONFIRMED,
    )
    done(troupe)
    (level, heading, text), *_ = outline(bureau)
    assert (level, heading) == (0, "")
    assert text.startswith("2011年，")
    assert "以科学发展观为统领，加强军政军民团结" in text
    assert "双拥活动{活动总数}项" in text


def test_the_group_in_force_in_the_year_is_named_with_those_who_held_office(bureau):
    old = bureau.leading_groups.get()
    old.name, old.valid_until = "旧领导小组", when("2011年")
    old.save()
    new = make_group(
        bureau, name="新领导小组", valid_from=when("2011年"), established=when("2002年")
    )
    make_group(bureau, name="后来的领导小组", valid_from=when("2013年"), valid_until=when("2014年"))
    for name, since, until in (
        ("现任", None, None), ("前任", None, "2009年"), ("后任", "2012年", None),
    ):  # fmt: skip
        Appointment.objects.create(
            group=new, role="head" if name == "现任" else "member", name=name, post="局长",
            since=since and when(since), until=until and when(until),
        )  # fmt: skip
    text = parts(bureau)[LEADERSHIP]
    assert "新领导小组" in text
    assert "2002年" in text
    assert "以局长现任为组长" in text
    for wrong in ("旧领导小组", "后来的领导小组", "前任", "后任"):
        assert wrong not in text


def when(text) -> VagueDate:
    """A time as written."""
    return VagueDate.parse(text, year=YEAR)


def test_a_unit_without_a_group_in_force_says_nothing_of_one(bureau):
    bureau.leading_groups.update(valid_until=when("2009年"))
    assert "领导小组" not in wording(bureau)


def test_the_rounds_of_the_year_are_told_with_their_numbers(bureau, troupe):
    standard = Standard.objects.create(unit=bureau, name="双拥考核细则", year=YEAR)
    round_ = Round.objects.create(
        unit=bureau, standard=standard, name="年度考核", year=YEAR, self_deadline=date(2011, 11, 15)
    )
    round_.assessments.create(unit=troupe, status=Status.CONFIRMED)
    round_.assessments.create(unit=bureau)
    text = parts(bureau)[LEADERSHIP]
    assert "《双拥考核细则》" in text
    assert "对2个单位进行考核" in text
    round_.assessments.filter(unit=bureau).update(left_on=date(2011, 6, 1), left_because="撤销")
    assert "对1个单位进行考核" in parts(bureau)[LEADERSHIP]
    round_.assessments.all().delete()
    assert "进行考核" not in parts(bureau).get(LEADERSHIP, "")


def test_next_year_is_what_its_plan_says(bureau):
    assert NEXT not in parts(bureau)
    plan = make_plan(bureau, year=2012)
    make_measure(plan, "创新双拥工作机制")
    text = parts(bureau)[NEXT]
    assert "2012年" in text
    assert "创新双拥工作机制" in text


def test_a_plan_without_measures_says_nothing_of_next_year(bureau):
    make_plan(bureau, year=2012)
    assert NEXT not in parts(bureau)


@pytest.mark.parametrize(
    ("unit", "addressee"),
    [("bureau", "滨江市双拥办"), ("troupe", "市文化局"), ("office", "")],
)
def test_the_summary_is_addressed_to_the_reviewing_unit(unit, addressee, request):
    unit = request.getfixturevalue(unit)
    summary = drafted(unit, YEAR, today=TODAY)
    assert (summary.addressee, summary.sign_off) == (addressee, unit.name)
    assert summary.title == f"{unit.name}2011年双拥工作总结"


@pytest.mark.parametrize(
    ("today", "dated"), [(TODAY, date(2011, 12, 31)), (date(2011, 11, 5), date(2011, 11, 5))]
)
def test_a_past_year_is_dated_its_last_day(bureau, today, dated):
    assert drafted(bureau, YEAR, today=today).dated == dated


@pytest.mark.parametrize(
    "odd",
    [
        "<script>alert(1)</script>",
        "A&B <i>",
        "https://example.com/?a=1&b=2",
        "{{ 7*7 }}",
        "“《》”",
        "%s",
    ],
)
def test_odd_text_is_printed_as_it_is(bureau, troupe, odd):
    done(troupe, f"演出{odd}", narrative=f"内容{odd}", place=f"地点{odd}", guests=f"来宾{odd}")
    text = plain_text(as_document(bureau))
    for field in ("演出", "内容", "地点", "来宾"):
        assert text.count(field + odd.translate(BRACES)) == 1


def test_a_narrative_in_paragraphs_stays_in_paragraphs(bureau, troupe):
    done(troupe, narrative="第一段。\n第二段。")
    assert "\n第二段。" in plain_text(as_document(bureau))


ODD = st.sampled_from("<>&\"'=\n\t，。、；：“”（）军民双拥演出慰问参加\u200b😀")
ANY = st.characters(codec="utf-8", exclude_characters="\0")
TEXT = st.text(ODD | ANY, max_size=40)
DATES = st.sampled_from(
    [None, "7.31", "7月31日下午", "“八一”期间", "6月", "年初", "近期", "2011年", "近几年", "全年",
     "6月10日至12日", "上半年"]
)  # fmt: skip
NUMBERS = st.sampled_from(
    ["近百名", "10余人", "3", "多部", "两期", "1万册以上", "50000多元", "若干"]
)
RECORDS = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["慰问演出", "走访慰问", "捐赠赠送", "优抚帮扶", "其他"]),
            "held": DATES,
            "opening": st.sampled_from(["", "慰问", "向", "参加", "举办", "为"]),
            "narrative": TEXT,
            "place": TEXT,
            "effect": TEXT,
            "guests": TEXT,
            "counts": st.lists(st.tuples(st.sampled_from(["派员", "观众"]), NUMBERS), max_size=2),
            "gifts": st.lists(
                st.fixed_dictionaries(
                    {"category": st.sampled_from(["money", "goods", "works", "funds"])},
                    optional={"name": TEXT, "quantity": NUMBERS, "value": NUMBERS},
                ),
                max_size=2,
            ),
            "partners": st.lists(
                st.tuples(
                    st.sampled_from(
                        ["host", "organiser", "co_organiser", "participant", "inviter"]
                    ),
                    st.sampled_from(["市歌舞团", "滨江市歌舞团演员队", "各区县", "市文联"]),
                ),
                max_size=2,
            ),
            "with_troop": st.booleans(),
            "is_innovation": st.booleans(),
            "status": st.sampled_from([Status.CONFIRMED, Status.CONFIRMED, Status.DRAFT]),
            "place_in": st.sampled_from(["alone", "alone", "series", "part", "part"]),
        }
    ),
    max_size=6,
)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(records=RECORDS)
def test_any_set_of_activities_is_told_each_once(bureau, troupe, records):
    with transaction.atomic():
        troop = make_troop(troupe)
        titles = add_all(troupe, troop, records)
        sections = outline(bureau)
        text = plain_text(as_document(bureau))
        transaction.set_rollback(True)
    assert_no_empty_heading(sections)
    for title, status in titles:
        named = title[title.index("活动") :]  # what is done alike shares its verb: 慰问甲和乙
        assert text.count(named) == (status == Status.CONFIRMED), title


def add_all(unit, troop, records) -> list[tuple[str, str]]:
    """The activities of `records`; a part belongs to the last series before it, if there is one."""
    titles, series = [], None
    for index, record in enumerate(records):
        record = dict(record)
        where, with_troop = record.pop("place_in"), record.pop("with_troop")
        title = f"{record.pop('opening')}活动壹贰{index:03}号"
        activity = done(
            unit, title, kind=make_kind(record.pop("kind")), is_series=where == "series",
            series=series if where == "part" else None, troops=[troop] if with_troop else [], **record,
        )  # fmt: skip
        series = activity if where == "series" else series
        titles.append((title, record["status"]))
    return titles


def test_the_summary_takes_the_same_queries_for_one_activity_and_for_many(
    bureau, troupe, series, django_assert_num_queries
):
    with CaptureQueriesContext(connection) as queries:
        outline(bureau)
    for index in range(10):
        done(troupe, f"演出{index}", troops=[make_troop(troupe, f"部队{index}")],
             counts=[("演职人员", "近百名")], partners=[("host", f"协会{index}")])  # fmt: skip
        done(troupe, f"系列之{index}", series=series, partners=[("host", "市文联")])
    with django_assert_num_queries(len(queries)):
        outline(bureau)


def test_a_version_entered_afterwards_does_not_stand_for_the_one_of_the_years_end(bureau):
    bureau.leading_groups.update(name="年底的领导小组", valid_from=when("2011年6月"))
    make_group(
        bureau, name="补录的领导小组", valid_from=when("2008年"), valid_until=when("2011年5月")
    )
    text = parts(bureau)[LEADERSHIP]
    assert "年底的领导小组" in text
    assert "补录的领导小组" not in text
