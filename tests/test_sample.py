"""The three real documents are held without loss: every item of their inventory is found."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.utils.timezone import localtime

from activities.models import (
    Activity,
    BeneficiaryGroup,
    Contribution,
    Partner,
    Plan,
    SupportRequest,
)
from assessments.allowed_scores import check_score
from assessments.models import Criterion, Response, Round
from reports.document import Heading, numbered
from reports.figures import year_figures
from reports.models import Style, Summary, SummarySection
from reports.pdf import render_pdf
from reports.proofreading.findings import Severity
from reports.proofreading.numbers import State
from reports.proofreading.of_summary import proofread_sections
from reports.proofreading.proofread import OWN_WORDS
from reports.summary.generating.generator import drafted, generate
from reports.summary.layout import build_document
from reports.summary.tokens import filled, values_of
from tests.reports.measuring import read
from units.models import Appointment, CoBuildingPair, LeadingGroup, Notice, Role, Troop, Unit, User


@pytest.fixture(scope="module")
def sample(django_db_setup, django_db_blocker, tmp_path_factory):
    """The database as after the first start, for this module only."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with media, django_db_blocker.unblock(), transaction.atomic():
        call_command("load_sample", stdout=io.StringIO())
        yield
        transaction.set_rollback(True)


# one worker runs them all: loading the sample takes longer than reading it
pytestmark = [pytest.mark.usefixtures("sample", "db"), pytest.mark.xdist_group("sample")]

BUREAU = "泸州市文化新闻出版局"
OTHER_SEEDS = ("区文化体育局", "县总工会")
TREE = {
    "泸州市文化新闻出版局": "泸州市双拥办",
    "江阳区文体局": "泸州市文化新闻出版局",
    "江阳区文化馆": "江阳区文体局",
    "合江县文体广局": "泸州市文化新闻出版局",
    "古蔺县文体广局": "泸州市文化新闻出版局",
    "纳溪区文体广局": "泸州市文化新闻出版局",
    "泸州市川剧团": "泸州市文化新闻出版局",
    "泸州市歌舞团": "泸州市文化新闻出版局",
    "泸州市博物馆": "泸州市文化新闻出版局",
    "泸州市图书馆": "泸州市文化新闻出版局",
    "区文化体育局": "区双拥办",
    "区图书馆": "区文化体育局",
    "各镇（街道）文化站": "区文化体育局",
    "县总工会": "县双拥办",
    "各基层工会": "县总工会",
}
TROOPS = [
    "二炮驻泸部队",
    "二炮驻泸州地区军事代表室",
    "驻泸菜坝部队",
    "四川省军区",
    "合江县消防大队",
    "泸州市军分区水上预备队",
    "江阳区武装部",
    "江阳区武装部水上应急分队",
    "江阳区武装部女子管乐团",
    "纳溪区武装部水上应急分队",
    "古蔺县公安消防大队",
    "古蔺武警中队",
    "石宝雷达站",
    "泸州市武警消防支队",
    "纳溪武警中队",
    "驻路部队",
    "九琅山部队",
    "县人武部",
]

