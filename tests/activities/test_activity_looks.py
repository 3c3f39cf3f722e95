"""One filtered list, looked at as a list, as photos, along the year and in a calendar."""

import html
import re
from datetime import date

import pytest

from activities.calendar import month_of
from activities.models import Activity, Evidence
from activities.timeline import month_bars
from tests.cases import each
from tests.factories import make_activity, make_unit

LIST = "/activities/"
LOOKS = ["list", "photos", "timeline", "month"]


def add_photos(activity, number: int = 1, **fields) -> list[Evidence]:
    """So many pictures, of which only the rows exist."""
    return [
        Evidence.objects.create(
            activity=activity, kind="photo", file=f"evidence/{activity.pk}-{n}.jpg",
            thumbnail=f"thumbnails/{activity.pk}-{n}.jpg", name=f"现场{n}.jpg", size=1,
            content_type="image/jpeg", sha256=f"{activity.pk:032}{n:032}", position=n, **fields,
        )
        for n in range(number)
    ]  # fmt: skip


@pytest.fixture
def page(client_of, reviewer):
    """The page with this look and these filters, as the bureau's reviewer sees it."""

    def opened(view, **filters):
        return client_of(reviewer).get(LIST, {"view": view, **filters})

    return opened


@pytest.fixture
def shown(page):
    """The text of that page."""
    return lambda view, **filters: page(view, **filters).content.decode()


def headings(answer) -> list[str]:
    return [stretch.heading for stretch in answer.context["stretches"]]


@pytest.mark.parametrize("view", LOOKS)
def test_every_look_shows_exactly_what_is_filtered(shown, troupe, view):
    for title, place in (("白塔演出", "白塔广场"), ("军营放映", "军营")):
        add_photos(make_activity(troupe, title, place=place))
    month = {"month": "7"} if view == "month" else {}
    both, one = shown(view, **month), shown(view, q="白塔广场", **month)
    assert "军营放映" in both
    assert "白塔演出" in both
    assert "白塔演出" in one
    assert "军营放映" not in one


@pytest.mark.parametrize("view", LOOKS)
def test_another_look_keeps_the_filters_and_filtering_keeps_the_look(shown, troupe, view):
    make_activity(troupe)
    text = shown(view, q="演出", month="7")
    assert 'href="?q=%E6%BC%94%E5%87%BA&amp;month=7"' in text  # back to the list
    hidden = f'<input type="hidden" name="view" value="{view}">'
    assert (hidden in text) == (view != "list")


@pytest.mark.parametrize("view", LOOKS)
def test_htmx_gets_only_the_look(client_of, reviewer, troupe, view):
    make_activity(troupe)
    address = f"{LIST}?view={view}"
    fragment = client_of(reviewer).get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert "月历" in fragment


@pytest.mark.parametrize("view", LOOKS)
def test_a_year_without_activities_says_what_to_do_first(shown, view):
    assert "登记第一项活动" in shown(view)
    assert "没有符合条件的活动" in shown(view, q="没有")
    assert "登记第一项活动" in shown(view, utm="1", sort="unit")
    assert "没有符合条件的活动" in shown(view, unit="没有")


def test_a_word_that_is_no_look_shows_the_list(page, troupe):
    make_activity(troupe)
    assert page("<script>").context["look"].word == "list"


@pytest.mark.parametrize("view", LOOKS)
def test_a_stranger_sees_nothing_of_it(client_of, stranger, troupe, view):
    add_photos(make_activity(troupe, "歌舞团的演出"))
    assert "歌舞团的演出" not in client_of(stranger).get(LIST, {"view": view}).content.decode()


def test_photos_stand_under_their_month_the_newest_first(page, troupe):
    for title, held in (("年初", "1月"), ("节日", "7月31日"), ("全年", "2011年"), ("何时", None)):
        add_photos(make_activity(troupe, title, held=held))
    by_time = [album.heading for album in page("photos").context["albums"]]
    assert by_time == ["2011 年 7 月", "2011 年 1 月", "只知道年份", "没有时间"]
    oldest = [album.heading for album in page("photos", sort="date").context["albums"]]
    assert oldest == ["只知道年份", "2011 年 1 月", "2011 年 7 月", "没有时间"]


