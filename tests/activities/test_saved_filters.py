"""Saved filters: one's own, opened in one click, renamed, deleted; never an address elsewhere."""

import pytest

from tests.cases import each
from tests.factories import make_activity, submitted
from units.models import SavedFilter

LIST = "/activities/"
SAVE = f"{LIST}filters/add/"


@pytest.fixture
def save(client_of, liaison):
    """Saves a filter as the troupe's liaison."""
    return lambda name, query: client_of(liaison).post(SAVE, {"name": name, "query": query})


@pytest.fixture
def saved(save, troupe):
    """A filter that the liaison keeps."""
    save("缺照片的演出", f"?q=演出&evidence=no_photos&unit={troupe.pk}")
    return SavedFilter.objects.get()


def test_a_filter_is_kept_and_opened_in_one_click(saved, client_of, liaison, troupe):
    assert saved.query == f"q=%E6%BC%94%E5%87%BA&unit={troupe.pk}&evidence=no_photos"
    page = client_of(liaison).get(LIST).content.decode()
    assert f'href="?{saved.query.replace("&", "&amp;")}"' in page
    opened = client_of(liaison).get(f"{LIST}?{saved.query}")
    assert [chip.name for chip in opened.context["chips"]] == ["q", "unit", "evidence"]


def test_an_own_filter_and_one_of_everybody_keep_the_look(saved, client_of, liaison):
    page = client_of(liaison).get(LIST, {"view": "photos"}).content.decode()
    assert f'href="?{saved.query.replace("&", "&amp;")}&amp;view=photos"' in page
    assert 'href="?evidence=no&amp;view=photos"' in page


def test_an_own_filter_that_is_open_is_marked_and_not_offered_to_be_kept_again(
    saved, client_of, liaison
):
    page = client_of(liaison).get(f"{LIST}?{saved.query}").content.decode()
    assert 'class="quick quick-own here" aria-current="true"' in page
    assert "保存为常用筛选" not in page
    assert "保存为常用筛选" in client_of(liaison).get(f"{LIST}?status=draft").content.decode()


def test_the_open_filter_is_marked_anew_with_every_change(client_of, liaison, troupe):
    ask = client_of(liaison).get
    fragment = ask(f"{LIST}?status=draft", headers={"HX-Request": "true"}).content.decode()
    assert 'id="quick-filters" hx-swap-oob="true"' in fragment
    assert 'href="?status=draft" aria-current="true"' in fragment


def test_saving_leads_back_to_what_was_saved(save):
    answer = save("草稿", "?status=draft&page=3&year=2011")
    assert answer.url == f"{LIST}?status=draft"


@pytest.mark.parametrize(
    "query",
    [
        "//evil.example/",
        "https://evil.example/?a=1",
        "javascript:alert(1)",
        "",
        "?",
        "&&&",
        "a" * 9000,
    ],
)
def test_what_is_no_filter_is_not_kept(save, query):
    answer = save("坏地址", query)
    assert answer.status_code == 200
    assert "还没有筛选条件" in answer.content.decode()
    assert not SavedFilter.objects.exists()


def test_only_what_the_list_understands_is_kept(save):
    save("混杂", "?status=draft&next=//evil.example/&kind=abc&month=13")
    assert SavedFilter.objects.get().query == "status=draft"


@pytest.mark.parametrize(
    ("name", "message"),
    [("", "请填写名称"), ("   ", "请填写名称"), ("长" * 31, "30"), ("缺照片的演出", "已有同名")],
)
def test_a_bad_name_is_told_at_its_field(saved, save, name, message):
    answer = save(name, "?status=draft")
    assert any(message in error for error in answer.context["form"].errors["name"])
    assert SavedFilter.objects.count() == 1


def test_a_filter_is_renamed_and_keeps_its_query(saved, client_of, liaison):
    query = saved.query
    url = f"{LIST}filters/{saved.pk}/"
    assert saved.name in client_of(liaison).get(url).content.decode()
    client_of(liaison).post(url, {"name": "无照片", "query": "?status=draft"})
    saved.refresh_from_db()
    assert (saved.name, saved.query) == ("无照片", query)


def test_deleting_asks_first_and_leaves_the_activities(saved, client_of, liaison, troupe):
    make_activity(troupe)
    page = client_of(liaison).get(LIST).content.decode()
    assert f"删除常用筛选“{saved.name}”？活动不受影响。" in page
    client_of(liaison).post(f"{LIST}filters/{saved.pk}/delete/")
    assert not SavedFilter.objects.exists()
    assert troupe.activity_set.count() == 1


@each("who", ["bureau_liaison", "reviewer", "leader", "stranger"])
def test_nobody_else_sees_or_touches_it(saved, status_of, client_of, request, who):
    page = client_of(request.getfixturevalue(who)).get(LIST).content.decode()
    assert saved.name not in page
    assert status_of(who, f"{LIST}filters/{saved.pk}/") == 404
    assert status_of(who, f"{LIST}filters/{saved.pk}/", {"name": "我的"}) == 404
    assert status_of(who, f"{LIST}filters/{saved.pk}/delete/", {}) == 404
    assert SavedFilter.objects.get().name == saved.name


@pytest.mark.parametrize("who", ["admin", "security", "auditor"])
def test_who_sees_no_records_keeps_no_filters(status_of, who):
    assert status_of(who, SAVE, {"name": "草稿", "query": "?status=draft"}) == 403


def test_a_leader_keeps_filters_too(client_of, leader):
    client_of(leader).post(SAVE, {"name": "已确认", "query": "?status=confirmed"})
    assert SavedFilter.objects.get().user == leader


def test_two_accounts_may_use_the_same_name(saved, client_of, leader):
    client_of(leader).post(SAVE, {"name": saved.name, "query": "?status=confirmed"})
    assert SavedFilter.objects.filter(name=saved.name).count() == 2


def test_nobody_keeps_hundreds(liaison, save):
    SavedFilter.objects.bulk_create(
        SavedFilter(user=liaison, page="activities:activities", name=str(n), query="q=1")
        for n in range(30)
    )
    assert "最多保存 30 个" in save("再来一个", "?q=2").content.decode()


def test_a_filter_whose_unit_left_the_scope_says_so(saved, client_of, liaison, union):
    saved.query = f"unit={union.pk}"
    saved.save()
    page = client_of(liaison).get(f"{LIST}?{saved.query}").content.decode()
    assert "不在您的范围内" in page
    assert union.name not in page


@pytest.mark.parametrize(
    ("who", "first"),
    [("liaison", "草稿，待提交"), ("reviewer", "已提交"), ("leader", "缺佐证材料")],
)
def test_everybody_has_quick_filters_of_the_own_role(client_of, request, who, first):
    page = client_of(request.getfixturevalue(who)).get(LIST)
    assert page.context["quick"][0].label == first


def test_quick_filters_count_what_waits(client_of, reviewer, liaison, troupe):
    submitted(make_activity(troupe), liaison)
    make_activity(troupe, "草稿")
    quick = client_of(reviewer).get(LIST).context["quick"]
    assert (quick[0].label, quick[0].number) == ("已提交", 1)
    opened = client_of(reviewer).get(f"{LIST}{quick[0].query}")
    assert opened.context["total"] == 1
    assert opened.context["quick"][0].is_open