# title part, unit, kind, date as written, troops, numbers and contributions as written
ACTIVITIES = [
    ("鱼水情深促和谐", "泸州市文化新闻出版局", "慰问演出", "7月31日", ["二炮驻泸部队"], ["演职人员近百名"]),
    ("激情广场大家乐", "泸州市文化新闻出版局", "慰问演出", "近期", [], []),
    ("建军84周年", "江阳区文体局", "慰问演出", "8月1日", ["二炮驻泸州地区军事代表室"], ["节目16"]),
    ("共庆建军节", "合江县文体广局", "慰问演出", "建军节", ["驻泸菜坝部队"], []),
    ("拥军演出", "泸州市川剧团", "慰问演出", "6月10日", ["四川省军区"], ["戏剧小品《战友情》"]),
    ("新春联欢", "泸州市歌舞团", "文体联谊", "2月", ["合江县消防大队"], []),
    ("水上预备队成立", "泸州市歌舞团", "文体联谊", "6月18日", ["泸州市军分区水上预备队"], ["派员10余人"]),
    ("江阳区武装部水上", "泸州市歌舞团", "文体联谊", "6月22日", ["江阳区武装部水上应急分队"], ["派员10余人"]),
    ("纳溪区武装部水上", "泸州市歌舞团", "文体联谊", "7月28日", ["纳溪区武装部水上应急分队"], ["派员10余人"]),
    ("建军节庆祝活动", "泸州市歌舞团", "文体联谊", "7月31日", ["二炮驻泸部队"], ["派员10余人"]),
    ("革命电影展播", "古蔺县文体广局", "电影放映", None,
     ["古蔺县公安消防大队", "古蔺武警中队", "石宝雷达站"], ["展播一周", "优秀影片多部"]),
    ("成立90周年", "江阳区文体局", "军民共建", "2011年", [], []),
    ("军民共建双拥模范城", "江阳区文体局", "军民共建", "2011年", [], []),
    ("计生文化快车", "泸州市文化新闻出版局", "文艺创作", "11月", [], ["快板一部", "小品一部"]),
    ("武警消防支队", "泸州市博物馆", "走访慰问", "“八一”期间", ["泸州市武警消防支队"], ["慰问品"]),
    ("电子阅读卡", "泸州市图书馆", "捐赠赠送", "2011年", [], ["电子阅读卡", "图书"]),
    ("现场书画", "江阳区文体局", "捐赠赠送", "7月31日下午", ["二炮驻泸部队"], ["图书"]),
    ("女子管乐团", "泸州市歌舞团", "教育培训", "2011年", ["江阳区武装部女子管乐团"], ["艺术指导多次", "文艺骨干一批"]),
    ("走访各军民共建单位", "泸州市文化新闻出版局", "军民共建", "2011年", [], []),
    ("慰问纳溪武警中队", "纳溪区文体广局", "走访慰问", "2011年", ["纳溪武警中队"], ["慰问金500元"]),
    ("慰问退伍军人", "泸州市文化新闻出版局", "优抚帮扶", "2011年", [], []),
    ("戏剧联唱", "泸州市川剧团", "文艺创作", "“八一”", [], ["《戏剧联唱》"]),
    ("新年音乐会", "区文化体育局", "文体联谊", None, [], []),
    ("体育比赛", "区文化体育局", "文体联谊", None, [], []),
    ("军民友谊赛", "区文化体育局", "文体联谊", None, ["驻路部队"], []),
    ("商都文化艺术节", "区文化体育局", "文体联谊", None, [], ["商都文化艺术节两届"]),
    ("送戏进军营", "区文化体育局", "慰问演出", "近几年", [], ["场次20多场"]),
    ("慰问驻路部队", "区文化体育局", "走访慰问", None, ["驻路部队"], []),
    ("培训班", "区文化体育局", "教育培训", None, [], ["音乐培训班1期", "篮球裁判员培训班1期", "培训人员近200人"]),
    ("体育器材进军营", "区文化体育局", "捐赠赠送", "近几年", [],
     ["体育器械50000多元", "灯光篮球场1个", "健身苑1个", "台球桌", "乒乓球桌", "室内健身器材"]),
    ("送培训进军营", "区文化体育局", "教育培训", None, [], []),
    ("宣传栏", "区文化体育局", "宣传教育", None, [], []),
    ("拥军宣传专刊", "区文化体育局", "宣传教育", "“八·一”节前夕", [], []),
    ("双拥图片展", "区文化体育局", "宣传教育", None, [], []),
]  # fmt: skip


def test_every_unit_stands_at_its_place():
    found = {u.name: Unit.objects.get_parent(u).name for u in Unit.objects.filter(depth__gt=1)}
    assert found == TREE
    assert Unit.objects.get(short_name="市文新局").name == "泸州市文化新闻出版局"


def test_every_troop_is_known_by_its_public_name():
    assert sorted(Troop.objects.values_list("name", flat=True)) == sorted(TROOPS)


@pytest.mark.parametrize(
    ("title", "unit", "kind", "held", "troops", "lines"), ACTIVITIES, ids=[a[0] for a in ACTIVITIES]
)
def test_every_activity_is_as_exact_as_its_source(title, unit, kind, held, troops, lines):
    activity = Activity.objects.get(title__contains=title, unit__name=unit)
    assert activity.kind.name == kind
    assert (str(activity.held) if activity.held else None) == held
    assert sorted(t.name for t in activity.troops.all()) == sorted(troops)
    recorded = [*activity.counts.all(), *activity.contributions.all()]
    assert [str(line) for line in recorded] == lines


def test_no_activity_is_invented():
    listed = len(ACTIVITIES)
    assert Activity.objects.exclude(title="加强协助部队文化活动").count() == listed


def test_all_activities_of_2011_are_confirmed():
    assert set(Activity.objects.values_list("status", flat=True)) == {"confirmed"}


