"""军民共建: what was done in each year under a partnership; one without activity is flagged."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from activities import cobuilding
from shuangyong.vague import VagueDate
from tests.activities.files import photo
from tests.cases import each
from tests.factories import (
    YEAR,
    confirmed,
    make_activity,
    make_need,
    make_troop,
    make_unit,
    make_user,
)
from units.changing import rename
from units.models import AuditEvent, CoBuildingPair, Role, Troop

LIST = "/units/pairs/"


@pytest.fixture
def pair(bureau, office) -> CoBuildingPair:
    """The bureau and a troop, partners since 2008."""
    return make_pair(bureau, make_troop(office), "2008年")


def make_pair(unit, troop, since=None) -> CoBuildingPair:
    return CoBuildingPair.objects.create(
        unit=unit, troop=troop, since=since and VagueDate.parse(since, year=YEAR), form="联欢"
    )


@pytest.fixture
def do(bureau_liaison, office_reviewer, reviewer, liaison):
    """Something done with a troop, confirmed unless said otherwise."""

    def done(unit, troop, title="军民联欢", *, is_confirmed=True, **fields):
        activity = make_activity(unit, title, **fields)
        activity.troops.add(troop)
        if is_confirmed:
            by, judge = (
                (bureau_liaison, office_reviewer) if unit.depth == 2 else (liaison, reviewer)
            )
            confirmed(activity, by, judge)
        return activity

    return done


def row_of(client, pair, **filters):
    page = client.get(LIST, filters)
    (row,) = [row for row in page.context["rows"] if row.pair == pair]
    return row


def test_each_of_the_last_five_years_shows_what_was_done(
    client_of, reviewer, pair, troupe, bureau, do
):
    do(bureau, pair.troop)
    do(troupe, pair.troop, "进军营演出", held="5月")
    do(bureau, pair.troop, "走访", year=2009, held="2009年八一期间")
    do(bureau, pair.troop, "早年的联欢", year=2006, held="2006年")
    row = row_of(client_of(reviewer), pair)
    assert row.counts == ((2007, 0), (2008, 0), (2009, 1), (2010, 0), (2011, 2))
    assert row.last == "2011年7月31日"
    assert not row.is_idle


def test_only_the_pairs_unit_its_troop_and_what_is_confirmed_count(
    client_of, reviewer, pair, union, bureau, office, do
):
    make_activity(union).troops.add(pair.troop)
    make_activity(office).troops.add(pair.troop)
    do(bureau, make_troop(office, "武警滨江市支队"))
    do(bureau, pair.troop, "未确认的联欢", is_confirmed=False)
    row = row_of(client_of(reviewer), pair)
    assert row.counts[-1] == (2011, 0)
    assert row.last == ""
    assert row.is_idle


def test_an_activity_with_two_troops_counts_for_each_partnership_once(
    client_of, reviewer, pair, bureau, office, do
):
    other = make_pair(bureau, make_troop(office, "武警滨江市支队"))
    do(bureau, pair.troop).troops.add(other.troop)
    for one in (pair, other):
        assert row_of(client_of(reviewer), one).counts[-1] == (2011, 1)


@pytest.mark.parametrize(
    ("held", "year", "last"),
    [
        ("7月31日", 2011, "2011年7月31日"),
        ("“八一”期间", 2011, "2011年“八一”期间"),
        (None, 2011, "2011年"),
        ("2010年底", 2010, "2010年底"),
    ],
)
def test_the_last_time_is_as_exact_as_it_was_written(
    client_of, reviewer, pair, bureau, do, held, year, last
):
    do(bureau, pair.troop, held=held, year=year)
    assert row_of(client_of(reviewer), pair).last == last


TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("held", "year", "since", "idle"),
    [
        ("2026年3月", 2026, None, False),
        ("2025年6月15日", 2025, None, False),
        ("2025年6月14日", 2025, None, True),
        ("2025年", 2025, None, False),
        (None, 2025, None, False),
        ("2024年", 2024, None, True),
        ("2024年", 2024, "2025年5月", True),
        ("2024年", 2024, "2025年8月", False),
    ],
)
def test_in_the_present_year_a_pair_lies_idle_after_twelve_months(
    reviewer, bureau, office, do, held, year, since, idle
):
    pair = make_pair(bureau, make_troop(office), since)
    do(bureau, pair.troop, held=held, year=year)
    found = cobuilding.pairs_of(reviewer, year=2026, today=TODAY).get()
    assert found.is_idle is idle


@pytest.mark.parametrize(
    ("year", "since", "idle"),
    [(2011, None, False), (2010, None, True), (2012, None, True), (2010, "2010年3月", False),
     (2010, "2015年", False), (2010, "2009年", True)],
)  # fmt: skip
def test_in_an_earlier_year_a_pair_lies_idle_without_activity_in_it(
    reviewer, bureau, office, do, year, since, idle
):
    pair = make_pair(bureau, make_troop(office), since)
    do(bureau, pair.troop)
    assert cobuilding.pairs_of(reviewer, year=year, today=TODAY).get().is_idle is idle


def test_a_leap_day_looks_back_to_the_last_of_february():
    assert cobuilding.window(2028, date(2028, 2, 29)) == (date(2027, 2, 28), date(2028, 2, 29))


def test_the_idle_ones_can_be_filtered_and_found(client_of, reviewer, pair, bureau, office, do):
    idle = make_pair(bureau, make_troop(office, "武警滨江市支队"))
    do(bureau, pair.troop)
    browser = client_of(reviewer)
    page = browser.get(LIST, {"idle": "yes"})
    assert [row.pair for row in page.context["rows"]] == [idle]
    assert "一年无活动" in page.content.decode()
    assert [row.pair for row in browser.get(LIST, {"q": "某部"}).context["rows"]] == [pair]
    assert "没有符合条件的共建关系" in browser.get(LIST, {"q": "没有"}).content.decode()


def test_an_empty_table_says_what_to_do_first(client_of, reviewer):
    assert "登记与哪支部队结对" in client_of(reviewer).get(LIST).content.decode()


def test_the_page_of_a_pair_lists_what_was_done_year_by_year_with_photos(
    client_of, reviewer, bureau_liaison, office_reviewer, pair, bureau, do
):
    own = do(bureau, pair.troop, is_confirmed=False)
    client_of(bureau_liaison).post(f"/activities/{own.pk}/evidence/", {"evidence": photo()})
    evidence = own.evidence.get()
    confirmed(own, bureau_liaison, office_reviewer)
    do(bureau, pair.troop, "走访慰问", year=2009, held="2009年春节")
    page = client_of(reviewer).get(f"{LIST}{pair.pk}/")
    assert [each.year for each in page.context["years_done"]] == [2011, 2009]
    text = page.content.decode()
    for words in (
        'id="y2011"', "军民联欢", "2009年春节", "走访慰问", "2008年", "联欢",
        f"/activities/evidence/{evidence.pk}/thumbnail/",
    ):  # fmt: skip
        assert words in text


def test_on_a_pairs_page_nothing_shows_that_the_account_may_not_open(
    client_of, pair, bureau, troupe, office, do
):
    """Numbers are everybody's; titles are for whom the activity's unit is in scope."""
    do(troupe, pair.troop, "内部联欢")
    outsider = make_unit("城东区双拥办", under=office, kind="office")
    outsider.leading_groups.create(name="区双拥工作领导小组").members.add(bureau)
    account = make_user("district", Role.REVIEWER, outsider)
    page = client_of(account).get(f"{LIST}{pair.pk}/")
    assert page.status_code == 200
    assert "内部联欢" not in page.content.decode()
    assert row_of(client_of(account), pair).counts[-1] == (2011, 1)


def test_the_page_of_a_troop_shows_partners_and_activities(client_of, reviewer, pair, bureau, do):
    do(bureau, pair.troop)
    page = client_of(reviewer).get(f"/units/troops/{pair.troop.pk}/")
    text = page.content.decode()
    for words in ("驻滨江某部", "市文化局", "军民联欢", "滨江市双拥办", f"{LIST}{pair.pk}/"):
        assert words in text


READERS = {
    "reviewer": 200, "bureau_liaison": 200, "leader": 200, "office_reviewer": 200,
    "other_liaison": 404, "stranger": 404, "admin": 403, "security": 403, "auditor": 403,
}  # fmt: skip


@each("who", READERS)
def test_who_reads_a_pair_and_a_troop(status_of, pair, who):
    assert status_of(who, f"{LIST}{pair.pk}/") == READERS[who]
    of_tree = 200 if who == "other_liaison" else READERS[who]
    assert status_of(who, f"/units/troops/{pair.troop.pk}/") == of_tree


def test_only_who_keeps_the_pair_finds_the_buttons(client_of, bureau_liaison, leader, pair):
    buttons = (f"{LIST}{pair.pk}/edit/", f"{LIST}{pair.pk}/delete/")
    text = client_of(bureau_liaison).get(f"{LIST}{pair.pk}/").content.decode()
    assert all(button in text for button in buttons)
    text = client_of(leader).get(f"{LIST}{pair.pk}/").content.decode()
    assert not any(button in text for button in buttons)


def test_the_page_of_a_unit_leads_to_its_pairs_and_troops(client_of, reviewer, pair, bureau):
    own = make_troop(bureau, "武警滨江市支队")
    text = client_of(reviewer).get(bureau.get_absolute_url()).content.decode()
    assert f'href="{LIST}{pair.pk}/"' in text
    assert f'href="/units/troops/{own.pk}/"' in text


def test_no_link_on_a_units_page_leads_nowhere(client_of, admin, liaison, pair, bureau):
    """Neither for who sees no records, nor for who looks up to a unit above."""
    for account in (admin, liaison):
        text = client_of(account).get(bureau.get_absolute_url()).content.decode()
        assert "驻滨江某部" in text
        assert f'href="{LIST}{pair.pk}/"' not in text


def test_the_table_leaves_as_a_sheet_that_prints(client_of, reviewer, pair, bureau, office, do):
    do(bureau, pair.troop)
    make_pair(bureau, make_troop(office, "=1+1"))
    rename(bureau, name="滨江市文旅局", changed=VagueDate.parse("2015年", year=2015), by=None)
    answer = client_of(reviewer).get(f"{LIST}export/")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [cell.value for cell in sheet[3]][4:9] == [f"{y}年" for y in range(2007, 2012)]
    assert [cell.value for cell in sheet[4]] == [
        "滨江市文化局", "驻滨江某部", "联欢", "2008年", 0, 0, 0, 0, 1, "2011年7月31日", None,
    ]  # fmt: skip
    assert (sheet["B5"].value, sheet["K5"].value) == ("'=1+1", "一年无活动")
    assert sheet.page_setup.paperSize == 9  # A4
    assert AuditEvent.objects.filter(action="导出军民共建").exists()


def test_the_number_of_queries_stays_the_same_with_a_thousand_pairs(
    count_queries, reviewer, bureau, office, django_assert_num_queries
):
    def add(numbers):
        troops = [make_troop(office, f"驻滨江第{number}连") for number in numbers]
        CoBuildingPair.objects.bulk_create(
            CoBuildingPair(unit=bureau, troop=troop) for troop in troops
        )

    add(range(3))
    few = count_queries(reviewer, LIST)
    page = count_queries(reviewer, f"{LIST}{CoBuildingPair.objects.first().pk}/")
    add(range(3, 1000))
    assert count_queries(reviewer, LIST) == few
    assert count_queries(reviewer, f"{LIST}{CoBuildingPair.objects.first().pk}/") == page
    with django_assert_num_queries(3):  # the scope, the pairs, the counts
        pairs = cobuilding.pairs_of(reviewer, year=2011, today=TODAY)
        assert len(cobuilding.rows(pairs, 2011)) == 1000


def test_a_troop_entered_by_mistake_is_deleted(client_of, bureau_liaison, bureau):
    troop = make_troop(bureau)
    browser = client_of(bureau_liaison)
    url = f"/units/troops/{troop.pk}/delete/"
    assert url in browser.get(f"/units/troops/{troop.pk}/").content.decode()
    page = browser.post(url, follow=True)
    assert page.redirect_chain == [(bureau.get_absolute_url(), 302)]
    assert not Troop.objects.exists()
    assert AuditEvent.objects.get().action == "删除驻军部队"


@pytest.mark.parametrize("record", ["activity", "pair", "need"])
def test_a_troop_with_any_record_stays(client_of, bureau_liaison, bureau, record):
    troop = make_troop(bureau)
    if record == "activity":
        make_activity(bureau).troops.add(troop)
    elif record == "pair":
        make_pair(bureau, troop)
    else:
        make_need(bureau, troop=troop)
    browser = client_of(bureau_liaison)
    url = f"/units/troops/{troop.pk}/delete/"
    assert url not in browser.get(f"/units/troops/{troop.pk}/").content.decode()
    page = browser.post(url, follow=True)
    assert "已有活动、需求或共建关系，不能删除" in page.content.decode()
    assert Troop.objects.get() == troop


DELETERS = {
    "bureau_liaison": 302, "reviewer": 302, "leader": 403, "office_reviewer": 403,
    "other_liaison": 403, "stranger": 404, "admin": 403, "security": 403, "auditor": 403,
}  # fmt: skip


@each(("who", "status"), DELETERS.items())
def test_who_deletes_a_troop(status_of, bureau, who, status):
    assert status_of(who, f"/units/troops/{make_troop(bureau).pk}/delete/", {}) == status
