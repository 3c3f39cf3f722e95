"""Who opens the 双清单, a need, and takes its steps; the list narrows by its address."""

import re

import pytest

from activities.models import RequestStep, SupportRequest
from shuangyong.vague import VagueDate
from tests.cases import each
from tests.factories import YEAR, make_activity, make_need, make_troop, make_unit

from .test_requests import LIST, NEW, edit_url, typed

OFFICERS = {"admin": 403, "security": 403, "auditor": 403}
READERS = {
    "liaison": 200, "bureau_liaison": 200, "reviewer": 200, "office_reviewer": 200, "leader": 200,
    "other_liaison": 404, "stranger": 404,
} | OFFICERS  # fmt: skip
RAISED_BY_BUREAU = READERS | {"liaison": 403, "office_reviewer": 403, "leader": 403}
RAISED_BY_TROUPE = READERS | {"reviewer": 403, "office_reviewer": 403, "leader": 403}


@pytest.fixture
def need(bureau, troupe):
    """Recorded by the bureau, to be answered by the troupe."""
    return make_need(bureau, responsible_unit=troupe)


@each(("who", "status"), READERS.items())
def test_who_reads_a_need(status_of, need, who, status):
    assert status_of(who, need.get_absolute_url()) == status


@each(("who", "status"), READERS.items())
def test_a_need_of_the_bureau_that_nobody_has_claimed_is_open_to_the_units_below(
    status_of, bureau, who, status
):
    assert status_of(who, make_need(bureau).get_absolute_url()) == status


@each(
    ("who", "status"),
    {"liaison": 404, "bureau_liaison": 200, "reviewer": 200, "leader": 200, "other_liaison": 200,
     "office_reviewer": 200, "stranger": 404}.items(),
)  # fmt: skip
def test_a_need_of_the_office_that_nobody_has_claimed_is_open_to_its_members(
    status_of, office, who, status
):
    assert status_of(who, make_need(office).get_absolute_url()) == status


def test_a_member_from_another_tree_sees_what_is_to_be_claimed(
    client_of, foreign_office, bureau, bureau_liaison, liaison
):
    group = foreign_office.leading_groups.get()
    group.members.add(bureau)
    need = make_need(foreign_office)
    assert client_of(bureau_liaison).get(need.get_absolute_url()).status_code == 200
    assert client_of(liaison).get(need.get_absolute_url()).status_code == 404
    group.valid_until = VagueDate.parse("6月", year=YEAR)
    group.save()
    assert client_of(bureau_liaison).get(need.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    "taken", [{"state": "in_progress"}, {"state": "unclaimed"}, {"state": "done"}]
)
def test_a_need_that_another_unit_has_is_out_of_its_siblings_sight(
    status_of, office, bureau, taken, other_liaison
):
    need = make_need(office, responsible_unit=bureau, **taken)
    assert status_of("other_liaison", need.get_absolute_url()) == 404
    assert status_of("bureau_liaison", need.get_absolute_url()) == 200
    assert need not in SupportRequest.objects.visible_to(other_liaison)


def test_a_need_of_a_unit_that_issues_nothing_is_its_own(status_of, troupe, union):
    need = make_need(union)
    assert status_of("liaison", need.get_absolute_url()) == 404
    assert status_of("bureau_liaison", need.get_absolute_url()) == 404


@pytest.mark.parametrize(
    ("who", "status"), {"other_liaison": 200, "liaison": 404, "bureau_liaison": 404}.items()
)
def test_the_responsible_unit_reads_a_need_of_the_office(status_of, office, union, who, status):
    need = make_need(office, responsible_unit=union)
    assert status_of(who, need.get_absolute_url()) == status


@each(("who", "status"), RAISED_BY_BUREAU.items())
def test_who_corrects_a_need_of_the_bureau(status_of, need, who, status):
    assert status_of(who, edit_url(need)) == status


@each(("who", "status"), RAISED_BY_TROUPE.items())
def test_who_corrects_a_need_of_the_troupe(status_of, troupe, who, status):
    assert status_of(who, edit_url(make_need(troupe))) == status


@pytest.mark.parametrize("who", ["liaison", "leader", "stranger"])
def test_a_refused_editor_changes_nothing(status_of, need, bureau, who):
    assert status_of(who, edit_url(need), typed(bureau, need="别的需求")) in (403, 404)
    need.refresh_from_db()
    assert need.need == "为连队图书室配书"


