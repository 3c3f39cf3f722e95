"""Words are found wherever they stand in an activity, by an index, exactly and whatever is typed."""

import io

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from activities import search
from activities.models import (
    Activity,
    ActivityCount,
    ActivityFact,
    ActivityWords,
    Contribution,
    Partner,
)
from shuangyong.grams import words_of
from shuangyong.vague import VagueDate, VagueNumber
from tests.cases import each
from tests.factories import make_activity, make_kind, make_troop
from units.changing import rename


@pytest.fixture
def found(db):
    """The titles of what is found with these words."""

    def titles(query: str) -> list[str]:
        return [activity.title for activity in Activity.objects.having_words(query)]

    return titles


@pytest.fixture
def film_week(troupe, union):
    """An activity with everything that can be searched."""
    activity = make_activity(
        troupe, "《八·一》电影放映周", narrative="到武警中队放映，官兵500人观看。", place="白塔广场",
        effect="深受好评", guests="市领导", troops_as_written="驻市各部队", note="原文日期不清",
    )  # fmt: skip
    activity.troops.add(make_troop(troupe, "驻滨江某连"))
    Contribution.objects.create(activity=activity, category="films", name="《亮剑》等KTV光盘")
    ActivityFact.objects.create(activity=activity, label="课目", text="识谱、摄影")
    ActivityCount.objects.create(
        activity=activity, label="演职人员", number=VagueNumber.parse("12人")
    )
    Partner.objects.create(activity=activity, name="区作家协会")
    Partner.objects.create(activity=activity, unit=union)
    search.refresh([activity])
    make_activity(troupe, "篮球友谊赛")
    return activity


@each(
    "query",
    [
        "八一", "八·一", "“八一”", "《八·一》", "电影放映周", "武警", "500", "500人", "白塔", "好评",
        "市领导", "各部队", "某连", "影片", "亮剑", "ktv", "ＫＴＶ", "摄影", "课目", "演职", "作家",
        "总工会", "不清", "塔", "影", "", "《》", "武警 亮剑", "八一，影片",
    ],
)  # fmt: skip
def test_a_word_is_found_wherever_it_stands(found, film_week, query):
    assert film_week.title in found(query)


@pytest.mark.parametrize("query", ["人电", "电影 篮球", "影周放", "放映周末", "周到", "KT V1"])
def test_what_stands_nowhere_is_not_found(found, film_week, query):
    assert found(query) == []


def test_words_in_two_fields_are_no_neighbours(found, troupe):
    make_activity(troupe, "慰问", narrative="演出")
    assert found("问演") == []


@pytest.mark.parametrize(
    "query",
    ['武警"', "*武警", "武警*", "-武警", "^武警", "'武警'", "\\武警", "武警:*", "!武警", "(武警", "{武警}", "武警 &"],
)  # fmt: skip
def test_signs_of_the_index_s_own_language_are_nothing_special(found, film_week, query):
    assert found(query) == [film_week.title]


@pytest.mark.parametrize("query", ["NEAR(武警 白塔)", "武警 OR 白塔", "武警 NOT 篮球", "武警 AND"])
def test_and_its_words_are_words(found, film_week, query):
    assert found(query) == []


TEXTS = ["慰问演出", "演出慰问", "问演", "出演 慰", "ktv演出 500", "慰慰慰", "𬒈𠮷 野", "é e"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.one_of(st.text(max_size=12), st.text(alphabet="慰问演出𬒈𠮷ktv50 *\"'()·", max_size=8)))
def test_the_index_finds_what_a_look_at_every_text_finds(described, query):
    words = words_of(query)
    naive = {a.pk for a in described if all(word in a.words.text for word in words)}
    assert set(Activity.objects.having_words(query).values_list("pk", flat=True)) == naive


@pytest.fixture
def described(troupe):
    """Activities with short texts that are much alike."""
    made = [make_activity(troupe, text, narrative=TEXTS[-n]) for n, text in enumerate(TEXTS)]
    return list(Activity.objects.filter(pk__in=[a.pk for a in made]).select_related("words"))


def test_the_words_go_with_the_activity(film_week, found):
    Activity.objects.get(pk=film_week.pk).delete()
    assert found("武警") == []
    assert ActivityWords.objects.count() == 1


def test_what_was_changed_is_found_by_its_new_words_only(film_week, found):
    film_week.title = "露天电影"
    film_week.save()
    search.refresh([film_week])
    assert found("露天") == ["露天电影"]
    assert found("放映周") == []


def test_a_unit_is_found_by_its_new_name_and_by_the_one_it_had(film_week, found, union):
    moved = VagueDate.parse("6月", year=2012)
    rename(union, name="滨江市工人联合会", changed=moved, by=None)
    assert found("工人联合会") == [film_week.title]
    assert found("滨江市总工会") == [film_week.title]


def test_a_troop_is_found_by_its_new_name(film_week, found, client_of, liaison):
    troop = film_week.troops.get()
    answer = client_of(liaison).post(
        f"/units/troops/{troop.pk}/edit/", {"name": "驻滨江炮兵某部", "kind": "army"}
    )
    assert answer.status_code == 302
    assert found("炮兵") == [film_week.title]
    assert found("某连") == []


def test_rebuilding_finds_what_came_in_another_way(film_week, found):
    ActivityWords.objects.all().delete()
    assert found("武警") == []
    for _ in range(2):
        out = io.StringIO()
        call_command("rebuild_search", stdout=out)
        assert "已重建 2 项" in out.getvalue()
        assert found("武警") == [film_week.title]
        assert len(found("")) == 2


def test_what_is_typed_into_the_form_is_found_at_once(client_of, liaison, troupe, found):
    posted = {
        "kind": make_kind().pk, "title": "慰问", "held": "7.31", "unit": troupe.pk,
        "narrative": "送去缝纫机",
    } | {
        f"{lines}-{name}": 0
        for lines in ("counts", "contributions", "partners", "beneficiaries", "facts")
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }  # fmt: skip
    client_of(liaison).post("/activities/add/", posted)
    assert found("缝纫机") == ["慰问"]


def test_an_activity_of_a_million_characters_can_be_kept(troupe, found):
    long = "".join(chr(0x4E00 + number % 20_000) for number in range(0, 1_000_000, 7))
    make_activity(troupe, "很长的记录", narrative=long)
    assert found(long[1000:1010]) == ["很长的记录"]


def test_many_are_refreshed_in_as_many_queries_as_one(troupe, django_assert_num_queries):
    activities = [make_activity(troupe, f"演出{number}") for number in range(20)]
    with django_assert_num_queries(7):
        search.refresh(activities)
    with django_assert_num_queries(7):
        search.refresh(activities[:1])


def test_the_database_looks_into_its_index(film_week):
    if connection.vendor == "sqlite":
        plan = Activity.objects.having_words("武警").explain()
        assert "activities_words_index VIRTUAL TABLE INDEX" in plan
        assert "SCAN activities_activity" not in plan
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    assert "activities_words_index" in Activity.objects.having_words("武警").explain()
