"""The audit trail: written once, chained, read by the auditor alone."""

import io
import re
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from units import audit, audit_guard
from units.models import AuditEvent

TRAIL = "/audit/"


@pytest.fixture
def trail(liaison, reviewer, troupe, bureau):
    """Four lines by two people."""
    audit.record(liaison, "登录", address="10.0.0.1")
    audit.record(liaison, "新增活动", troupe, changes={"地点": ["", "白塔文化广场"]})
    audit.record(reviewer, "确认", bureau)
    audit.record(None, "登录失败", name="nobody", address="fe80::1")
    return list(AuditEvent.objects.order_by("pk"))


def tamper(event, **fields) -> None:
    """What somebody can do who owns the database and takes the guard away."""
    with audit_guard.lifted(connection):
        models.QuerySet(AuditEvent).filter(pk=event.pk).update(**fields)


def test_a_line_tells_who_did_what_to_what(trail, liaison, troupe):
    line = trail[1]
    assert (line.actor, line.actor_name, line.action) == (liaison, "liaison", "新增活动")
    assert (line.target, line.target_key) == ("滨江市歌舞团", f"units.unit:{troupe.pk}")
    assert str(line) == f"{line.at:%Y-%m-%d %H:%M} liaison 新增活动 滨江市歌舞团"


def test_a_line_stays_true_when_names_change(trail, liaison, troupe):
    liaison.name, troupe.name = "改名", "滨江市演艺集团"
    liaison.save()
    troupe.save()
    line = AuditEvent.objects.get(pk=trail[1].pk)
    assert (line.actor_name, line.target) == ("liaison", "滨江市歌舞团")
    assert audit.first_broken_line() is None


def test_every_line_carries_the_hash_of_the_line_before(trail):
    assert trail[0].previous_hash == ""
    assert [line.previous_hash for line in trail[1:]] == [line.hash for line in trail[:-1]]


@pytest.mark.parametrize(
    "line",
    [
        {"address": ""},
        {"address": None},
        {"address": "::1"},
        {"name": "带\0字符"},
        {"name": "长" * 200},
        {"target": "长" * 500},
        {"changes": {"数量": "观众200人", "b": [1, 1.5], "a": None}},
    ],
)
def test_the_chain_holds_whatever_is_recorded(db, line):
    audit.record(None, "登录失败", **line)
    audit.record(None, "登录失败")
    assert audit.first_broken_line() is None


@pytest.mark.parametrize(
    "change",
    [
        {"at": datetime(2011, 8, 1, tzinfo=UTC)},
        {"actor": None},
        {"actor_name": "别人"},
        {"address": "10.0.0.2"},
        {"action": "退回"},
        {"target": "别的活动"},
        {"target_key": "units.unit:1"},
        {"changes": {"地点": ["", "礼堂"]}},
        {"previous_hash": ""},
        {"hash": "0" * 64},
    ],
)
def test_an_altered_line_shows(trail, change):
    tamper(trail[1], **change)
    assert audit.first_broken_line() == trail[1]


def test_an_altered_line_with_a_new_hash_shows_in_the_next_one(trail):
    tamper(trail[1], action="退回")
    forged = AuditEvent.objects.get(pk=trail[1].pk)
    tamper(forged, hash=forged.computed_hash())
    assert audit.first_broken_line() == trail[2]


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_a_removed_line_shows_in_the_next_one(trail, gone):
    with audit_guard.lifted(connection), connection.cursor() as cursor:
        cursor.execute("DELETE FROM units_auditevent WHERE id = %s", [trail[gone].pk])
    assert audit.first_broken_line() == trail[gone + 1]


def test_the_program_neither_changes_nor_deletes_a_line(trail):
    trail[0].action = "退回"
    with pytest.raises(TypeError):
        trail[0].save()
    with pytest.raises(TypeError):
        trail[0].delete()
    assert AuditEvent.objects.get(pk=trail[0].pk).action == "登录"


def test_the_command_counts_the_lines_of_a_whole_trail(trail):
    out = io.StringIO()
    call_command("verify_audit", stdout=out)
    whole, last, files = out.getvalue().splitlines()
    assert whole == "审计记录完整，共 4 条。"
    assert last == f"末条校验值：{trail[-1].hash}"
    assert files == "文件完整，共 0 个。"


def test_the_command_names_the_first_broken_line(trail):
    tamper(trail[2], action="退回")
    with pytest.raises(CommandError, match=rf"第 {trail[2].pk} 条或它之前的记录被改动.*退回"):
        call_command("verify_audit")


def test_an_empty_trail_is_whole(db):
    assert audit.first_broken_line() is None


@pytest.fixture
def shown(client_of, auditor, trail):
    """The actions that the auditor sees with these filters, newest first."""

    def actions(**filters):
        page = client_of(auditor).get(TRAIL, filters)
        return [event.action for event in page.context["events"]]

    return actions


ALL = ["登录失败", "确认", "新增活动", "登录"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ALL),
        ({"actor": "liaison"}, ["新增活动", "登录"]),
        ({"actor": "nobody"}, ["登录失败"]),
        ({"action": "登录"}, ["登录失败", "登录"]),
        ({"target": "歌舞团"}, ["新增活动"]),
        ({"actor": "liaison", "target": "文化局"}, []),
        ({"q": "文化广场"}, ["新增活动"]),
        ({"q": "登录"}, ["登录失败", "登录"]),
        ({"q": "没有"}, []),
        ({"target": "nobody"}, []),
        ({"address": "10.0"}, ["登录"]),
        ({"address": "fe80::1"}, ["登录失败"]),
        ({"since": "2000-01-01", "until": "2999-12-31"}, ALL),
        ({"since": "2999-12-31"}, []),
        ({"until": "2000-01-01"}, []),
        ({"since": "昨天"}, ALL),
    ],
)
def test_the_auditor_narrows_the_trail(shown, filters, expected):
    assert shown(**filters) == expected


