"""保存并再记一条 and 复制: what repeats need not be typed again."""

import pytest

from activities.models import Activity
from shuangyong.vague import VagueNumber
from tests.cases import each
from tests.factories import YEAR, make_activity, make_measure, make_plan, make_troop, submitted

from .files import photo
from .test_log_activity import typed

NEW = "/activities/add/"


@pytest.fixture
def browser(client_of, liaison):
    """The liaison's browser."""
    return client_of(liaison)


@pytest.fixture
def full(browser, troupe) -> Activity:
    """An activity with all that can be written down, and its photo."""
    form = typed(
        troupe,
        troops=[make_troop(troupe).pk],
        plan_item=make_measure(make_plan(troupe)).pk,
        occasion="army_day",
        effect="反响热烈",
        counts=[{"label": "演职人员", "number": "近百名"}],
        contributions=[{"category": "money", "name": "", "quantity": "", "value": "500元"}],
        partners=[{"role": "co_organiser", "name": "区作家协会"}],
        beneficiaries=[{"category": "military_family", "number": "12人"}],
        evidence=[photo()],
    )
    browser.post(NEW, form)
    return Activity.objects.get()


def values(page) -> dict:
    """What the form on a page shows, by field; empty ones left out."""
    fields = list(page.context["form"]) + [
        bound for formset in page.context["lines"].values() for form in formset for bound in form
    ]
    return {bound.html_name: bound.value() for bound in fields if bound.value()}


def test_save_and_another_opens_a_form_with_what_repeats(browser, troupe):
    form = typed(
        troupe,
        counts=[{"label": "演职人员", "number": "近百名"}],
        partners=[{"role": "co_organiser", "name": "区作家协会"}],
    )
    page = browser.post(NEW, form | {"again": ""}, follow=True)
    saved = Activity.objects.get()
    assert page.redirect_chain == [(f"{NEW}?again={saved.pk}", 302)]
    shown = values(page)
    assert shown["kind"] == str(saved.kind_id)
    assert shown["place"] == "部队驻地"
    assert shown["partners-0-name"] == "区作家协会"
    assert shown["partners-0-role"] == "co_organiser"
    assert shown["counts-0-label"] == "演职人员"
    for own in ("title", "held", "narrative", "counts-0-number"):
        assert own not in shown
    text = page.content.decode()
    assert f"已保存：{saved}" in text
    assert "已沿用““鱼水情深促和谐”演出活动”的类别、单位、地点、参与单位、数量的项目" in text
    assert "还没有保存：" not in text


def test_only_what_there_was_is_said_to_be_taken_over(browser, troupe):
    page = browser.post(NEW, typed(troupe, place="") | {"again": ""}, follow=True)
    assert page.context["repeated"] == "类别、单位"


def test_a_label_that_was_kept_and_got_no_number_is_no_line(browser, troupe):
    form = typed(
        troupe,
        labels_kept="演职人员|观众",
        counts=[{"label": "演职人员", "number": ""}, {"label": "观众", "number": "200人"}],
    )
    browser.post(NEW, form)
    assert [str(count) for count in Activity.objects.get().counts.all()] == ["观众200人"]


def test_a_label_typed_by_hand_still_wants_its_number(browser, troupe):
    form = typed(troupe, counts=[{"label": "演职人员", "number": ""}])
    assert browser.post(NEW, form).status_code == 200
    assert not Activity.objects.exists()


def test_htmx_is_sent_on_to_the_next_form(browser, troupe):
    answer = browser.post(NEW, typed(troupe) | {"again": ""}, headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == f"{NEW}?again={Activity.objects.get().pk}"


def test_a_copy_has_everything_but_date_and_evidence(browser, full):
    page = browser.get(NEW, {"copy": full.pk})
    original = values(browser.get(f"{full.get_absolute_url()}edit/"))
    copy = values(page)
    ids = {
        name for name in original if name.endswith(("-id", "-activity", "-series", "seen_revision"))
    }
    assert set(original) - set(copy) - ids == {"held"}
    assert copy["counts-0-number"] == "近百名"
    assert copy["contributions-0-value"] == "500元"
    assert copy["effect"] == "反响热烈"
    assert "现场.jpg" not in page.content.decode()


def test_a_copy_is_saved_as_an_activity_of_its_own(browser, full):
    copy = browser.get(NEW, {"copy": full.pk})
    form = dict.fromkeys(("held",), "8月1日") | copy.context["view"].filled_in
    browser.post(NEW, form)
    new = Activity.objects.exclude(pk=full.pk).get()
    assert (str(new.held), new.status, new.revision) == ("8月1日", "draft", 1)
    assert [str(count) for count in new.counts.all()] == ["演职人员近百名"]
    assert list(new.troops.all()) == list(full.troops.all())
    assert not new.evidence.exists()


def test_a_copy_of_an_earlier_year_is_of_the_working_year(browser, liaison, full):
    liaison.working_year = YEAR + 1
    liaison.save()
    page = browser.get(NEW, {"copy": full.pk})
    assert page.context["form"].year == YEAR + 1
    assert "plan_item" not in values(page)
    assert f"{YEAR} 年，7月31日" in page.content.decode()


def test_a_reviewer_copies_what_a_unit_below_did_for_the_own_unit(
    client_of, reviewer, liaison, full
):
    page = client_of(reviewer).get(NEW, {"copy": submitted(full, liaison).pk})
    assert values(page)["unit"] == str(reviewer.unit_id)


@each("how", ["copy", "again"])
@each(("who", "status"), [("liaison", 200), ("leader", 403), ("stranger", 404), ("admin", 403)])
def test_who_copies(client_of, request, troupe, how, who, status):
    activity = make_activity(troupe)
    answer = client_of(request.getfixturevalue(who)).get(NEW, {how: activity.pk})
    assert answer.status_code == status


@pytest.mark.parametrize("number", ["", "x", "9" * 30])
def test_what_is_no_activity_is_not_copied(browser, number):
    assert browser.get(NEW, {"copy": number}).status_code == 404


def test_list_and_page_offer_the_copy_to_who_writes(browser, client_of, leader, troupe):
    activity = make_activity(troupe)
    link = f"{NEW}?copy={activity.pk}"
    for url in ("/activities/", activity.get_absolute_url()):
        assert link in browser.get(url).content.decode()
        assert link not in client_of(leader).get(url).content.decode()


def test_copying_costs_the_same_for_any_number_of_lines(count_queries, liaison, troupe):
    activity = make_activity(troupe)
    activity.counts.create(label="观众", number=VagueNumber.parse("200人"))
    activity.partners.create(name="区作家协会")
    make_troop(troupe)
    one = count_queries(liaison, f"{NEW}?copy={activity.pk}")
    for number in range(20):
        activity.counts.create(label=f"节目{number}", number=VagueNumber.parse("2个"))
        activity.partners.create(name=f"协会{number}")
        make_troop(troupe, f"部队{number}")
    assert count_queries(liaison, f"{NEW}?copy={activity.pk}") == one
