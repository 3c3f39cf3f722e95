"""谁在 2011 年是组长: which version was in force, and who held which office in it."""

import io

import pytest
from openpyxl import load_workbook

from shuangyong.vague import VagueDate
from tests.factories import YEAR, make_group, make_unit
from units.models import Appointment, AuditEvent, ChangeKind, LeadingGroup, UnitChange
from units.restructuring import restructure


def when(text: str | None) -> VagueDate | None:
    """A time as written, or none."""
    return text and VagueDate.parse(text, year=YEAR)


@pytest.mark.parametrize(
    ("established", "valid_from", "valid_until", "in_2011"),
    [
        (None, None, None, True),
        ("2002年", None, None, True),
        ("2012年3月", None, None, False),
        ("2002年", "2012年", None, False),
        (None, "2011年12月", None, True),
        (None, None, "2011年1月", True),
        (None, None, "2010年12月31日", False),
        (None, "2010年", "2012年", True),
    ],
)
def test_a_group_is_in_force_between_its_days_and_an_unknown_one_does_not_limit(
    office, established, valid_from, valid_until, in_2011
):
    group = office.leading_groups.get()
    group.established, group.valid_from = when(established), when(valid_from)
    group.valid_until = when(valid_until)
    group.save()
    assert LeadingGroup.objects.in_force(2011).filter(pk=group.pk).exists() is in_2011


@pytest.mark.parametrize(
    ("since", "until", "valid_until", "in_2011"),
    [
        (None, None, None, True),
        ("2011年12月", None, None, True),
        ("2012年", None, None, False),
        (None, "2010年", None, False),
        ("2009年", "2011年3月", None, True),
        ("2009年", None, "2010年", False),
    ],
)
def test_a_person_holds_office_within_the_time_of_the_version(
    office, since, until, valid_until, in_2011
):
    group = office.leading_groups.get()
    group.valid_until = when(valid_until)
    group.save()
    Appointment.objects.create(
        group=group, role="head", name="王主任", since=when(since), until=when(until)
    )
    assert Appointment.objects.held_in(2011).exists() is in_2011


@pytest.fixture
def named(office, bureau):
    """Two groups with heads who changed in 2011, and the bureau's restructured in 2011."""

    def add(group, role, name, since=None, until=None, **fields):
        return Appointment.objects.create(
            group=group, role=role, name=name, since=when(since), until=when(until), **fields
        )

    own = office.current_group()
    add(own, "member", "钱成员", position=2)
    add(own, "head", "王主任", "2008年", "2011年5月", position=3)
    add(own, "head", "周主任", "2011年6月", position=4)
    add(own, "head", "孙主任", None, "2007年", position=5)
    return add


LIST = "/units/offices/"


def names(page) -> list[str]:
    return [person.name for person in page.context["page_obj"].object_list]


def test_who_was_head_in_2011(client_of, office_reviewer, named):
    page = client_of(office_reviewer).get(LIST, {"year": "2011", "role": "head"})
    assert names(page) == ["王主任", "周主任"]
    assert "2008年至2011年5月" in page.content.decode()
    assert names(client_of(office_reviewer).get(LIST, {"year": "2006", "role": "head"})) == [
        "孙主任"
    ]
    assert names(client_of(office_reviewer).get(LIST, {"year": "2012", "role": "head"})) == [
        "周主任"
    ]


def test_the_list_stands_by_unit_then_office_then_place(
    client_of, office_reviewer, named, bureau, union
):
    named(bureau.current_group(), "liaison", "陈科长", position=1)
    named(bureau.current_group(), "head", "李局长", position=2)
    page = client_of(office_reviewer).get(LIST)
    assert names(page) == ["王主任", "周主任", "钱成员", "李局长", "陈科长"]