def test_series_are_counted_by_their_dates():
    troupe = Activity.objects.get(title="加强协助部队文化活动")
    assert [str(part.held) for part in troupe.parts.all()] == [
        "2月", "6月18日", "6月22日", "7月28日", "7月31日",
    ]  # fmt: skip
    assert troupe not in Activity.objects.counted()


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("host", "江阳区文体局"),
        ("co_organiser", "嘉艺舞蹈艺术学校"),
        ("co_organiser", "江阳区文化馆"),
        ("inviter", "四川省军区国防艺术团"),
        ("participant", "区作家协会"),
        ("participant", "区书法家协会"),
        ("participant", "区美术家协会"),
        ("participant", "区摄影家协会"),
        ("participant", "部分县图书馆"),
        ("participant", "系统各单位"),
        ("host", "各区县"),
    ],
)
def test_every_partner_has_its_role(role, name):
    assert name in {str(partner) for partner in Partner.objects.filter(role=role)}


def test_guests_places_and_beneficiaries_are_kept():
    gala = Activity.objects.get(title__contains="建军84周年")
    assert "总代表周志刚、副总代表郑永魁" in gala.guests
    assert gala.place == "白塔文化广场"
    assert Activity.objects.filter(place="奢香广场").exists()
    assert Activity.objects.filter(place="军嫂社区").count() == 2
    assert set(BeneficiaryGroup.objects.values_list("category", flat=True)) == {
        "discharged", "military_family", "needy",
    }  # fmt: skip
    assert Contribution.objects.get(category="money").value.amount == 500


def test_the_co_building_pair_is_kept():
    pair = CoBuildingPair.objects.get()
    assert (pair.unit.name, pair.troop.name) == ("江阳区文体局", "二炮驻泸州地区军事代表室")


@pytest.mark.parametrize(
    ("host", "role", "post", "name"),
    [
        ("区文化体育局", "leader_in_charge", "副局长", "尚冬生"),
        ("区文化体育局", "deputy_head", "几位副局长", ""),
        ("区文化体育局", "member", "各科室和直属单位主要负责人", ""),
        ("区文化体育局", "liaison", "局办公室", ""),
        ("县总工会", "head", "党组书记、常务副主席", "黄国燕"),
    ],
)
def test_every_person_holds_the_recorded_office(host, role, post, name):
    assert Appointment.objects.filter(group__host__name=host, role=role, post=post, name=name)


def test_the_bureaus_group_stands_since_2002():
    old, new = LeadingGroup.objects.filter(host__name="区文化体育局").order_by("pk")
    assert str(old.established) == "2002年"
    assert (old.state.label, new.state.label) == ("已调整", "现行")
    assert new.previous == old


@pytest.mark.parametrize(
    ("unit", "year", "items"),
    [
        ("泸州市文化新闻出版局", 2011, ["制定考核细则", "报送单项计划", "作好宣传活动计划", "完成单项计划"]),
        ("泸州市文化新闻出版局", 2012, ["创新双拥工作机制", "加强经验交流"]),
        ("区文化体育局", 2012, [
            "加强领导，提高认识", "加强宣传，营造氛围", "加强联系，开展活动", "落实政策，解决问题",
        ]),
        ("县总工会", 2009, ["加强理论学习", "重视宣传报道", "开展双拥教育", "落实双拥政策", "举办共建活动"]),
    ],
)  # fmt: skip
def test_every_plan_has_its_measures(unit, year, items):
    plan = Plan.objects.get(unit__name=unit, year=year)
    assert [item.title for item in plan.items.all()] == items


def test_the_garbled_year_is_noted_and_advertisements_are_gone():
    plan = Plan.objects.get(unit__name="县总工会")
    assert plan.note == "原文年份残缺"
    assert [clause.title for clause in plan.requirements.all()] == [
        "提高认识，自觉增强拥军工作责任感", "加强领导，健全机制，强化保障",
    ]  # fmt: skip
    text = plan.guiding_thought + "".join(item.content for item in plan.items.all())
    assert "参考" not in text
    assert "更多信息" not in text


def test_eight_units_handed_in_a_sub_plan():
    plan = Plan.objects.get(unit__name="泸州市文化新闻出版局", year=2011)
    assert plan.sub_plans.confirmed().count() == 8
    assert str(plan.items.get(title="完成单项计划").due) == "11月中旬"


SOLVED = ("九琅山部队", "区文化体育局", "done", "", "已帮助解决，深受部队欢迎。")