def test_photos_sorted_by_unit_stand_under_their_unit(page, troupe, bureau):
    for unit in (troupe, bureau):
        add_photos(make_activity(unit))
    albums = page("photos", sort="unit").context["albums"]
    assert [album.heading for album in albums] == ["市文化局", "市歌舞团"]


def test_the_gallery_says_how_many_activities_have_no_photo(shown, troupe):
    add_photos(make_activity(troupe, "有照片"))
    with_file = make_activity(troupe, "有文件")
    add_photos(with_file)
    with_file.evidence.update(thumbnail="")
    make_activity(troupe, "什么也没有")
    text = shown("photos")
    assert "另有 2 项活动没有照片" in text
    assert 'href="?evidence=no">1 项缺佐证材料</a>' in text


def test_a_picture_reserves_its_place_and_leads_to_its_activity(shown, troupe):
    activity = make_activity(troupe)
    photo = add_photos(activity)[0]
    text = shown("photos")
    assert f'data-more="{activity.get_absolute_url()}"' in text
    assert f'src="{photo.get_absolute_url()}thumbnail/"' in text
    assert 'width="480" height="360" loading="lazy"' in text


def test_sixty_photos_fill_a_page(page, troupe):
    add_photos(make_activity(troupe), 61)
    assert sum(len(album.photos) for album in page("photos").context["albums"]) == 60
    assert sum(len(album.photos) for album in page("photos", page=2).context["albums"]) == 1


def test_the_line_runs_through_the_year_and_ends_with_what_has_no_month(page, troupe):
    for held in (None, "2011年", "11月", "7月31日", "年初", "2010年至2011年"):
        make_activity(troupe, f"活动{held}", held=held)
    assert headings(page("timeline")) == [
        "2011 年 1 月", "2011 年 7 月", "2011 年 11 月", "只知道年份", "没有时间",
    ]  # fmt: skip


@each(
    ("held", "is_vague", "between"),
    [
        ("7月31日", False, ""),
        ("7月31日下午", False, ""),
        ("6月10日至12日", False, "6月10日至6月12日"),
        ("6月1日至6月30日", False, "6月1日至6月30日"),
        ("上半年", True, "1月1日至6月30日"),
        ("3月至5月", True, "3月1日至5月31日"),
        ("7月下旬", True, "7月21日至7月31日"),
        ("八一期间", True, "7月20日至8月10日"),
        ("2011年", True, "1月1日至12月31日"),
        (None, True, ""),
    ],
)
def test_a_vague_time_is_marked_and_keeps_its_wording(page, troupe, held, is_vague, between):
    make_activity(troupe, held=held)
    answer = page("timeline")
    stop = answer.context["stretches"][0].bands[0].stops[0]
    assert (stop.is_vague, stop.between) == (is_vague, between)
    assert (held or "没有时间") in answer.content.decode()


def test_what_happened_around_an_occasion_stands_in_its_band(page, troupe):
    for held in ("7月1日", "7月25日", "7月26日"):
        make_activity(troupe, f"活动{held}", held=held)
    make_activity(troupe, "迟到的慰问", held="7月28日", occasion="party_day")
    bands = page("timeline").context["stretches"][0].bands
    assert [(band.label, len(band.stops)) for band in bands] == [
        ("七一", 1),
        ("八一", 2),
        ("七一", 1),
    ]


def test_the_bars_tell_what_was_in_a_month_from_what_may_have_been(troupe):
    for held in ("7月31日", "7月", "八一期间", "2011年", None):
        make_activity(troupe, f"活动{held}", held=held)
    bars = {bar.number: bar.in_words for bar in month_bars(Activity.objects.all(), 2011)}
    assert bars[7] == "7月 3 项，其中 1 项可能在本月"
    assert bars[8] == "8月 1 项，其中 1 项可能在本月"
    assert bars[9] == "9月 0 项"


