"""No fact of a record is lost in its sentences, and none is told twice."""

import pytest

from activities.models import (
    Activity,
    ActivityCount,
    BeneficiaryGroup,
    Contribution,
    Partner,
)
from reports.summary.generating.records import reported
from reports.summary.telling.items import phrase
from shuangyong.review import Status
from shuangyong.vague import VagueDate, VagueNumber
from tests.factories import YEAR, make_activity, make_troop

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(troupe):
    """Tells a confirmed activity of the troupe as the summary does."""

    def tell_it(activity: Activity) -> str:
        Activity.objects.update(status=Status.CONFIRMED)
        return str(phrase(reported(troupe, YEAR).get(pk=activity.pk), YEAR))

    return tell_it


def count(activity, label, number):
    ActivityCount.objects.create(activity=activity, label=label, number=VagueNumber.parse(number))


@pytest.mark.parametrize(
    ("narrative", "counts", "expected"),
    [
        ("赴2011年军营开放日演出", [("场次", "2")], "共2场"),
        ("演职人员10余人到场", [("演职人员", "10余人"), ("观众", "10余人")], "观众10余人"),
        ("派员参加", [("派员", "10余人")], "派员10余人参加"),
        ("举办甲班和乙班", [("甲班", "1期"), ("乙班", "1期")], "举办甲班1期和乙班1期"),
    ],
)
def test_a_figure_is_told_beside_its_word(told, troupe, narrative, counts, expected):
    activity = make_activity(troupe, narrative=narrative)
    for label, number in counts:
        count(activity, label, number)
    assert expected in told(activity)


@pytest.mark.parametrize(
    ("narrative", "label", "number"),
    [
        ("近百名演职人员慰问官兵", "演职人员", "近百名"),
        ("近200人参加", "培训人员", "近200人"),
        ("在广场进行了为期一周的展播", "展播", "一周"),
    ],
)
def test_a_figure_that_the_narrative_holds_is_not_told_again(
    told, troupe, narrative, label, number
):
    activity = make_activity(troupe, narrative=narrative)
    count(activity, label, number)
    assert told(activity).count(number) == 1


def test_money_is_not_taken_for_a_part_of_a_larger_sum(told, troupe):
    activity = make_activity(troupe, narrative="全系统共捐1500元")
    Contribution.objects.create(
        activity=activity, category="money", name="慰问金", value=VagueNumber.parse("500元")
    )
    assert "送上慰问金500元" in told(activity)


def test_a_gift_without_a_name_is_told_by_its_category(told, troupe):
    activity = make_activity(troupe)
    Contribution.objects.create(activity=activity, category="goods")
    Contribution.objects.create(activity=activity, category="other")
    assert "送上慰问品" in told(activity)
    assert "其他" not in told(activity)


def test_every_partner_is_told_with_its_role(told, troupe):
    activity = make_activity(troupe)
    for role, name in (
        ("inviter", "市军分区"),
        ("participant", "市图书馆"),
        ("organiser", "市群艺馆"),
        ("co_organiser", "市音协"),
    ):
        Partner.objects.create(activity=activity, role=role, name=name)
    text = told(activity)
    for said in ("应市军分区邀请", "会同市图书馆", "市群艺馆承办", "市音协协办"):
        assert said in text


@pytest.mark.parametrize(
    ("as_written", "title", "expected"),
    [
        ("驻城各部队", "军民联欢晚会", "与驻城各部队举办军民联欢晚会"),
        ("驻城各部队", "慰问官兵", "到驻城各部队慰问官兵"),
        ("部队", "慰问官兵", "慰问官兵。"),
        ("驻城各部队", "慰问驻城各部队", "慰问驻城各部队。"),
    ],
)
def test_troops_are_told_as_the_source_names_them(told, troupe, as_written, title, expected):
    activity = make_activity(troupe, title, troops_as_written=as_written)
    text = told(activity)
    assert expected in text
    assert text.count(as_written) == (0 if as_written == "部队" else 1)


@pytest.mark.parametrize(
    ("narrative", "number", "expected"),
    [
        ("", None, "惠及军属"),
        ("", "12户", "惠及军属12户"),
        ("看望军属", None, "看望军属"),
        ("为优抚对象办实事", None, "为优抚对象办实事。"),
        ("看望军属12户", "12户", "看望军属12户"),
    ],
)
def test_beneficiaries_are_told_once(told, troupe, narrative, number, expected):
    activity = make_activity(troupe, narrative=narrative)
    BeneficiaryGroup.objects.create(
        activity=activity,
        category="military_family",
        number=number and VagueNumber.parse(number),
    )
    text = told(activity)
    assert expected in text
    assert text.count("军属") <= 1


def test_a_date_of_a_series_keeps_place_and_partners(told, troupe):
    series = make_activity(troupe, "协助部队文化活动", held="2011年", is_series=True)
    part = make_activity(
        troupe, "成立大会", held="6月18日", series=series, place="江边营区", narrative="派员参加"
    )
    part.troops.add(make_troop(troupe))
    Partner.objects.create(activity=part, role="inviter", name="市军分区")
    Partner.objects.create(activity=part, role="co_organiser", name="市音协")
    text = told(series)
    assert "6月18日，应市军分区邀请，在江边营区派员参加成立大会" in text
    assert "市音协协办" in text
    assert "驻滨江某部" in text


@pytest.mark.parametrize(
    ("label", "text", "narrative", "expected"),
    [
        ("比赛项目", "篮球、乒乓球", "与官兵联谊", "比赛项目有篮球、乒乓球"),
        ("比赛项目", "篮球、乒乓球", "举行了篮球赛", "比赛项目有篮球、乒乓球"),
        ("议题", "军营图书室建设", "座谈", "议题为军营图书室建设"),
    ],
)
def test_a_fact_that_the_narrative_leaves_out_is_told(
    told, troupe, label, text, narrative, expected
):
    activity = make_activity(troupe, narrative=narrative)
    activity.facts.create(label=label, text=text)
    assert expected in told(activity)


def test_a_fact_that_the_narrative_tells_is_not_told_again(told, troupe):
    activity = make_activity(troupe, narrative="举行了篮球赛和乒乓球赛")
    activity.facts.create(label="比赛项目", text="篮球、乒乓球")
    assert "比赛项目" not in told(activity)


@pytest.mark.parametrize(
    ("category", "value", "expected"),
    [
        ("facilities", "5万余元", "援建灯光球场（价值5万余元，6月底建成移交）"),
        ("facilities", None, "援建灯光球场（6月底建成移交）"),
        ("equipment", None, "赠送灯光球场（6月底移交）"),
    ],
)
def test_when_something_was_handed_over_is_told(told, troupe, category, value, expected):
    activity = make_activity(troupe, narrative="为官兵改善条件")
    activity.contributions.create(
        category=category,
        name="灯光球场",
        value=value and VagueNumber.parse(value),
        given_on=VagueDate.parse("6月底", year=YEAR),
    )
    assert expected in told(activity)