def test_the_year_is_the_working_one_unless_the_address_names_one(
    client_of, office_reviewer, named
):
    page = client_of(office_reviewer).get(LIST)
    assert page.context["filter"].form["year"].value() == "2011"
    assert "2011 年共 3 人次" in page.content.decode()
    page = client_of(office_reviewer).get(LIST, {"year": "2006"})
    assert page.content.decode().count('name="year"') == 2  # the field, and the switch at the top


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"q": "周"}, ["周主任"]),
        ({"q": "政委"}, ["李局长"]),
        ({"unit": "市文化局"}, ["李局长"]),
        ({"unit": "总工会"}, ["钱成员"]),
        ({"q": "没有这个人"}, []),
    ],
)
def test_the_list_is_narrowed_by_words(
    client_of, office_reviewer, named, bureau, union, filters, found
):
    named(bureau.current_group(), "head", "李局长", post="局长兼政委")
    Appointment.objects.filter(name="钱成员").update(unit=union)
    page = client_of(office_reviewer).get(LIST, filters)
    assert names(page) == found
    if not found:
        assert "没有符合条件的任职记录" in page.content.decode()


@pytest.mark.parametrize("year", ["3000", "昨天", "11", "-1"])
def test_a_year_that_is_none_is_refused_at_its_field(client_of, office_reviewer, named, year):
    page = client_of(office_reviewer).get(LIST, {"year": year})
    assert list(page.context["filter"].form.errors) == ["year"]
    assert names(page) == ["王主任", "周主任", "钱成员"]


def test_whoever_stayed_through_a_restructuring_is_listed_once(client_of, reviewer, bureau, named):
    group = bureau.current_group()
    named(group, "head", "李局长", "2008年")
    named(group, "deputy_head", "赵副局长", position=2)
    new = restructure(group, valid_from=when("2011年7月"), by=reviewer)
    new.appointments.filter(name="赵副局长").update(role="member")
    browser = client_of(reviewer)
    assert names(browser.get(LIST, {"unit": "市文化局"})) == ["赵副局长", "李局长", "赵副局长"]
    assert names(browser.get(LIST, {"unit": "市文化局", "year": "2010"})) == ["李局长", "赵副局长"]


def test_another_citys_offices_are_not_listed(client_of, stranger, named):
    assert names(client_of(stranger).get(LIST)) == []


def test_the_table_leaves_as_a_sheet_that_prints(client_of, office_reviewer, named):
    answer = client_of(office_reviewer).get(f"{LIST}export/", {"role": "head", "year": "2011"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet["A1"].value == "2011年双拥工作领导小组任职情况"
    assert [cell.value for cell in sheet[4]] == [
        "滨江市双拥办", "滨江市双拥办双拥工作领导小组", "组长", "王主任", None, None,
        "2008年至2011年5月",
    ]  # fmt: skip
    assert sheet.max_row == 5
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$3:$3")
    assert AuditEvent.objects.get().action == "导出任职情况"


def test_units_are_called_as_in_the_year_asked_for(client_of, office_reviewer, named, office):
    UnitChange.objects.create(
        unit=office, kind=ChangeKind.RENAMED, changed=when("2015年"), name="滨江市拥军办",
        by=office_reviewer,
    )  # fmt: skip
    browser = client_of(office_reviewer)
    assert "<td>滨江市拥军办</td>" in browser.get(LIST, {"year": "2011"}).content.decode()
    assert "<td>滨江市双拥办</td>" in browser.get(LIST, {"year": "2016"}).content.decode()


def test_the_number_of_queries_stays_the_same_with_many_groups(
    count_queries, office_reviewer, named, office
):
    def add(number):
        unit = make_unit(f"滨江市第{number}局", under=office)
        for person in range(3):
            named(make_group(unit) if not person else unit.current_group(), "member",
                  f"第{number}{person}人", unit=unit)  # fmt: skip

    for number in range(3):
        add(number)
    few = count_queries(office_reviewer, LIST)
    for number in range(3, 12):
        add(number)
    assert count_queries(office_reviewer, LIST) == few