def test_the_bars_show_the_other_months_of_a_chosen_one(page, troupe):
    make_activity(troupe, "二月", held="2月3日")
    make_activity(troupe, "七月", held="7月3日")
    answer = page("timeline", month="7")
    assert headings(answer) == ["2011 年 7 月"]
    assert [bar.number for bar in answer.context["bars"] if bar.total] == [2, 7]


def test_the_calendar_puts_days_into_squares_and_vague_times_beside_them(page, troupe):
    for held in ("7月31日", "7月下旬", "2011年", None):
        make_activity(troupe, f"活动{held}", held=held)
    answer = page("month", month="7")
    month = answer.context["month"]
    day = month.days[date(2011, 7, 31)]
    assert [entry.title for entry in day.entries] == ["活动7月31日"]
    assert [entry.title for entry in month.loose] == ["活动7月下旬"]
    assert (answer.context["previous"], answer.context["next"]) == (6, 8)
    assert "2 项只知道年份或没有时间" in page("month").content.decode()


def test_a_day_of_the_calendar_leads_to_its_list(client_of, reviewer, shown, troupe):
    make_activity(troupe, "建军节演出", held="8月1日")
    make_activity(troupe, "次日座谈", held="8月2日")
    day = r'<a href="([^"]*)" aria-label="2011年8月1日的活动，列表"'
    link = html.unescape(re.search(day, shown("month", month="8"))[1])
    listed = client_of(reviewer).get(f"{LIST}{link}").context["page_obj"]
    assert [activity.title for activity in listed.object_list] == ["建军节演出"]


def test_the_whole_year_counts_only_what_is_filtered(page, troupe):
    make_activity(troupe, "演出", held="7月31日")
    make_activity(troupe, "放映", held="7月31日")
    days = page("month", q="放映").context["months"][6].days
    assert days[date(2011, 7, 31)].counts["activity"] == 1


def test_a_busy_day_names_its_first_and_counts_the_rest(troupe):
    for number in range(15):
        make_activity(troupe, f"慰问{number}")
    month = month_of(Activity.objects.all(), 2011, 7, today=date(2011, 7, 1))
    day = month.days[date(2011, 7, 31)]
    assert (len(day.entries), day.unread) == (12, 3)


def test_a_few_days_stand_on_their_first_day_of_a_month(troupe):
    make_activity(troupe, "巡演", held="7月30日至8月2日")
    for number, first in ((7, date(2011, 7, 30)), (8, date(2011, 8, 1))):
        month = month_of(Activity.objects.all(), 2011, number, today=date(2011, 7, 1))
        assert [entry.title for entry in month.days[first].entries] == ["巡演"]
        assert month.days[first].counts["activity"] == 1
        assert month.loose == ()


def test_vague_times_that_are_not_named_beside_a_month_are_counted(page, shown, troupe):
    for number in range(15):
        make_activity(troupe, f"慰问{number}", held="7月")
    month = page("month", month="7").context["month"]
    assert (len(month.loose), month.unread) == (12, 3)
    assert '<a href="?month=7">活动列表中还有 3 项</a>' in shown("month", month="7")
    assert "活动列表中还有" not in shown("month", month="8")


@pytest.mark.parametrize(
    "view",
    [
        "photos",
        "timeline",
        "month",
        "month&month=7",
        "month&years=all",
        "timeline&years=all&month=7",
    ],
)
def test_the_queries_of_a_look_do_not_grow(count_queries, reviewer, bureau, view):
    def add(numbers):
        for number in numbers:
            unit = make_unit(f"滨江市第{number}文化馆", under=bureau)
            add_photos(make_activity(unit, f"慰问{number}"), 2)

    add(range(3))
    few = count_queries(reviewer, f"{LIST}?view={view}")
    add(range(3, 20))
    assert count_queries(reviewer, f"{LIST}?view={view}") == few
