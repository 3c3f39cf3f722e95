"""The 名单 with its dates: who held which office when, one head at a time, in the typed order."""

import pytest

from tests.activities.test_log_activity import lines
from units.models import LeadingGroup


@pytest.fixture
def send(client_of, admin, union):
    """Sets up the union's group with these people; returns the page that answers."""

    def sent(*people: dict, **fields):
        url = f"/units/{union.pk}/groups/add/"
        form = {"name": "总工会双拥工作领导小组"} | fields | lines("appointments", *people)
        return client_of(admin).post(url, form)

    return sent


def head(name: str, since: str = "", until: str = "", **more) -> dict:
    """The line of a head."""
    return {"role": "head", "name": name, "since": since, "until": until} | more


def errors_of(page) -> list[dict]:
    return [form.errors for form in page.context["lines"]["appointments"].forms]


@pytest.mark.parametrize(
    ("first", "second", "field"),
    [
        (("2008年", "2011年6月"), ("2010年", "2012年"), "since"),
        (("2008年", "2011年6月"), ("2011年5月", ""), "since"),
        (("2008年", "2011年6月"), ("", "2010年"), "until"),
        (("2008年", ""), ("2011年", "2012年"), "since"),
        (("2008年", ""), ("2011年", ""), "role"),
        (("", ""), ("", ""), "role"),
    ],
)
def test_two_heads_whose_times_overlap_are_refused_at_the_later_line(send, first, second, field):
    page = send(head("王主席", *first), head("周主席", *second))
    one, other = errors_of(page)
    assert not one
    assert list(other) == [field]
    assert "组长" in other[field][0]
    assert "周主席" in page.content.decode()
    assert not LeadingGroup.objects.filter(name="总工会双拥工作领导小组").exists()


def test_the_message_names_the_other_head_and_the_time(send):
    page = send(head("王主席", "2008年", "2011年6月"), head("周主席", "2010年", "2012年"))
    assert errors_of(page)[1]["since"] == [
        "与组长王主席的任期（2008年至2011年6月）重叠，同一时间只能有一位组长。"
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("2008年", "2011年6月"), ("2011年6月", "")),
        (("2008年", "2011年"), ("2011年", "")),
        (("2008年", "2009年"), ("2010年", "2011年")),
        (("", "2010年"), ("", "")),
    ],
)
def test_heads_who_followed_each_other_are_accepted(send, union, first, second):
    assert send(head("王主席", *first), head("周主席", *second)).status_code == 302
    assert union.leading_groups.get().appointments.count() == 2


def test_a_person_does_not_leave_before_coming(send):
    page = send(head("王主席", "2011年3月", "2010年"))
    assert errors_of(page) == [{"until": ["离任时间不能早于任职时间。"]}]


@pytest.mark.parametrize(
    ("person", "field", "message"),
    [
        (("2013年", ""), "since", "任职时间晚于领导小组的停用时间（2012年）。"),
        (("2005年", "2008年"), "until", "离任时间早于领导小组的起用时间（2010年）。"),
    ],
)
def test_nobody_holds_office_outside_the_time_of_the_group(send, person, field, message):
    page = send(head("王主席", *person), valid_from="2010年", valid_until="2012年")
    assert errors_of(page) == [{field: [message]}]


def test_whoever_was_in_office_before_a_restructuring_keeps_the_date(send, union):
    assert send(head("王主席", "2008年"), valid_from="2010年").status_code == 302
    assert str(union.leading_groups.get().appointments.get().since) == "2008年"


def test_a_date_without_a_year_is_one_of_the_working_year(client_of, reviewer, bureau):
    group = bureau.leading_groups.get()
    sent = {"name": group.name, "established": "3月"} | lines("appointments", head("王", "4月"))
    client_of(reviewer).post(f"{group.get_absolute_url()}edit/", sent)
    group.refresh_from_db()
    assert group.established.dated == "2011年3月"
    assert group.appointments.get().since.dated == "2011年4月"


def test_people_stand_in_the_order_that_is_typed(send, union, client_of, admin):
    member = {"role": "member"}
    send(head("王主席"), member | {"name": "甲"}, member | {"name": "乙"}, member | {"name": "丙"})
    group = union.leading_groups.get()
    king, first, second, third = group.appointments.all()
    rows = [
        {"id": p.pk, "role": p.role, "name": p.name, "ORDER": place}
        for p, place in ((king, 1), (first, 4), (second, 2), (third, 3))
    ]
    url = f"{group.get_absolute_url()}edit/"
    sent = {"name": group.name} | lines("appointments", *rows, existing=4)
    assert client_of(admin).post(url, sent).status_code == 302
    assert [p.name for p in group.appointments.all()] == ["王主席", "乙", "丙", "甲"]
    assert "data-sortable" in client_of(admin).get(url).content.decode()