@pytest.mark.parametrize(
    ("need", "particulars"),
    [
        ("部队宿舍床上用品缺乏", SOLVED),
        ("部队宿舍电视机缺乏", SOLVED),
        ("更新台球桌和篮球架", SOLVED),
        ("草坪绿化经费", SOLVED),
        ("继续举办田径裁判员知识培训", ("部队", None, "unclaimed", "", "")),
        ("军营内无法上网，文化活动和图书数量偏少：筹建军营流动图书馆",
         ("部队", "区图书馆", "in_progress", "图书1万册以上，每半年更新一次", "")),
    ],
)  # fmt: skip
def test_every_need_of_the_troops_is_listed_with_what_its_source_says(need, particulars):
    found = SupportRequest.objects.get(need=need)
    whom, unit, state, commitment, result = particulars
    assert (found.year, found.unit.name, found.direction) == (2011, "区文化体育局", "troops")
    assert (found.requester, found.state) == (whom, state)
    assert (found.responsible_unit and found.responsible_unit.name) == unit
    assert (found.commitment, found.result) == (commitment, result)


def test_no_need_day_or_rating_is_invented():
    assert SupportRequest.objects.count() == 6
    told = SupportRequest.objects.values_list("raised", "due", "closed_on", "satisfaction")
    assert set(told) == {(None, None, None, "")}


def bureaus_round(year: int = 2011) -> Round:
    return Round.objects.get(unit__name=BUREAU, year=year)


def test_the_standard_adds_up_to_a_hundred_points():
    basic = Criterion.objects.filter(kind="basic", section__standard=bureaus_round().standard)
    assert sum(criterion.points for criterion in basic) == 100


def test_the_round_has_units_at_every_point_of_the_way():
    assert bureaus_round().pk == Round.objects.order_by("pk").first().pk
    statuses = bureaus_round().assessments.values_list("status", flat=True)
    assert set(statuses) == {"draft", "submitted", "returned", "confirmed"}


def test_every_score_of_the_sample_is_one_that_its_rule_knows():
    scored = Response.objects.exclude(self_score=None).select_related("criterion")
    for response in scored.filter(assessment__round__by_year=False):
        assert check_score(response.criterion, response.self_score) is None
        assert check_score(response.criterion, response.reviewed_score) is None


def test_last_years_round_is_published_and_its_standard_goes_on():
    former = bureaus_round(2010)
    assert former.state == "published"
    assert "示例" in former.name
    results = {a.unit.name: (a.total, a.grade) for a in former.assessments.all()}
    assert results == {
        "江阳区文体局": (Decimal("97.5"), "excellent"),
        "合江县文体广局": (Decimal("89.5"), "good"),
        "泸州市歌舞团": (Decimal(90), "excellent"),
    }
    standard = bureaus_round().standard
    assert standard.carried_from == former.standard
    for criterion in Criterion.objects.filter(section__standard=standard):
        assert criterion.continues.section.standard == former.standard
        assert criterion.continues.content == criterion.content


@pytest.mark.parametrize(
    ("office", "name", "units", "years"),
    [
        ("泸州市双拥办", "双拥模范城创建周期考核", ["泸州市文化新闻出版局"], [2008, 2009, 2010, 2011]),
        ("区双拥办", "双拥合格单位考评", ["区文化体育局"], [2011]),
        ("区双拥办", "街道社区双拥工作考评", ["各镇（街道）文化站"], [2011]),
    ],
)  # fmt: skip
def test_the_real_standards_have_open_rounds(office, name, units, years):
    round_ = Round.objects.get(unit__name=office, name__contains=name)
    assert round_.state == "open"
    assert list(round_.years) == years
    assert round_.by_year == (len(years) > 1)
    assert [a.unit.name for a in round_.assessments.all()] == units


def test_the_cycle_is_partly_filled_in_year_by_year():
    responses = Response.objects.filter(assessment__round__by_year=True)
    scores = {r.criterion.number: r.self_score for r in responses.select_related("criterion")}
    mean_of_four_years = {1: Decimal("1.5"), 2: Decimal("0.88")}
    assert scores == dict.fromkeys(range(1, 7)) | mean_of_four_years
    assert responses.get(criterion__number=3).years.count() == 3


def test_a_unit_that_is_late_has_been_reminded_and_has_not_read_it():
    notice = Notice.objects.reminders().with_first_reading().get()
    assert (notice.unit.name, notice.by.unit.name) == ("古蔺县文体广局", BUREAU)
    assert notice.title == "催办：2011年度双拥工作考核（示例）自评逾期未报"
    assert "应于2011年11月15日前报送，至今没有报送" in notice.text
    assert f"{localtime(notice.at):%Y-%m-%d}" == "2011-11-18"
    assert notice.read_at is None
    assert User.objects.get(unit=notice.unit).unread_notices == 1