NO_STEP = OFFICERS | {"leader": 403, "other_liaison": 404, "stranger": 404}
ANSWER = dict.fromkeys(READERS, 302) | NO_STEP
DIRECT = ANSWER | {"liaison": 403}
POSTED = {
    "start": {},
    "promise": {"commitment": "配书500册"},
    "suspend": {"reason": "外出驻训"},
    "close": {"result": "已配书"},
    "assign": {"unit": "滨江市文化局"},
    "reopen": {"reason": "再办"},
    "rate": {"satisfaction": "satisfied"},
}
STEPS = {step: DIRECT if step in ("assign", "rate") else ANSWER for step in POSTED}


@each(
    ("step", "who", "status"),
    [(step, who, status) for step, table in STEPS.items() for who, status in table.items()],
)
def test_who_takes_a_step_with_a_need(status_of, need, step, who, status):
    if step in ("reopen", "rate"):
        SupportRequest.objects.update(state="done")
    url = f"{need.get_absolute_url()}{step}/"
    assert status_of(who, url, POSTED[step]) == status
    need.refresh_from_db()
    assert need.history.exists() == (status == 302)


@each(
    ("who", "status"),
    (dict.fromkeys(READERS, 302) | NO_STEP | {"office_reviewer": 403}).items(),
)  # fmt: skip
def test_who_claims_a_need_of_the_bureau(status_of, bureau, who, status):
    need = make_need(bureau)
    assert status_of(who, f"{need.get_absolute_url()}claim/", {}) == status
    need.refresh_from_db()
    assert (need.responsible_unit is not None) == (status == 302)


def test_every_step_is_in_the_table():
    recorded = {RequestStep.RECORD, RequestStep.LINK, RequestStep.UNLINK}
    assert {*STEPS, "claim"} == {step.value for step in RequestStep} - recorded


@each(
    ("who", "status"),
    {
        "liaison": 302, "reviewer": 302, "bureau_liaison": 302, "office_reviewer": 403,
        "leader": 403,
    }.items(),
)  # fmt: skip
def test_who_starts_a_need_of_the_troupe_alone(status_of, troupe, who, status):
    need = make_need(troupe, responsible_unit=troupe)
    assert status_of(who, f"{need.get_absolute_url()}start/", {}) == status


@each(("who", "status"), (dict.fromkeys(READERS, 200) | OFFICERS).items())
def test_who_opens_the_list(status_of, need, who, status):
    assert status_of(who, LIST) == status


@each(("who", "status"), (dict.fromkeys(READERS, 200) | OFFICERS | {"leader": 403}).items())
def test_who_gets_the_form(status_of, who, status):
    assert status_of(who, NEW) == status


@pytest.mark.parametrize("who", ["leader", "admin"])
def test_who_only_reads_cannot_record(status_of, bureau, who):
    assert status_of(who, NEW, typed(bureau)) == 403
    assert not SupportRequest.objects.exists()


def test_a_visitor_is_asked_to_sign_in(client, need):
    for url in (LIST, NEW, need.get_absolute_url(), edit_url(need)):
        assert client.get(url).headers["Location"].startswith("/login/")


@pytest.mark.parametrize(
    ("who", "steps", "edits"),
    [
        ("bureau_liaison", "start close promise assign suspend", True),
        ("liaison", "start close promise suspend", False),
        ("leader", "", False),
    ],
)
def test_the_page_offers_what_the_account_may_do(client_of, request, need, who, steps, edits):
    page = client_of(request.getfixturevalue(who)).get(need.get_absolute_url())
    assert [form.step for form in page.context["forms"]] == steps.split()
    assert ("修改</a>" in page.content.decode()) == edits


def test_the_page_offers_what_fits_the_state(client_of, bureau_liaison, bureau, troupe):
    def offered(**fields):
        page = client_of(bureau_liaison).get(make_need(bureau, **fields).get_absolute_url())
        return " ".join(form.step for form in page.context["forms"])

    assert offered() == "claim assign"
    assert offered(responsible_unit=troupe, state="in_progress") == "close promise assign suspend"
    suspended = offered(responsible_unit=troupe, state="suspended", reason="缓")
    assert suspended == "start close promise"
    assert offered(responsible_unit=troupe, state="done") == "rate reopen"


def test_the_page_names_only_answers_that_the_account_may_see(client_of, liaison, need, bureau):
    need.activities.set(
        [make_activity(bureau, "局机关赠书"), make_activity(liaison.unit, "赠书会")]
    )
    text = client_of(liaison).get(need.get_absolute_url()).content.decode()
    assert "赠书会" in text
    assert "局机关赠书" not in text


