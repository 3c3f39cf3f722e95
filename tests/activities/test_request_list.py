"""Who opens the 双清单, a need, and moves it; the list narrows by its address."""

import pytest

from activities.models import RequestState, SupportRequest
from tests.factories import YEAR, make_activity, make_need, make_troop

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


@pytest.mark.parametrize(("who", "status"), READERS.items())
def test_who_reads_a_need(status_of, need, who, status):
    assert status_of(who, need.get_absolute_url()) == status


@pytest.mark.parametrize(("who", "status"), (READERS | {"liaison": 404}).items())
def test_who_reads_a_need_that_nobody_has_taken_over(status_of, bureau, who, status):
    assert status_of(who, make_need(bureau).get_absolute_url()) == status


@pytest.mark.parametrize(
    ("who", "status"), {"other_liaison": 200, "liaison": 404, "bureau_liaison": 404}.items()
)
def test_the_responsible_unit_reads_a_need_of_the_office(status_of, office, union, who, status):
    need = make_need(office, responsible_unit=union)
    assert status_of(who, need.get_absolute_url()) == status


@pytest.mark.parametrize(("who", "status"), RAISED_BY_BUREAU.items())
def test_who_corrects_a_need_of_the_bureau(status_of, need, who, status):
    assert status_of(who, edit_url(need)) == status


@pytest.mark.parametrize(("who", "status"), RAISED_BY_TROUPE.items())
def test_who_corrects_a_need_of_the_troupe(status_of, troupe, who, status):
    assert status_of(who, edit_url(make_need(troupe))) == status


@pytest.mark.parametrize("who", ["liaison", "leader", "stranger"])
def test_a_refused_editor_changes_nothing(status_of, need, bureau, who):
    assert status_of(who, edit_url(need), typed(bureau, need="别的需求")) in (403, 404)
    need.refresh_from_db()
    assert need.need == "为连队图书室配书"


@pytest.mark.parametrize(
    ("who", "status"),
    (dict.fromkeys(READERS, 302) | OFFICERS
     | {"leader": 403, "other_liaison": 404, "stranger": 404}).items(),
)  # fmt: skip
def test_who_moves_a_need(status_of, need, who, status):
    url = f"{need.get_absolute_url()}state/"
    assert status_of(who, url, {"state": "in_progress"}) == status
    need.refresh_from_db()
    assert need.state == ("in_progress" if status == 302 else "unclaimed")


@pytest.mark.parametrize(
    ("who", "status"),
    {
        "liaison": 302, "reviewer": 302, "bureau_liaison": 302, "office_reviewer": 403,
        "leader": 403,
    }.items(),
)  # fmt: skip
def test_who_moves_a_need_of_the_troupe_alone(status_of, troupe, who, status):
    need = make_need(troupe, responsible_unit=troupe)
    url = f"{need.get_absolute_url()}state/"
    assert status_of(who, url, {"state": "in_progress"}) == status


def test_moving_is_never_a_mere_visit(status_of, need):
    assert status_of("liaison", f"{need.get_absolute_url()}state/") == 405


@pytest.mark.parametrize(("who", "status"), (dict.fromkeys(READERS, 200) | OFFICERS).items())
def test_who_opens_the_list(status_of, need, who, status):
    assert status_of(who, LIST) == status


@pytest.mark.parametrize(
    ("who", "status"), (dict.fromkeys(READERS, 200) | OFFICERS | {"leader": 403}).items()
)
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
    ("who", "buttons"),
    {
        "bureau_liaison": ("修改</a>", "办理中</button>", "已办结</button>", "暂缓</button>"),
        "liaison": ("办理中</button>", "已办结</button>", "暂缓</button>"),
        "leader": (),
    }.items(),
)
def test_the_page_offers_what_the_account_may_do(client_of, request, need, who, buttons):
    text = client_of(request.getfixturevalue(who)).get(need.get_absolute_url()).content.decode()
    for button in ("修改</a>", "办理中</button>", "已办结</button>", "暂缓</button>"):
        assert (button in text) == (button in buttons)
    assert "待认领</button>" not in text


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
    make_need(bureau, "配书", responsible_unit=troupe, state="in_progress", troop=troop)
    make_need(troupe, "电影放映", detail="连队每月一场")
    make_need(bureau, "借用训练场", direction="local", from_whom="滨江市体校")
    make_need(bureau, "去年的需求", year=YEAR - 1)
    make_need(office, "双拥办的需求")

    def found(**filters):
        page = client_of(reviewer).get(LIST, filters)
        return [str(need) for need in page.context["page_obj"].object_list]

    return found


@pytest.mark.parametrize(
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
        ({"state": "不存在"}, ["配书", "电影放映", "借用训练场"]),
        ({"year": "2010"}, ["去年的需求"]),
    ],
)
def test_the_address_narrows_the_list(needs, filters, expected):
    assert needs(**filters) == expected


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
        assert ("登记需求</a>" in text) == may


def test_the_queries_of_the_list_do_not_grow(count_queries, reviewer, bureau, troupe):
    fields = {"responsible_unit": troupe, "troop": make_troop(bureau)}
    make_need(bureau, **fields)
    one = count_queries(reviewer, LIST)
    for number in range(24):
        make_need(bureau, f"需求{number}", **fields)
    assert count_queries(reviewer, LIST) == one


def test_the_queries_of_the_page_do_not_grow(count_queries, reviewer, liaison, need, bureau):
    page = need.get_absolute_url()

    def add(times):
        for number in range(times):
            need.activities.add(make_activity(bureau, f"赠书{number}"))
            need.move_to(RequestState.SUSPENDED, by=liaison, comment="缓")
            need.move_to(RequestState.IN_PROGRESS, by=reviewer)

    add(1)
    few = count_queries(reviewer, page)
    add(5)
    assert count_queries(reviewer, page) == few