def test_a_day_is_a_day_in_china(shown, trail):
    tamper(trail[0], at=datetime(2011, 7, 31, 17, tzinfo=UTC))  # 1 August, 1 a.m.
    day = "2011-08-01"
    assert shown(since=day, until=day) == ["登录"]
    assert shown(since="2011-07-31", until="2011-07-31") == []


def test_changes_are_told_in_words(client_of, auditor, trail):
    audit.record(None, "修改活动", changes={"数量": "观众200人", "地点": ["礼堂", ""]})
    text = client_of(auditor).get(TRAIL).content.decode()
    for words in ("地点：空 → 白塔文化广场", "地点：礼堂 → 空", "数量：观众200人", "10.0.0.1"):
        assert words in text


def test_the_page_offers_nothing_that_changes_the_trail(client_of, auditor, trail):
    browser = client_of(auditor)
    text = browser.get(TRAIL, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in text
    assert text.count("<form") == 1  # which columns this browser shows, see shuangyong/columns.py
    fields = set(re.findall(r'name="(\w+)"', text[text.index("<form") : text.index("</form>")]))
    assert fields == {"csrfmiddlewaretoken", "column", "usual"}
    before = list(AuditEvent.objects.order_by("pk").values_list("hash", flat=True))
    assert set(browser.post(TRAIL, {"column": "time"}).cookies) == {"columns-audit", "sessionid"}
    for method in (browser.put, browser.delete):
        assert method(TRAIL).status_code == 405
    assert list(AuditEvent.objects.order_by("pk").values_list("hash", flat=True)) == before


def test_a_search_without_result_says_so(client_of, auditor, trail):
    text = client_of(auditor).get(TRAIL, {"actor": "没有"}).content.decode()
    assert "没有符合条件的记录" in text


def test_the_trail_is_found_by_the_key_of_a_record(shown, troupe):
    assert shown(target=f"units.unit:{troupe.pk}") == ["新增活动"]


@pytest.fixture
def long(db):
    """120 lines, numbered."""
    return [audit.record(None, "登录失败", f"第{n}次") for n in range(120)]


def test_a_long_trail_comes_in_pages(client_of, auditor, long):
    browser, seen = client_of(auditor), []
    page = browser.get(TRAIL, {"action": "登录"})
    sizes = []
    while True:
        sizes.append(len(page.context["events"]))
        seen += page.context["events"]
        if not (older := page.context["older"]):
            break
        assert f"before={older}" in page.content.decode()
        page = browser.get(TRAIL, {"action": "登录", "before": older})
    assert (sizes, seen) == ([50, 50, 20], long[::-1])
    back = browser.get(TRAIL, {"after": page.context["newer"]})
    assert back.context["events"] == long[::-1][50:100]


def test_no_page_shifts_while_lines_are_written(client_of, auditor, long):
    browser = client_of(auditor)
    older = browser.get(TRAIL).context["older"]
    audit.record(None, "登录失败")
    assert browser.get(TRAIL, {"before": older}).context["events"] == long[::-1][50:100]


def test_a_page_costs_the_same_however_long_the_trail(count_queries, auditor, trail):
    short = count_queries(auditor, TRAIL)
    for _ in range(60):
        audit.record(None, "登录失败")
    assert count_queries(auditor, TRAIL) == short


@pytest.mark.parametrize("key", ["", "abc", "-1", "9" * 30, "1;DROP TABLE"])
def test_a_page_that_is_none_is_the_first(client_of, auditor, trail, key):
    assert len(client_of(auditor).get(TRAIL, {"before": key}).context["events"]) == 4


def exported(browser, **filters) -> list[tuple]:
    answer = browser.get("/audit/export/", filters)
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    return [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]


def test_the_auditor_takes_along_what_was_searched_for(client_of, auditor, trail, liaison):
    browser = client_of(auditor)
    rows = exported(browser, actor="liaison")
    assert [row[5] for row in rows] == ["新增活动", "登录"]
    assert rows[0][2:4] == ("liaison", "liaison")
    assert rows[0][7] == "地点：空 → 白塔文化广场"
    assert rows[0][8] == trail[1].hash


def test_taking_it_along_is_a_line_itself(client_of, auditor, trail):
    exported(client_of(auditor), action="登录")
    line = AuditEvent.objects.first()
    assert (line.actor, line.action) == (auditor, "导出审计记录")
    assert line.changes == {"条数": "2", "操作": "登录"}


def test_a_name_in_the_trail_runs_in_no_spreadsheet(client_of, auditor, db):
    audit.record(None, "登录失败", name="=HYPERLINK(1)")
    assert exported(client_of(auditor))[0][2] == "'=HYPERLINK(1)"


def test_more_than_a_sheet_holds_is_not_exported(client_of, auditor, trail, monkeypatch):
    monkeypatch.setattr("units.views.audit.MOST_ROWS", 3)
    page = client_of(auditor).get("/audit/export/", follow=True)
    assert "一张表放不下" in page.content.decode()


def test_a_line_costs_the_same_however_long_the_trail(django_assert_num_queries, trail, liaison):
    with CaptureQueriesContext(connection) as short:
        audit.record(liaison, "登录")
    for _ in range(30):
        audit.record(None, "登录失败")
    with django_assert_num_queries(len(short)):
        audit.record(liaison, "登录")
