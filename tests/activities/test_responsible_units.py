"""责任单位 are written as people write them: 市文化局、市总工会, or 各单位."""

import pytest

from activities.models import PlanItem
from tests.cases import each
from tests.factories import make_measure, make_plan, make_unit
from units.models import Unit

from .test_plans import NEW, edit_url, line_of, typed


@pytest.fixture
def browser(client_of, office_reviewer):
    """The office's browser."""
    return client_of(office_reviewer)


def write(browser, office, text: str):
    """The answer to a plan with one measure for `text`."""
    return browser.post(NEW, typed(office, items=[{"title": "慰问演出", "responsible": text}]))


@each(
    ("text", "first", "others", "for_all"),
    [
        ("市文化局", "滨江市文化局", [], False),
        ("滨江市文化局", "滨江市文化局", [], False),
        ("市文化局、滨江市总工会", "滨江市文化局", ["滨江市总工会"], False),
        ("滨江市总工会，市文化局；市歌舞团", "滨江市总工会", ["滨江市文化局", "滨江市歌舞团"], False),
        ("市文化局 滨江市总工会", "滨江市文化局", ["滨江市总工会"], False),
        ("市文化局、滨江市文化局、", "滨江市文化局", [], False),
        ("各单位", None, [], True),
        ("各成员单位", None, [], True),
        ("市文化局、各单位", "滨江市文化局", [], True),
        ("", None, [], False),
    ],
)  # fmt: skip
def test_units_are_recognised_by_full_and_short_name(
    browser, office, bureau, union, troupe, text, first, others, for_all
):
    assert write(browser, office, text).status_code == 302
    item = PlanItem.objects.get()
    assert (item.responsible_unit and item.responsible_unit.name) == first
    assert [unit.name for unit in item.further_units.all()] == others
    assert item.is_for_all == for_all


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("市卫生局", ["没有名为“市卫生局”的单位"]),
        ("市文化局、市卫生局、市水利局", ["“市卫生局”", "“市水利局”"]),
        ("文体局", ["有多个单位简称“文体局”，请写全称：东区文体局、西区文体局"]),
        ("远山市双拥办", ["没有名为“远山市双拥办”的单位"]),
        ("已撤销的剧团", ["没有名为“已撤销的剧团”的单位"]),
    ],
)
def test_a_name_that_is_none_is_quoted_at_the_field(
    browser, office, bureau, foreign_office, text, messages
):
    for name in ("东区文体局", "西区文体局"):
        make_unit(name, under=office, short_name="文体局")
    make_unit("已撤销的剧团", under=bureau, is_active=False)
    page = write(browser, office, text)
    errors = str(page.context["lines"]["items"].errors[0]["responsible"])
    for message in messages:
        assert message in errors
    assert f'value="{text}"' in page.content.decode()
    assert not PlanItem.objects.exists()


def test_of_two_units_with_one_short_name_the_form_writes_the_full_names(browser, office):
    plan = make_plan(office)
    east = make_unit("东区文体局", under=office, short_name="文体局")
    west = make_unit("西区文体局", under=office, short_name="文体局")
    item = make_measure(plan, responsible_unit=east)
    item.further_units.add(west)
    line = browser.get(edit_url(plan)).context["lines"]["items"].forms[0]
    assert line["responsible"].value() == "东区文体局、西区文体局"


def test_what_was_written_comes_back_and_saves_unchanged(browser, office, bureau, union):
    plan = make_plan(office)
    item = make_measure(plan, responsible_unit=union, is_for_all=True)
    item.further_units.add(bureau)
    line = browser.get(edit_url(plan)).context["lines"]["items"].forms[0]
    assert line["responsible"].value() == "各单位、滨江市总工会、市文化局"
    row = line_of(item, responsible=line["responsible"].value(), due="7月")
    browser.post(edit_url(plan), typed(office, seen_revision=0, items=[row], existing={"items": 1}))
    item.refresh_from_db()
    assert (str(item.due), item.responsible_unit, item.is_for_all) == ("7月", union, True)
    assert list(item.further_units.all()) == [bureau]


def test_a_unit_that_a_measure_names_already_stays(client_of, liaison, troupe, union):
    plan = make_plan(troupe)
    item = make_measure(plan, responsible_unit=union)
    row = line_of(item, responsible="滨江市总工会", due="7月")
    form = typed(troupe, seen_revision=0, items=[row], existing={"items": 1})
    assert client_of(liaison).post(edit_url(plan), form).status_code == 302
    item.refresh_from_db()
    assert item.responsible_unit == union


def test_the_page_of_the_plan_prints_them_as_written(browser, office, bureau, union):
    write(browser, office, "市文化局、滨江市总工会")
    page = browser.get(PlanItem.objects.get().plan.get_absolute_url())
    assert "责任单位：市文化局、滨江市总工会" in page.content.decode()


def test_the_form_offers_the_names_of_known_units_once(browser, office, bureau, foreign_office):
    text = browser.get(NEW).content.decode()
    assert '<datalist id="unit-names"><option value="各单位">' in text
    assert text.count('<option value="市文化局">') == 1
    assert "远山市双拥办" not in text


def test_the_form_takes_as_many_queries_with_a_thousand_units(
    count_queries, office_reviewer, office, bureau
):
    plan = make_plan(office)
    make_measure(plan, responsible_unit=bureau).further_units.add(office)
    few = count_queries(office_reviewer, edit_url(plan))
    last = bureau.path
    prefix, steps = last[: -Unit.steplen], Unit.steplen
    fresh = [
        Unit(
            name=f"第{n}局", kind="member", depth=2, reviewed_by=office,
            path=prefix + Unit._int2str(2000 + n).rjust(steps, "0"),
        )
        for n in range(1000)
    ]  # fmt: skip
    Unit.objects.bulk_create(fresh)
    units = list(Unit.objects.filter(name__startswith="第"))
    for n in range(30):
        make_measure(plan, f"措施{n}", responsible_unit=units[n]).further_units.set(
            units[n : n + 5]
        )
        plan.requirements.create(title="提高认识", position=n)
    assert count_queries(office_reviewer, edit_url(plan)) == few