@pytest.fixture
def needs(client_of, reviewer, bureau, troupe, office):
    """The needs that a reviewer finds with these filters."""
    troop = make_troop(bureau, "驻滨江武警中队")
    make_need(bureau, "配书", responsible_unit=troupe, state="in_progress", troop=troop, due="6月")
    make_need(troupe, "电影放映", detail="连队每月一场", due="2199年")
    make_need(bureau, "借用训练场", direction="local", from_whom="滨江市体校")
    make_need(bureau, "去年的需求", year=YEAR - 1)
    make_need(office, "双拥办的需求", responsible_unit=office)

    def found(**filters):
        page = client_of(reviewer).get(LIST, filters)
        return [str(need) for need in page.context["page_obj"].object_list]

    return found


@each(
    ("filters", "expected"),
    [
        ({}, ["配书", "电影放映", "借用训练场"]),
        ({"q": "配书"}, ["配书"]),
        ({"q": "武警"}, ["配书"]),
        ({"q": "每月"}, ["电影放映"]),
        ({"q": "体校"}, ["借用训练场"]),
        ({"q": "没有的"}, []),
        ({"direction": "local"}, ["借用训练场"]),
        ({"state": "in_progress"}, ["配书"]),
        ({"state": "unclaimed", "direction": "troops"}, ["电影放映"]),
        ({"responsible": "歌舞"}, ["配书"]),
        ({"responsible": "市歌舞团"}, ["配书"]),
        ({"responsible": "总工会"}, []),
        ({"overdue": "on"}, ["配书"]),
        ({"overdue": "on", "direction": "local"}, []),
        ({"state": "不存在"}, ["配书", "电影放映", "借用训练场"]),
        ({"year": "2010"}, ["去年的需求"]),
    ],
)
def test_the_address_narrows_the_list(needs, filters, expected):
    assert needs(**filters) == expected


def test_the_tabs_count_both_directions_among_what_is_filtered(client_of, reviewer, needs):
    def tabs(**filters):
        return client_of(reviewer).get(LIST, filters).context["tabs"]

    assert tabs() == [("", "全部", 3), ("troops", "部队需求", 2), ("local", "地方需求", 1)]
    narrowed = tabs(direction="local", state="unclaimed")
    assert [number for _, _, number in narrowed] == [2, 1, 1]


def test_the_list_says_what_can_be_claimed_and_how_late_a_need_is(client_of, liaison, bureau):
    make_need(bureau, "配书", due="6月")
    text = client_of(liaison).get(LIST).content.decode()
    assert "可认领" in text
    assert re.search(r"bi-exclamation-triangle.*> 逾期 \d+ 天<", text)


def test_a_need_assigned_from_elsewhere_stands_in_the_list(needs, office, bureau):
    make_need(office, "市里交办", responsible_unit=bureau)
    assert "市里交办" in needs()


def test_htmx_gets_only_the_results(client_of, reviewer, need):
    fragment = client_of(reviewer).get(LIST, headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode()
    assert need.need in fragment.content.decode()


def test_an_empty_list_says_what_belongs_in_it(client_of, liaison, leader):
    for user, may in ((liaison, True), (leader, False)):
        text = client_of(user).get(LIST).content.decode()
        assert "没有需求" in text
        assert ("登记第一条需求</a>" in text) == may
    assert "没有符合条件的需求" in client_of(leader).get(LIST, {"q": "没有的"}).content.decode()


def test_the_queries_of_the_list_do_not_grow(count_queries, reviewer, bureau, troupe):
    fields = {"responsible_unit": troupe, "troop": make_troop(bureau)}
    make_need(bureau, **fields)
    one = count_queries(reviewer, LIST)
    for number in range(24):
        make_need(bureau, f"需求{number}", **fields)
    assert count_queries(reviewer, LIST) == one


def test_the_queries_do_not_grow_with_the_units(count_queries, reviewer, bureau, need):
    def cost():
        pages = (LIST, NEW, need.get_absolute_url(), edit_url(need))
        return [count_queries(reviewer, page) for page in pages]

    few = cost()
    for number in range(30):
        make_need(make_unit(f"滨江市第{number}文化馆", under=bureau), f"需求{number}")
    assert cost() == few


def test_the_queries_of_the_page_do_not_grow(count_queries, reviewer, liaison, need, bureau):
    page = need.get_absolute_url()

    def add(times):
        for number in range(times):
            need.activities.add(make_activity(bureau, f"赠书{number}"))
            need.suspend("缓", by=liaison)
            need.start(by=reviewer)

    add(1)
    few = count_queries(reviewer, page)
    add(5)
    assert count_queries(reviewer, page) == few
