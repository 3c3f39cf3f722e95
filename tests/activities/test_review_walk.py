"""逐项审核: the reviewer goes from one submitted activity to the next, within the list's filters."""

import pytest
from django.contrib.messages import get_messages

from activities.models import Activity
from shuangyong.review import Status, Step
from tests.factories import make_activity, submitted


@pytest.fixture
def waiting(troupe, liaison):
    """Three submitted activities, as the list shows them: the latest first."""
    days = ("9月3日", "8月2日", "7月1日")
    return [submitted(make_activity(troupe, f"慰问{day}", held=day), liaison) for day in days]


@pytest.fixture
def walk(client_of, reviewer):
    """Where the reviewer stands on an activity's page that was opened with these filters."""

    def opened(activity, **filters):
        url = activity.get_absolute_url()
        return client_of(reviewer).get(url, {"walk": "yes", **filters}).context["walk"]

    return opened


def at(activity, query="walk=yes") -> str:
    return f"{activity.get_absolute_url()}?{query}"


def test_it_leads_to_the_next_one_and_back(walk, waiting):
    first, middle, last = (walk(each) for each in waiting)
    assert (first.number, first.total) == (1, 3)
    assert (first.previous, first.next) == ("", at(waiting[1]))
    assert (middle.previous, middle.next) == (at(waiting[0]), at(waiting[2]))
    assert last.next == at(waiting[0])  # passed over, and still waiting
    assert first.back == "/activities/?"


def test_it_keeps_the_filters_of_the_list(walk, waiting):
    stood = walk(waiting[0], q="慰问9月")
    assert (stood.number, stood.total, stood.next) == (1, 1, "")
    assert stood.back == stood.after == "/activities/?q=%E6%85%B0%E9%97%AE9%E6%9C%88"


def test_what_is_not_this_reviewers_is_not_on_the_way(
    walk, waiting, bureau, bureau_liaison, troupe
):
    submitted(make_activity(bureau, "本局的，双拥办审核"), bureau_liaison)
    make_activity(troupe, "草稿")
    assert walk(waiting[0]).total == 3


def test_a_step_leads_to_the_next_one(client_of, reviewer, walk, waiting):
    stood = walk(waiting[0])
    answer = client_of(reviewer).post(
        f"{waiting[0].get_absolute_url()}confirm/", {"next": stood.after}
    )
    assert answer.url == at(waiting[1])
    assert Activity.objects.get(pk=waiting[0].pk).status == Status.CONFIRMED
    assert walk(waiting[1]).total == 2


def test_the_last_step_leads_back_to_the_list(client_of, reviewer, walk, waiting):
    for each in waiting[:2]:
        each.take(Step.CONFIRM, by=reviewer)
    stood = walk(waiting[2])
    assert stood.next == ""
    answer = client_of(reviewer).post(
        f"{waiting[2].get_absolute_url()}return/", {"next": stood.after, "comment": "补照片"}
    )
    assert answer.url == "/activities/?"


def test_a_refused_step_names_its_activity_on_the_next_page(client_of, reviewer, walk, waiting):
    after = walk(waiting[0]).after
    waiting[0].take(Step.SEND_BACK, by=reviewer, comment="补照片")
    answer = client_of(reviewer).post(f"{waiting[0].get_absolute_url()}confirm/", {"next": after})
    (told,) = get_messages(answer.wsgi_request)
    assert str(told) == "“慰问9月3日”：当前状态为“已退回”，不能确认。"


def test_what_is_done_offers_the_rest(client_of, reviewer, walk, waiting):
    waiting[0].take(Step.CONFIRM, by=reviewer)
    stood = walk(waiting[0])
    assert (stood.number, stood.total, stood.next) == (0, 2, at(waiting[1]))
    page = client_of(reviewer).get(at(waiting[0])).content.decode()
    assert "还有 2 项" in page


@pytest.mark.parametrize("who", ["liaison", "leader"])
def test_only_a_reviewer_walks(request, client_of, waiting, who):
    answer = client_of(request.getfixturevalue(who)).get(at(waiting[0]))
    assert answer.context["walk"] is None


def test_a_page_opened_otherwise_is_no_walk(client_of, reviewer, waiting):
    assert client_of(reviewer).get(waiting[0].get_absolute_url()).context["walk"] is None


def test_the_list_leads_into_it(client_of, reviewer, liaison, waiting, troupe):
    make_activity(troupe, "草稿", held="1月1日")
    text = client_of(reviewer).get("/activities/?q=慰问").content.decode()
    first = f'href="{waiting[0].get_absolute_url()}?q=%E6%85%B0%E9%97%AE&amp;walk=yes"'
    assert "逐项审核 3 项" in text
    assert text.count(first) == 2  # the button and the row
    assert "逐项审核" not in client_of(liaison).get("/activities/").content.decode()


def test_the_review_queue_leads_into_it(client_of, reviewer, waiting):
    text = client_of(reviewer).get("/review/").content.decode()
    assert f'href="{waiting[0].get_absolute_url()}?year=2011&amp;walk=yes"' in text


def test_the_queries_of_a_step_on_the_way_do_not_grow(count_queries, reviewer, waiting, liaison):
    page = at(waiting[0])
    few = count_queries(reviewer, page)
    for number in range(20):
        submitted(make_activity(waiting[0].unit, f"慰问{number}"), liaison)
    assert count_queries(reviewer, page) == few
