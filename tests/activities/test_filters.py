"""Filters of the list: each narrows as it says, the address carries them, nonsense is told."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from activities import search
from activities.models import Activity, ActivityCount, SupportRequest
from activities.request_links import candidates
from shuangyong.vague import VagueNumber
from tests.cases import each
from tests.factories import (
    make_activity,
    make_kind,
    make_measure,
    make_need,
    make_plan,
    make_troop,
    make_unit,
    submitted,
)

from .files import photo

LIST = "/activities/"


@pytest.fixture
def page(client_of, reviewer):
    """The page of the list with these filters, as the bureau's reviewer sees it."""
    return lambda **filters: client_of(reviewer).get(LIST, filters)


@pytest.fixture
def titles(page):
    """The titles on it."""
    return lambda **filters: [a.title for a in page(**filters).context["page_obj"].object_list]


@pytest.fixture
def work(troupe, bureau, liaison, client_of):
    """A year in which every activity is something that the others are not."""
    plan = make_plan(bureau)
    planned = make_activity(
        bureau, "下乡放映", held="3月", plan_item=make_measure(plan), narrative="放映",
        troops_as_written="驻滨江消防大队",
    )  # fmt: skip
    ActivityCount.objects.create(activity=planned, label="场次", number=VagueNumber.parse("3场"))
    series = make_activity(troupe, "巡演", held="9月", is_series=True, narrative="巡演")
    make_activity(troupe, "巡演第一场", held="9月2日", series=series, narrative="巡演")
    met = make_activity(bureau, "座谈会", held=None, is_innovation=True, narrative="座谈")
    met.troops.add(make_troop(bureau, "驻滨江某团"))
    search.refresh([met])
    make_need(bureau).activities.add(met)
    gala = make_activity(troupe, "八一晚会", occasion="army_day")
    client_of(liaison).post(f"{gala.get_absolute_url()}evidence/", {"evidence": [photo()]})
    submitted(gala, liaison)
    make_activity(bureau, "旧事", year=2009, held="8月1日")
    return Activity.objects.all()


@each(
    ("filters", "expected"),
    [
        ({"month": "9"}, {"巡演", "巡演第一场"}),
        ({"month": "上半年"}, {"下乡放映"}),
        ({"month": "八一期间"}, {"八一晚会"}),
        ({"since": "7.1"}, {"巡演", "巡演第一场", "八一晚会"}),
        ({"until": "7月"}, {"下乡放映", "八一晚会"}),
        ({"since": "八一期间", "until": "8月"}, {"八一晚会"}),
        ({"since": "9月10日"}, {"巡演"}),
        ({"troop": "某团"}, {"座谈会"}),
        ({"troop": "消防"}, {"下乡放映"}),
        ({"occasion": "army_day"}, {"八一晚会"}),
        ({"evidence": "yes"}, {"八一晚会"}),
        ({"evidence": "photos"}, {"八一晚会"}),
        ({"evidence": "no_photos"}, {"下乡放映", "巡演", "巡演第一场", "座谈会"}),
        ({"planned": "yes"}, {"下乡放映"}),
        ({"planned": "no"}, {"巡演", "巡演第一场", "座谈会", "八一晚会"}),
        ({"needed": "yes"}, {"座谈会"}),
        ({"needed": "no", "planned": "no", "status": "submitted"}, {"八一晚会"}),
        ({"form_of": "series"}, {"巡演"}),
        ({"form_of": "part"}, {"巡演第一场"}),
        ({"form_of": "single"}, {"下乡放映", "座谈会", "八一晚会"}),
        ({"innovation": "yes"}, {"座谈会"}),
        ({"missing": "date"}, {"座谈会"}),
        ({"missing": "narrative"}, {"八一晚会"}),
        ({"missing": "counts"}, {"巡演", "巡演第一场", "座谈会", "八一晚会"}),
        ({"years": "all", "missing": "narrative"}, {"八一晚会", "旧事"}),
        ({"year": "2009"}, {"旧事"}),
    ],
)
def test_each_filter_narrows_as_it_says(titles, work, filters, expected):
    found = titles(**filters)
    assert set(found) == expected
    assert len(found) == len(expected)


def test_what_i_recorded_is_what_i_handed_in(client_of, liaison, reviewer, work):
    mine = client_of(liaison).get(LIST, {"mine": "yes"}).context["page_obj"].object_list
    assert [activity.title for activity in mine] == ["八一晚会"]
    assert not client_of(reviewer).get(LIST, {"mine": "yes"}).context["total"]


