"""A logged activity proposes the measure it fulfils; what fits none is 计划外."""

import pytest

from activities.matching import Sketch, alike, measures_for, proposals
from activities.models import Activity
from shuangyong.vague import VagueDate
from tests.cases import each
from tests.factories import (
    YEAR,
    make_activity,
    make_kind,
    make_measure,
    make_plan,
    make_unit,
    submitted,
)
from units.models import AuditEvent

LIST = "/activities/"
FRAGMENT = "/activities/measures/"


@pytest.fixture
def plan(troupe):
    """The troupe's plan."""
    return make_plan(troupe)


def sketch(title="", kind=None, held=None, occasion="") -> Sketch:
    """A half-typed activity."""
    return Sketch(
        title, kind and make_kind(kind), held and VagueDate.parse(held, year=YEAR), occasion
    )


def proposed(activity, unit) -> list[tuple[str, str]]:
    """Titles and reasons, the best first."""
    found = proposals(activity, measures_for(unit, YEAR), unit=unit)
    return [(str(proposal.item), proposal.reason) for proposal in found]


@each(
    ("measure", "activity", "reason"),
    [
        (
            {"kind": "慰问演出", "due": "“八一”期间"}, {"kind": "慰问演出", "held": "7月31日"},
            "类别相同、时间在措施时段内",
        ),
        ({"kind": "慰问演出"}, {"kind": "慰问演出", "held": "7月31日"}, "类别相同"),
        (
            {"kind": "慰问演出", "occasion": "army_day"},
            {"kind": "慰问演出", "occasion": "army_day"}, "类别相同、节点相同",
        ),
        (
            {"kind": "慰问演出", "occasion": "army_day"}, {"kind": "慰问演出", "held": "7月28日"},
            "类别相同、时间在节点前后",
        ),
        ({"due": "7月"}, {"title": "军营消夏晚会", "held": "7月5日"}, "名称相近、时间在措施时段内"),
        ({"kind": "慰问演出", "due": "12月底"}, {"kind": "慰问演出", "held": "7月31日"}, "类别相同"),
        ({"kind": "慰问演出", "due": "2月"}, {"kind": "慰问演出", "held": "7月31日"}, None),
        ({"due": "7月"}, {"title": "走访烈属", "held": "7月5日"}, None),
        ({"kind": "电影放映", "due": "7月"}, {"kind": "慰问演出", "held": "7月5日"}, None),
        ({}, {}, None),
    ],
)  # fmt: skip
def test_kind_time_and_title_speak_for_a_measure(plan, troupe, measure, activity, reason):
    kind = measure.pop("kind", None)
    make_measure(plan, "举办军营消夏晚会", target_kind=kind and make_kind(kind), **measure)
    expected = [("举办军营消夏晚会", reason)] if reason else []
    assert proposed(sketch(**activity), troupe) == expected


def test_the_best_three_are_proposed_the_best_first(plan, troupe):
    for title, due in [
        ("甲", "2月"),
        ("乙", "全年"),
        ("丙", "7月"),
        ("丁", None),
        ("戊", "7月31日"),
    ]:
        make_measure(plan, title, target_kind=make_kind("慰问演出"), due=due)
    found = proposed(sketch(kind="慰问演出", held="7月31日"), troupe)
    assert [title for title, _ in found] == ["丙", "戊", "乙"]


def test_superior_measures_are_proposed_to_the_units_they_name(bureau, troupe, union):
    above = make_plan(bureau)
    kind = make_kind("慰问演出")
    make_plan(troupe, parent=above)
    make_measure(above, "指名演出", target_kind=kind, responsible_unit=troupe)
    shared = make_measure(above, "合办演出", target_kind=kind, responsible_unit=union)
    shared.further_units.add(troupe)
    make_measure(above, "各单位演出", target_kind=kind, is_for_all=True)
    make_measure(above, "别人的演出", target_kind=kind, responsible_unit=union)
    titles = {title for title, _ in proposed(sketch(kind="慰问演出"), troupe)}
    assert titles == {"指名演出", "合办演出", "各单位演出"}
    assert proposed(sketch(kind="慰问演出"), union) == []  # it was not issued to the union


def test_the_own_measure_stands_for_the_superior_one_that_it_answers(bureau, troupe):
    above = make_plan(bureau)
    own = make_plan(troupe, parent=above)
    kind = make_kind("慰问演出")
    superior = make_measure(above, "全局演出", target_kind=kind, responsible_unit=troupe)
    make_measure(own, "本团演出", target_kind=kind, answers=superior)
    assert proposed(sketch(kind="慰问演出"), troupe) == [("本团演出", "类别相同")]


def test_other_years_and_other_units_propose_nothing(troupe, union):
    kind = make_kind("慰问演出")
    make_measure(make_plan(troupe, year=YEAR - 1), target_kind=kind)
    make_measure(make_plan(union), target_kind=kind)
    assert proposed(sketch(kind="慰问演出"), troupe) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("“八一”慰问演出活动", "慰问演出", True),
        ("开展双拥活动", "组织双拥工作", False),
        ("走访慰问", "电影放映", False),
        ("", "慰问演出", False),
    ],
)
def test_titles_are_alike_by_their_words(one, other, same):
    assert alike(one, other) == same


def test_the_form_shows_proposals_while_one_types(client_of, liaison, plan, troupe):
    kind = make_kind("慰问演出")
    item = make_measure(plan, "慰问演出两场", target_kind=kind, due="“八一”期间")
    typed = {"kind": kind.pk, "held": "7月31日", "unit": troupe.pk, "title": "鱼水情"}
    text = client_of(liaison).get(FRAGMENT, typed).content.decode()
    assert f'data-choose-measure="{item.pk}" aria-pressed="false"' in text
    for words in ("慰问演出两场", "市歌舞团 · 类别相同、时间在措施时段内"):
        assert words in text
    assert 'aria-pressed="true"' in client_of(liaison).get(
        FRAGMENT, typed | {"plan_item": item.pk}
    ).content.decode()  # fmt: skip