def test_the_results_of_2010_were_told_then_and_are_read():
    told = Notice.objects.exclude(kind="reminder")
    assert {localtime(notice.at).year for notice in told} == {2010}
    for user in User.objects.filter(unit__in=bureaus_round(2010).units.all()):
        assert user.unread_notices == 0


@pytest.fixture(scope="module")
def summary(sample, django_db_blocker) -> list[SummarySection]:
    """The bureau's summary of 2011 as it is generated, unedited."""
    with django_db_blocker.unblock():
        return generate(Unit.objects.get(name=BUREAU), 2011)


def test_the_summary_has_the_three_parts_of_its_source_with_their_levels(summary):
    titles = [section.heading for section in summary if section.level == 1]
    assert titles[:3] == [
        "坚持领导责任制，确保目标管理落实到位",
        "利用文化新闻出版系统优势，认真开展好形式多样的文化双拥活动",
        "坚持以开拓创新为指导，丰富双拥新内容",
    ]
    assert {section.level for section in summary} == {0, 1, 2, 3}
    document = numbered(build_document(drafted_for_2011(), summary))
    numbers = [block.number for block in document.body if isinstance(block, Heading)]
    assert [n for n in numbers if n.endswith("、")] == ["一、", "二、", "三、", "四、"]
    assert {"（一）", "（二）", "1. "} <= set(numbers)


@pytest.mark.parametrize(
    ("title", "unit"), [(a[0], a[1]) for a in ACTIVITIES if a[1] not in OTHER_SEEDS]
)
def test_the_summary_names_every_activity_once_with_what_is_recorded(summary, title, unit):
    activity = Activity.objects.get(title__contains=title, unit__name=unit)
    paragraphs = [p for s in summary for p in f"{s.heading}{s.text}".split("\n")]
    (told,) = [paragraph for paragraph in paragraphs if activity.title in paragraph]
    assert told.count(activity.title) == 1
    assert activity.unit.name in told or activity.unit.label in told
    held = str(activity.held or "")
    assert held in told or held == "2011年"
    assert all(troop.name in told for troop in activity.troops.all())
    for count in activity.counts.all():
        assert str(count.number) in told
    for given in activity.contributions.all():
        assert given.name in told
        assert str(given.quantity or "") in told
        assert str(given.value or "") in told


def test_each_of_the_three_documents_fits_one_page_in_the_short_style():
    for name, year in ((BUREAU, 2011), (OTHER_SEEDS[0], 2011), (OTHER_SEEDS[1], 2009)):
        unit = Unit.objects.get(name=name)
        brief = generate(unit, year, style=Style.SHORT)
        document = build_document(drafted(unit, year, today=date(year, 12, 31)), brief)
        assert len(read(render_pdf(document))) == 1, name


def test_the_figures_of_the_opening_are_the_selectors(summary):
    figures = year_figures(Unit.objects.get(name=BUREAU), 2011)
    assert figures.activities == 21
    opening = filled(summary[0].text, values_of(figures))
    assert f"双拥活动{figures.activities}项" in opening
    assert all(f"{kind.label}{kind.count}项" in opening for kind in figures.by_kind)
    assert f"由{figures.units}个单位组织" in opening
    assert f"部队{figures.troops}支" in opening
    assert f"慰问金{figures.money}" in opening


@pytest.mark.parametrize(
    ("name", "year"), [(BUREAU, 2011), ("区文化体育局", 2011), ("县总工会", 2009)]
)
def test_a_generated_summary_has_every_number_from_a_record_and_no_slip_of_its_own(name, year):
    unit = Unit.objects.get(name=name)
    drafted_then = drafted(unit, year, today=date(year, 12, 31))
    report = proofread_sections(drafted_then, generate(unit, year))
    looked_up = (*report.numbers, *report.dates)
    assert [row.span.quote for row in looked_up if row.state != State.AGREES] == []
    own = [f.message for f in report.findings if f.kind in OWN_WORDS and not f.sources]
    assert own == []
    told = {f.kind for f in report.findings if f.severity != Severity.HINT}
    assert told <= OWN_WORDS
    assert report.missing.activities == ()


def drafted_for_2011() -> Summary:
    return drafted(Unit.objects.get(name=BUREAU), 2011, today=date(2011, 12, 31))


def test_there_is_an_account_for_each_role():
    assert set(User.objects.values_list("role", flat=True)) == set(Role.values)


def test_a_database_in_use_is_refused():
    with pytest.raises(CommandError, match="已有数据"):
        call_command("load_sample")
