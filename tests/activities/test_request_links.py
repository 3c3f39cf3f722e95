"""Which activities answered a need: linked from the need, or from the activity."""

import pytest

from activities.models import Activity
from shuangyong.review import Step
from tests.cases import each
from tests.factories import YEAR, make_activity, make_need, make_troop, make_unit
from units.models import AuditEvent

STRANGERS = {"admin": 403, "security": 403, "auditor": 403, "other_liaison": 404, "stranger": 404}
WHO = {
    "liaison": 302, "bureau_liaison": 302, "reviewer": 302, "office_reviewer": 302, "leader": 403,
} | STRANGERS  # fmt: skip


@pytest.fixture
def need(bureau, troupe):
    """A need that the bureau recorded and the troupe answers."""
    return make_need(bureau, responsible_unit=troupe, state="in_progress")


@pytest.fixture
def browser(client_of, liaison):
    """The browser of the responsible unit's liaison."""
    return client_of(liaison)


def link_url(need, activity, how="link") -> str:
    return f"{need.get_absolute_url()}activities/{activity.pk}/{how}/"


def search_url(need) -> str:
    return f"{need.get_absolute_url()}activities/"


def found(browser, need, words="") -> list[str]:
    """The titles that a search offers."""
    page = browser.get(search_url(need), {"words": words})
    return [str(activity) for activity in page.context["candidates"]]


def test_an_activity_is_linked_and_unlinked_with_a_trace(browser, need, troupe, liaison):
    activity = make_activity(troupe, "赠书会")
    text = browser.post(link_url(need, activity), follow=True).content.decode()
    assert "已关联：赠书会" in text
    assert list(need.activities.all()) == [activity]
    text = browser.post(link_url(need, activity, "unlink"), follow=True).content.decode()
    assert "已取消关联：赠书会" in text
    assert not need.activities.exists()
    lines = [(line.get_step_display(), line.comment) for line in need.history.all()]
    assert lines == [("关联活动", "赠书会"), ("取消关联", "赠书会")]
    assert AuditEvent.objects.filter(actor=liaison, action="需求关联活动").count() == 1


def test_the_second_of_two_who_link_the_same_activity_is_told(browser, need, troupe):
    activity = make_activity(troupe, "赠书会")
    browser.post(link_url(need, activity))
    text = browser.post(link_url(need, activity), follow=True).content.decode()
    assert "“赠书会”已经关联本需求。" in text
    browser.post(link_url(need, activity, "unlink"))
    text = browser.post(link_url(need, activity, "unlink"), follow=True).content.decode()
    assert "“赠书会”没有关联本需求。" in text


@each("how", ["link", "unlink"])
@each(("who", "status"), WHO.items())
def test_who_links_an_activity(status_of, need, troupe, how, who, status):
    activity = make_activity(troupe, "赠书会")
    assert status_of(who, link_url(need, activity, how), {}) == status
    assert need.activities.exists() == (how == "link" and status == 302)


@each(
    ("who", "status"),
    (dict.fromkeys(WHO, 200) | STRANGERS | {"leader": 403}).items(),
)  # fmt: skip
def test_who_searches_for_activities(status_of, need, who, status):
    assert status_of(who, search_url(need)) == status


def test_linking_is_never_a_mere_visit(status_of, need, troupe):
    assert status_of("liaison", link_url(need, make_activity(troupe))) == 405


def test_an_activity_out_of_sight_cannot_be_linked(status_of, need, bureau):
    hidden = make_activity(bureau, "局机关赠书")
    assert status_of("liaison", link_url(need, hidden), {}) == 404
    assert not need.activities.exists()


def test_activities_of_the_responsible_unit_and_of_the_troop_suggest_themselves(
    client_of, bureau_liaison, bureau, troupe
):
    troop = make_troop(bureau)
    need = make_need(bureau, responsible_unit=troupe, troop=troop)
    make_activity(troupe, "赠书会")
    make_activity(bureau, "局机关慰问").troops.add(troop)
    make_activity(bureau, "别的活动")
    browser = client_of(bureau_liaison)
    assert set(found(browser, need)) == {"赠书会", "局机关慰问"}
    assert found(browser, need, "别的") == ["别的活动"]