@each(
    "typed",
    [
        {}, {"held": "不知何时"}, {"kind": "x"}, {"unit": "999999"}, {"plan_item": "x"},
        {"occasion": "圣诞"}, {"title": "演" * 3000},
    ],
)  # fmt: skip
def test_what_cannot_be_read_yet_proposes_nothing(client_of, liaison, plan, typed):
    make_measure(plan, "走访慰问")
    answer = client_of(liaison).get(FRAGMENT, typed)
    assert (answer.status_code, answer.content.decode().strip()) == (200, "")


def test_a_unit_out_of_reach_proposes_nothing_of_its_plans(client_of, liaison, union):
    make_measure(make_plan(union), "工会的演出", target_kind=make_kind("慰问演出"))
    typed = {"unit": union.pk, "kind": make_kind("慰问演出").pk}
    assert "工会的演出" not in client_of(liaison).get(FRAGMENT, typed).content.decode()


@pytest.fixture
def planned(plan):
    """A measure that a performance on 31 July fulfils."""
    return make_measure(plan, "慰问演出两场", target_kind=make_kind("慰问演出"))


def link_url(activity, item) -> str:
    return f"{activity.get_absolute_url()}measures/{item.pk}/"


def test_the_page_of_an_activity_links_it_with_one_click(client_of, liaison, troupe, planned):
    activity = make_activity(troupe)
    page, browser = activity.get_absolute_url(), client_of(liaison)
    text = browser.get(page).content.decode()
    assert "可能对应的措施" in text
    assert "计划外" in text
    after = browser.post(link_url(activity, planned), follow=True).content.decode()
    assert "已关联措施：慰问演出两场" in after
    assert "可能对应的措施" not in after
    assert "计划外" not in after
    activity.refresh_from_db()
    assert (activity.plan_item, activity.revision) == (planned, 1)
    event = AuditEvent.objects.get(action="关联措施")
    assert event.changes == {"对应措施": ["", "慰问演出两场"]}


def test_what_is_out_of_the_units_hands_is_not_linked(client_of, liaison, troupe, planned):
    activity = submitted(make_activity(troupe), liaison)
    browser = client_of(liaison)
    assert "可能对应的措施" not in browser.get(activity.get_absolute_url()).content.decode()
    page = browser.post(link_url(activity, planned), follow=True)
    assert "活动已提交，不能再改对应措施。" in page.content.decode()
    activity.refresh_from_db()
    assert activity.plan_item is None


@each(
    ("who", "status"),
    {
        "liaison": 302, "bureau_liaison": 302, "reviewer": 403, "office_reviewer": 403,
        "leader": 403, "other_liaison": 404, "stranger": 404, "admin": 403, "auditor": 403,
    }.items(),
)  # fmt: skip
def test_who_links_an_activity(status_of, troupe, planned, who, status):
    activity = make_activity(troupe)
    assert status_of(who, link_url(activity, planned), {}) == status
    activity.refresh_from_db()
    assert (activity.plan_item == planned) == (status == 302)


def test_a_measure_of_others_cannot_be_linked(client_of, liaison, troupe, union):
    activity, foreign = make_activity(troupe), make_measure(make_plan(union))
    assert client_of(liaison).post(link_url(activity, foreign)).status_code == 404


def test_linking_is_never_a_mere_visit(status_of, troupe, planned):
    assert status_of("liaison", link_url(make_activity(troupe), planned)) == 405


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        ("", ["有计划的", "分次演出", "系列", "临时走访"]),
        ("yes", ["有计划的", "分次演出", "系列"]),
        ("no", ["临时走访"]),
    ],
)
def test_the_list_tells_planned_from_unplanned(client_of, liaison, troupe, planned, wanted, titles):
    make_activity(troupe, "有计划的", plan_item=planned)
    series = make_activity(troupe, "系列", held="全年", is_series=True, plan_item=planned)
    make_activity(troupe, "分次演出", series=series)
    make_activity(troupe, "临时走访")
    page = client_of(liaison).get(LIST, {"planned": wanted})
    assert {str(activity) for activity in page.context["page_obj"]} == set(titles)
    assert page.content.decode().count('">计划外</span>') == ("临时走访" in titles)


def test_planned_and_unplanned_are_told_apart_alike_in_list_and_page(troupe, planned):
    series = make_activity(troupe, "系列", is_series=True, plan_item=planned)
    make_activity(troupe, "分次", series=series)
    make_activity(troupe, "单独")
    make_activity(troupe, "有计划", plan_item=planned)
    for activity in Activity.objects.all():
        assert activity.is_planned == Activity.objects.planned().filter(pk=activity.pk).exists()
        assert activity.is_planned != Activity.objects.unplanned().filter(pk=activity.pk).exists()


def test_proposals_take_as_many_queries_however_many_measures_there_are(
    count_queries, bureau_liaison, bureau, troupe, plan, planned
):
    kind = make_kind("慰问演出")
    activity = make_activity(troupe)
    pages = [f"{FRAGMENT}?kind={kind.pk}&unit={troupe.pk}", activity.get_absolute_url(), LIST]
    few = [count_queries(bureau_liaison, page) for page in pages]
    for number in range(15):
        unit = make_unit(f"滨江市第{number}馆", under=bureau)
        make_measure(make_plan(unit), target_kind=kind)
        make_measure(plan, f"演出{number}", target_kind=kind).further_units.add(unit)
        make_activity(troupe, f"活动{number}")
    assert [count_queries(bureau_liaison, page) for page in pages] == few