def test_a_unit_is_chosen_by_its_key_or_named(titles, work, troupe):
    expected = {"巡演", "巡演第一场", "八一晚会"}
    assert set(titles(unit=troupe.pk)) == expected
    assert set(titles(unit="市歌舞团")) == expected


def test_a_troop_s_page_may_link_by_its_key(titles, work):
    troop = Activity.objects.get(title="座谈会").troops.get()
    assert titles(troop=troop.pk) == ["座谈会"]


@pytest.mark.parametrize("unit", ["foreign_office", "office"])
def test_a_unit_out_of_scope_finds_nothing_and_is_not_named(request, page, work, unit):
    foreign = request.getfixturevalue(unit)
    make_activity(foreign, "别处的活动")
    by_key, by_name = page(unit=foreign.pk), page(unit=foreign.name)
    assert by_key.context["total"] == by_name.context["total"] == 0
    assert "不在您的范围内" in by_key.content.decode()
    assert foreign.name not in by_key.content.decode()
    assert "别处的活动" not in by_key.content.decode() + by_name.content.decode()


def test_a_troop_of_another_tree_is_not_named(page, work, foreign_office):
    troop = make_troop(foreign_office, "驻远山某旅")
    assert "驻远山某旅" not in page(troop=troop.pk).content.decode()


def test_another_office_s_own_kind_is_not_offered(page, work, foreign_office, office):
    make_kind("别处自设").__class__.objects.filter(name="别处自设").update(unit=foreign_office)
    make_kind("本市自设").__class__.objects.filter(name="本市自设").update(unit=office)
    text = page().content.decode()
    assert "本市自设" in text
    assert "别处自设" not in text


NONSENSE = [
    ("month", "十三"), ("kind", "abc"), ("kind", "99999999999999999999"), ("status", "'"),
    ("since", "某天"), ("until", "2月30日"), ("occasion", "no"), ("evidence", "maybe"),
    ("planned", "x"), ("needed", "x"), ("form_of", "x"), ("missing", "x"), ("sort", "height"),
    ("years", "1"), ("q", "长" * 101), ("troop", "部" * 81),
]  # fmt: skip


@each(("name", "value"), NONSENSE)
def test_what_is_no_value_is_ignored_with_a_note(page, work, name, value):
    answer = page(**{name: value})
    assert answer.status_code == 200
    assert answer.context["total"] == 5
    label = answer.context["filter"].form.fields[name].label
    assert f"“{label}”：" in answer.content.decode()
    assert "这个条件没有起作用" in answer.content.decode()


@each("value", ["abc", "0", "99999999999999999999", "-1", "²", "\0", "%", "'"])
@each("name", ["unit", "troop", "q", "year", "page", "view", "years"])
def test_no_address_breaks_the_page(client_of, reviewer, work, name, value):
    client = client_of(reviewer)
    assert client.get(LIST, {name: value}).status_code in (200, 404)
    assert client.get(f"{LIST}export/", {name: value}).status_code == 200


def test_a_period_that_ends_before_it_begins_is_told(page, work):
    assert "结束时间不能早于开始时间" in page(since="9月", until="3月").content.decode()


def test_active_filters_are_chips_that_take_themselves_away(page, work, troupe):
    answer = page(q="演", unit=troupe.pk, sort="unit", year="2011")
    chips = answer.context["chips"]
    assert [(chip.label, chip.value) for chip in chips] == [
        ("搜索", "演"), ("单位（含下属）", "市歌舞团"),
    ]  # fmt: skip
    assert chips[0].without == f"?unit={troupe.pk}&sort=unit&year=2011"


def test_what_is_folded_and_active_is_counted(page, work):
    text = page(evidence="no", planned="no", status="draft").content.decode()
    assert '<span id="folded">（2）</span>' in text
    assert '<details class="more-filters">' in text
    assert '<details class="more-filters" open>' in page(since="某天").content.decode()


def test_the_fragment_brings_the_count_along(client_of, reviewer, work):
    fragment = client_of(reviewer).get(LIST, {"evidence": "no"}, headers={"HX-Request": "true"})
    assert '<span id="folded" hx-swap-oob="true">（1）</span>' in fragment.content.decode()