def test_a_search_covers_the_years_in_which_a_need_is_answered(browser, need, troupe):
    for year in range(YEAR - 1, YEAR + 3):
        make_activity(troupe, f"{year}年赠书", year=year, place="连队")
    linked = make_activity(troupe, "连队赠书")
    need.activities.add(linked)
    assert found(browser, need, "赠书 连队") == [f"{YEAR + 1}年赠书", f"{YEAR}年赠书"]
    assert found(browser, need, "没有的") == []
    assert "没有找到" in browser.get(search_url(need), {"words": "没有的"}).content.decode()


def test_htmx_gets_only_what_was_found(browser, need, troupe):
    make_activity(troupe, "赠书会")
    answer = browser.get(search_url(need), {"words": "赠书"}, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert "赠书会" in text
    assert "<html" not in text
    assert "csrfmiddlewaretoken" in text


def test_the_page_of_an_activity_proposes_open_needs_of_its_troops(
    browser, client_of, bureau, troupe, union
):
    troop, other = make_troop(bureau), make_troop(bureau, "驻滨江武警中队")
    fields = {"responsible_unit": troupe, "state": "in_progress"}
    wanted = make_need(bureau, "配书", troop=troop, **fields)
    make_need(bureau, "电视机", troop=other, responsible_unit=bureau, state="in_progress")
    make_need(bureau, "已办好的", troop=troop, responsible_unit=troupe, state="done")
    make_need(union, "总工会的需求", troop=troop)
    activity = make_activity(troupe, "赠书会")
    activity.troops.add(troop)
    page = browser.get(activity.get_absolute_url())
    assert page.context["proposed_needs"] == [wanted]
    posted = {"next": activity.get_absolute_url()}
    page = browser.post(link_url(wanted, activity), posted, follow=True)
    assert page.redirect_chain[-1][0] == activity.get_absolute_url()
    assert list(page.context["needs"]) == [wanted]
    assert page.context["proposed_needs"] == []
    assert "取消关联" in page.content.decode()


def test_a_submitted_activity_shows_its_needs_and_proposes_none(browser, need, troupe, liaison):
    other = make_need(troupe, "电视机", responsible_unit=troupe)
    activity = make_activity(troupe, "赠书会")
    need.activities.add(activity)
    Activity.objects.get(pk=activity.pk).take(Step.SUBMIT, by=liaison)
    text = browser.get(activity.get_absolute_url()).content.decode()
    assert need.need in text
    assert other.need not in text
    assert "取消关联" not in text


def test_an_activity_does_not_show_needs_out_of_sight(browser, troupe, union):
    hidden = make_need(union, "总工会的需求")
    activity = make_activity(troupe, "赠书会")
    hidden.activities.add(activity)
    assert "总工会的需求" not in browser.get(activity.get_absolute_url()).content.decode()


def test_another_site_is_not_returned_to(browser, need, troupe):
    activity = make_activity(troupe)
    answer = browser.post(link_url(need, activity), {"next": "https://elsewhere.example/"})
    assert answer.url == need.get_absolute_url()


def test_the_queries_do_not_grow(count_queries, bureau_liaison, need, bureau, troupe):
    troop = make_troop(bureau)
    activity = make_activity(troupe, "赠书会")
    activity.troops.add(troop)
    pages = (need.get_absolute_url(), search_url(need), activity.get_absolute_url())

    def add(times):
        for number in range(times):
            unit = make_unit(f"滨江市第{times}{number}文化馆", under=bureau)
            need.activities.add(make_activity(unit, "赠书"))
            make_activity(troupe, f"待关联{number}")
            make_need(unit, f"需求{number}", troop=troop, responsible_unit=unit)
            make_need(unit, f"已对应{number}", troop=troop).activities.add(activity)

    add(1)
    few = [count_queries(bureau_liaison, page) for page in pages]
    add(7)
    assert [count_queries(bureau_liaison, page) for page in pages] == few