@pytest.mark.parametrize(
    ("sort", "head", "way"),
    [
        (None, "时间", "descending"),
        ("date", "时间", "ascending"),
        ("unit", "单位", "ascending"),
        ("status", "状态", "ascending"),
    ],
)
def test_the_head_of_the_sorted_column_says_so(page, work, sort, head, way):
    answer = page(**({"sort": sort} if sort else {}))
    sorted_by = {each.label: each.sorted for each in answer.context["heads"]}
    assert {label for label, how in sorted_by.items() if how != "none"} == {head}
    assert sorted_by[head] == way
    assert answer.content.decode().count("aria-sort") == 1


def test_clicking_the_head_of_time_turns_the_order_round(page, work, titles):
    turned = page(q="演").context["heads"][0].address
    assert "sort=date" in turned
    assert "sort=-date" in page(q="演", sort="date").context["heads"][0].address
    assert titles(sort="date")[-1] == titles(sort="-date")[-1] == "座谈会"  # dateless: last


def test_hits_are_marked_in_title_and_narrative(page, work):
    Activity.objects.filter(title="八一晚会").update(title="<b>八·一</b>晚会")
    assert "&lt;b&gt;<mark>八·一</mark>&lt;/b&gt;晚会" in page(q="八一").content.decode()
    text = page(q="座谈 某团").content.decode()
    assert '<span class="chip-label">参加部队</span>驻滨江<mark>某团</mark>' in text


def test_an_empty_result_says_which_filter_to_drop(page, work):
    answer = page(q="巡演", status="submitted")
    assert [(chip.name, number) for chip, number in answer.context["loosened"]] == [
        ("q", 1), ("status", 2),
    ]  # fmt: skip
    assert "不限状态" in answer.content.decode()


def test_the_sheet_holds_what_the_page_shows_in_its_order(client_of, reviewer, work, titles):
    for filters in ({}, {"planned": "no", "sort": "unit"}, {"q": "巡演", "sort": "date"}):
        answer = client_of(reviewer).get(f"{LIST}export/", filters)
        assert listed(answer) == titles(**filters)


@pytest.mark.parametrize("number", ["0", "-1", "abc", "99999", "9" * 40])
def test_a_page_that_is_none_shows_one_that_is(page, work, number):
    answer = page(page=number)
    assert answer.status_code == 200
    assert answer.context["page_obj"].object_list


def test_an_emptied_last_page_leads_to_the_one_before(page, troupe):
    for number in range(26):
        make_activity(troupe, f"慰问{number}")
    Activity.objects.filter(title="慰问0").delete()
    assert len(page(page=2).context["page_obj"].object_list) == 25


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("，。！", "请输入文字或数字，只有标点符号无法搜索。"),
        ("文" * 101, "搜索的文字不能超过 100 个字。"),
        ("文\0化", "搜索的文字里有不能识别的字符。"),
    ],
)
def test_what_cannot_be_searched_is_said(page, work, query, said):
    assert said in page(q=query).content.decode()


def listed(answer) -> list[str]:
    """The titles of an exported sheet."""
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    heads, *rows = list(book.active.values)[2:-1]
    return [row[heads.index("活动名称")] for row in rows]


def test_an_account_of_many_units_names_one_instead_of_choosing(client_of, reviewer, bureau):
    for number in range(45):
        make_unit(f"滨江市第{number}文化站", under=bureau)
    text = client_of(reviewer).get(LIST).content.decode()
    assert reverse("units:unit-names") in text
    assert "第44文化站" not in text
    found = client_of(reviewer).get(LIST, {"unit": "滨江市第44文化站"})
    assert found.context["chips"][0].value == "滨江市第44文化站"


EVERYTHING = (
    "?q=演出&month=八一期间&status=draft&since=1月&until=12月&troop=某&occasion=army_day"
    "&evidence=no&planned=no&needed=no&form_of=single&missing=counts&mine=yes&sort=unit"
)


def test_the_queries_of_a_filtered_list_do_not_grow(count_queries, liaison, troupe):
    make_activity(troupe, narrative="演出")
    pages = [f"{LIST}?q=演出", f"{LIST}{EVERYTHING}", f"{LIST}?unit={troupe.pk}"]
    few = [count_queries(liaison, url) for url in pages]
    for number in range(30):
        make_activity(troupe, f"慰问{number}", narrative="到连队演出", troops_as_written="某部")
        make_troop(troupe, f"驻滨江{number}连")
    assert [count_queries(liaison, url) for url in pages] == few


def test_a_need_finds_its_answers_by_goods_and_films(client_of, reviewer, bureau, work):
    need = SupportRequest.objects.get()
    assert [a.title for a in candidates(need, reviewer, "晚会")] == ["八一晚会"]
