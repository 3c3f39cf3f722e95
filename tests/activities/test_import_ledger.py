"""A ledger from its upload to the drafts: preview, correction, doubles, confirmation."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from activities import search
from activities.ledgers import columns as c
from activities.ledgers import taking
from activities.models import Activity, ActivityImport, ActivityWords, ImportState
from tests.activities.imports import (
    ALIKE,
    FILM,
    HEAD,
    SHOW,
    file,
    page,
    post,
    states,
    uploaded,
    visits,
)
from tests.cases import each
from tests.factories import YEAR, make_activity, make_troop
from units.models import AuditEvent

OTHERS = [
    ("bureau_liaison", 404), ("reviewer", 404), ("stranger", 404), ("leader", 403), ("admin", 403),
]  # fmt: skip


@pytest.fixture
def client(client_of, liaison):
    return client_of(liaison)


@pytest.fixture
def batch(client, troupe, office):
    make_troop(office, "驻滨江某部")
    return uploaded(client, troupe)


def test_nothing_is_written_before_it_is_confirmed(batch):
    assert batch.state == ImportState.READY
    assert states(batch) == ["good", "good", "wrong"]
    assert not Activity.objects.exists()


def test_the_preview_shows_each_row_as_it_will_be_and_errors_at_their_cells(client, batch):
    text = page(client, batch)
    assert "观众近千人" in text
    assert "影片《建党伟业》" not in text
    assert re.search(
        r'cell-wrong">13月40日</span><span class="cell-problem">.*?不是能识别的时间', text
    )
    assert "确认导入 2 行" in text
    assert "走访慰问军属" not in page(client, batch, show="good")


def test_confirming_imports_the_good_rows_and_says_what_it_left_out(client, batch, liaison, troupe):
    post(client, batch, "confirm")
    batch.refresh_from_db()
    assert batch.state == ImportState.DONE
    show, film = Activity.objects.order_by("pk")
    assert (show.title, show.unit, show.status, str(show.held)) == (
        "八一慰问演出", troupe, "draft", "7月31日",
    )  # fmt: skip
    assert [str(count) for count in show.counts.all()] == ["观众近千人"]
    assert [troop.name for troop in show.troops.all()] == ["驻滨江某部"]
    assert [(g.category, g.name) for g in film.contributions.all()] == [("films", "《建党伟业》")]
    assert (show.changed_by, show.revision, len(show.origin)) == (liaison, 1, 64)
    assert batch.message.splitlines() == [
        "已导入 2 项活动，都是草稿。", "未导入：有错误 1 行（第 4 行）",
    ]  # fmt: skip
    assert show.get_absolute_url() in page(client, batch)


def test_what_came_in_is_found_by_its_words(client, batch):
    post(client, batch, "confirm")
    assert "建党伟业" in ActivityWords.objects.get(activity__title="送电影进军营").text


def test_the_trail_tells_what_was_uploaded_and_removed(client, batch, liaison):
    post(client, batch, "discard")
    lines = AuditEvent.objects.filter(actor=liaison, target="台账《台账.xlsx》").order_by("pk")
    assert [line.action for line in lines] == ["上传台账", "删除导入"]


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000, "²", "-1", ""])
def test_ticking_what_is_no_row_changes_nothing(client, batch, number):
    wanted = list(batch.rows.wanted())
    assert post(client, batch, "tick", {"rows": number, "wanted": number}).status_code == 302
    assert list(batch.rows.wanted()) == wanted


def test_the_words_of_what_came_in_are_those_a_new_index_has(client, troupe, office, bureau):
    make_troop(office, "驻滨江某部")
    head = [*HEAD, "承办单位", "说明", "来宾"]
    rows = [head, [*SHOW, bureau.name, "课目：识谱", "王局长"], [*FILM, "某公司", "", ""]]
    post(client, uploaded(client, troupe, rows), "confirm")
    stored = dict(ActivityWords.objects.values_list("activity__title", "text"))
    assert list(search.rebuild()) == [Activity.objects.count()]
    assert dict(ActivityWords.objects.values_list("activity__title", "text")) == stored
    assert bureau.short_name in stored["八一慰问演出"]


def test_one_line_of_the_trail_tells_of_an_import(client, batch, liaison):
    post(client, batch, "confirm")
    event = AuditEvent.objects.get(action="导入活动")
    assert (event.actor, event.changes) == (liaison, {"导入": "2 项活动", "未导入": "1 行"})


def test_a_second_import_of_the_same_file_adds_nothing(client, batch, troupe):
    post(client, batch, "confirm")
    again = uploaded(client, troupe)
    assert states(again) == ["known", "known", "wrong"]
    answer = post(client, again, "confirm", follow=True)
    assert "没有可以导入的行" in answer.content.decode()
    assert Activity.objects.count() == 2
    post(client, again, "tick", {"show": "all", "all": "yes"})
    assert again.rows.wanted().count() == 0


def test_a_row_corrected_in_the_browser_is_known_the_second_time_as_it_was(client, batch, troupe):
    correct(client, batch, 4, {c.HELD: "7月30日"})
    post(client, batch, "confirm")
    assert Activity.objects.count() == 3
    assert states(uploaded(client, troupe)) == ["known", "known", "known"]


def correct(client, batch, number, changes, *, alike=(), **headers):
    row = batch.rows.get(number=number)
    cells = row.cells | changes
    posted = {f"c{at}": cells.get(column, "") for at, column in enumerate(c.COLUMNS)}
    url = reverse("activities:import-row", args=[batch.pk, number])
    return client.post(url, posted | {"show": "all"} | dict(alike), **headers)


def test_a_row_is_corrected_where_it_stands_and_judged_at_once(client, batch):
    url = reverse("activities:import-row", args=[batch.pk, 4])
    form = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert 'value="13月40日"' in form
    assert "不是能识别的时间" in form
    still_wrong = correct(client, batch, 4, {c.HELD: "32日"}, headers={"HX-Request": "true"})
    assert "cell-problem" in still_wrong.content.decode()
    right = correct(client, batch, 4, {c.HELD: "7月30日"}, headers={"HX-Request": "true"})
    text = right.content.decode()
    assert "可以导入" in text
    assert "cell-problem" not in text
    assert "确认导入 3 行" in text


def test_an_import_can_be_confirmed_after_a_row_was_corrected_where_it_stands(client, batch):
    headers = {"HX-Request": "true"}
    answer = correct(client, batch, 4, {c.HELD: "7月30日"}, headers=headers).content.decode()
    behind_the_row = answer.partition("</tbody>")[2]
    confirm = reverse("activities:import-confirm", args=[batch.pk])
    # a browser ignores a form behind a part of a table that does not stand in a template
    assert re.search(
        rf'<template>.*<form[^>]*action="{confirm}".*</template>', behind_the_row, re.S
    )


def test_the_same_mistake_is_corrected_in_all_rows_at_once(client, troupe):
    rows = [[*HEAD, "填报单位"]] + [[*visit, "市歌舞剧团"] for visit in visits(2, 2)]
    rows[4][-1] = "另一个团"
    batch = uploaded(client, troupe, rows)
    assert batch.rows.wrong().count() == 4
    url = reverse("activities:import-row", args=[batch.pk, 2])
    assert "其他 2 行同样的错误一并改正" in client.get(url).content.decode()
    correct(client, batch, 2, {c.UNIT: troupe.short_name})
    assert batch.rows.wrong().count() == 3
    correct(client, batch, 3, {c.UNIT: troupe.short_name}, alike=ALIKE)
    assert [row.number for row in batch.rows.wrong()] == [5]
    assert set(batch.rows.wanted().values_list("number", flat=True)) == {2, 3, 4}


def test_rows_without_a_kind_get_the_one_that_was_chosen(client, troupe):
    head, plain = ["时间", "活动名称"], [["7.31", "甲乙丙"], ["8.1", "丁戊己"]]
    batch = uploaded(client, troupe, [head, *plain])
    correct(client, batch, 2, {c.KIND: "座谈联席"}, alike=ALIKE)
    assert [row.cells[c.KIND] for row in batch.rows.all()] == ["座谈联席"] * 2
    assert batch.rows.wanted().count() == 2


def test_a_row_is_corrected_without_script_too(client, batch):
    assert (
        "改正第 4 行"
        in client.get(reverse("activities:import-row", args=[batch.pk, 4])).content.decode()
    )
    assert correct(client, batch, 4, {c.HELD: "7月30日"}).status_code == 302
    assert batch.rows.get(number=4).problems == {}


def test_too_long_a_cell_comes_back_with_its_message(client, batch):
    answer = correct(client, batch, 4, {c.NOTE: "长" * 20_001}, headers={"HX-Request": "true"})
    assert "20000" in answer.content.decode()
    assert c.NOTE not in batch.rows.get(number=4).cells


def test_a_row_like_an_activity_of_the_unit_waits_for_a_tick(client, troupe, batch):
    twin = make_activity(troupe, "八一慰问文艺演出", held="7月31日")
    again = uploaded(client, troupe, [HEAD, SHOW])
    row = again.rows.get()
    assert (row.state, row.twin, row.is_wanted) == ("double", twin, False)
    assert twin.get_absolute_url() in page(client, again)
    post(client, again, "tick", {"show": "all", "rows": "2", "wanted": "2"})
    post(client, again, "confirm")
    assert Activity.objects.filter(title="八一慰问演出").count() == 1


def test_an_activity_of_another_day_or_unit_is_no_double(client, troupe, union, batch):
    make_activity(troupe, "八一慰问演出", held="6月1日")
    make_activity(union, "八一慰问演出", held="7月31日")
    assert states(uploaded(client, troupe, [HEAD, SHOW])) == ["good"]


def test_the_same_day_kind_and_troop_are_a_double_whatever_the_title(client, troupe, office, batch):
    told = make_activity(troupe, "军民鱼水情", held="7月31日")
    told.troops.set(office.troops.all())
    row = uploaded(client, troupe, [HEAD, SHOW]).rows.get()
    assert row.twin_because == "同一时间、同一类别、同一部队"


def test_two_rows_of_the_file_may_tell_of_one_activity(client, troupe, batch):
    alike = [*SHOW[:3], "大礼堂", *SHOW[4:]]
    again = uploaded(client, troupe, [HEAD, SHOW, alike, SHOW])
    assert states(again) == ["good", "double", "double"]
    assert [row.twin_row for row in again.rows.all()] == [None, 2, 2]
    assert "第 2 行" in page(client, again)
    post(client, again, "tick", {"show": "all", "all": "yes"})
    post(client, again, "confirm")
    assert Activity.objects.count() == 3


def test_a_correction_that_makes_a_double_is_noticed(client, batch):
    correct(client, batch, 4, {c.HELD: "7月31日", c.TITLE: "八一慰问演出"})
    assert batch.rows.get(number=4).twin_row == 2


def test_rows_that_name_a_series_become_its_dates(client, troupe, batch):
    dates = [
        [f"7月{day}日", "送戏下连队", "慰问演出", *[""] * 5, "送戏下连队巡演"] for day in (1, 2, 3)
    ]
    again = uploaded(client, troupe, [HEAD, *dates])
    assert page(client, again).count("系列：送戏下连队巡演") == 1
    post(client, again, "confirm")
    parent = Activity.objects.get(is_series=True)
    assert (parent.title, parent.parts.count(), parent.held) == ("送戏下连队巡演", 3, None)
    more = uploaded(
        client, troupe, [HEAD, ["7月4日", "送戏下连队", "慰问演出", *[""] * 5, "送戏下连队巡演"]]
    )
    post(client, more, "confirm")
    assert (Activity.objects.filter(is_series=True).count(), parent.parts.count()) == (1, 4)


def test_unticked_rows_stay_out_and_are_named(client, batch):
    post(client, batch, "tick", {"show": "all", "rows": ["2", "3"], "wanted": "3"})
    post(client, batch, "confirm")
    batch.refresh_from_db()
    assert "未导入：没有勾选 1 行（第 2 行）" in batch.message


def test_a_wrong_row_cannot_be_ticked(client, batch):
    post(client, batch, "tick", {"show": "all", "rows": "4", "wanted": "4"})
    post(client, batch, "confirm")
    assert not Activity.objects.filter(title="走访慰问军属").exists()


def test_a_tick_answers_htmx_with_the_new_sums(client, batch):
    answer = post(
        client, batch, "tick", {"show": "all", "rows": "2"}, headers={"HX-Request": "true"}
    )
    assert "确认导入 1 行" in answer.content.decode()


def test_the_file_comes_back_with_its_errors_marked(client, batch, tmp_path):
    answer = client.get(reverse("activities:import-marked", args=[batch.pk]))
    path = tmp_path / "marked.xlsx"
    path.write_bytes(b"".join(answer.streaming_content))
    sheet = load_workbook(path).active
    assert sheet["A4"].value == "13月40日"
    assert "不是能识别的时间" in sheet["A4"].comment.text
    assert sheet["A4"].fill.start_color.rgb.endswith("FFC7CE")
    assert sheet["A2"].comment is None


def test_what_would_run_in_a_marked_file_is_text(client, troupe, batch, tmp_path):
    bad = ["13月1日", '=HYPERLINK("http://x")', "走访慰问", "@SUM(1)", *[""] * 5]
    again = uploaded(client, troupe, [HEAD, SHOW, bad])
    path = tmp_path / "marked.xlsx"
    answer = client.get(reverse("activities:import-marked", args=[again.pk]))
    path.write_bytes(b"".join(answer.streaming_content))
    assert all(cell.data_type != "f" for row in load_workbook(path).active for cell in row)


def test_a_csv_file_comes_back_as_a_marked_workbook(client, troupe, batch, tmp_path):
    content = "时间,活动名称,类别\n13月1日,=1+1,慰问演出\n8月1日,走访慰问军属,走访慰问\n".encode(
        "gb18030"
    )
    again = uploaded(client, troupe, file=SimpleUploadedFile("旧.csv", content))
    path = tmp_path / "marked.xlsx"
    answer = client.get(reverse("activities:import-marked", args=[again.pk]))
    path.write_bytes(b"".join(answer.streaming_content))
    sheet = load_workbook(path).active
    assert [cell.value for cell in sheet[1]] == ["时间", "类别", "活动名称"]
    assert sheet["A2"].comment.text.startswith("时间：")
    assert all(cell.data_type != "f" for row in sheet for cell in row)


def test_what_was_left_out_can_be_taken_along(client, batch, tmp_path):
    post(client, batch, "confirm")
    path = tmp_path / "left.xlsx"
    answer = client.get(reverse("activities:import-left-out", args=[batch.pk]))
    path.write_bytes(b"".join(answer.streaming_content))
    rows = list(load_workbook(path).active.iter_rows(min_row=4, values_only=True))
    assert [row[:3] for row in rows] == [("4", "13月40日", "走访慰问军属")]
    assert "不是能识别的时间" in rows[0][3]


def test_an_import_that_is_done_cannot_be_changed_or_confirmed_again(client, batch):
    post(client, batch, "confirm")
    assert "不能再修改" in post(client, batch, "confirm", follow=True).content.decode()
    correct(client, batch, 4, {c.HELD: "7月30日"})
    post(client, batch, "tick", {"show": "all", "all": "yes"})
    assert states(batch) == ["taken", "taken", "wrong"]
    assert Activity.objects.count() == 2


def test_a_discarded_import_takes_its_file_along_and_leaves_its_activities(client, batch):
    post(client, batch, "confirm")
    path = batch.file.storage.path(batch.file.name)
    importing_gone = post(client, batch, "discard")
    assert importing_gone.url == reverse("activities:imports")
    assert not ActivityImport.objects.exists()
    assert Activity.objects.count() == 2
    assert path


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("台账.xls", b"x", "不能导入"),
        ("台账.xlsx", b"", "空文件"),
        ("台账.xlsx", b"<html></html>", ""),
        ("台账.csv", "甲,乙\n1,2\n".encode(), "没有找到表头"),
    ],
)
def test_a_file_that_is_no_ledger_is_refused_on_the_form(client, troupe, name, content, said):
    answer = client.post(
        reverse("activities:imports"),
        {"unit": troupe.pk, "year": YEAR, "file": SimpleUploadedFile(name, content)},
    )
    assert answer.status_code == 200
    assert said in "".join(answer.context["form"].errors["file"])
    assert not ActivityImport.objects.exists()


def test_the_unit_must_be_one_the_account_writes_for(client, union):
    posted = {"unit": union.pk, "year": YEAR, "file": file()}
    answer = client.post(reverse("activities:imports"), posted)
    assert "unit" in answer.context["form"].errors


def test_a_unit_put_out_of_use_meanwhile_keeps_its_rows_out(client, batch, troupe):
    type(troupe).objects.filter(pk=troupe.pk).update(is_active=False)
    post(client, batch, "confirm")
    assert not Activity.objects.exists()
    assert "不能为“市歌舞团”登记活动" in page(client, batch)


def test_rows_that_came_in_meanwhile_are_left_out(client, batch, troupe):
    other = uploaded(client, troupe)
    post(client, other, "confirm")
    post(client, batch, "confirm")
    batch.refresh_from_db()
    assert "未导入：以前已经导入过 2 行（第 2、3 行）" in batch.message
    assert Activity.objects.count() == 2


def test_an_error_while_writing_leaves_nothing_behind(client, batch, monkeypatch):
    def broken(taken):
        raise RuntimeError

    monkeypatch.setattr(taking, "_links", broken)
    answer = post(client, batch, "confirm", follow=True)
    batch.refresh_from_db()
    assert batch.state == ImportState.READY
    assert "没有写入任何内容" in answer.content.decode()
    assert not Activity.objects.exists()


ROUTES = ["import", "import-marked", "import-left-out"]
POSTS = ["import-confirm", "import-restart", "import-discard", "import-tick"]


@each(("who", "status"), OTHERS)
def test_an_import_is_private_to_its_account(status_of, batch, who, status):
    for name in ROUTES:
        assert status_of(who, reverse(f"activities:{name}", args=[batch.pk])) == status
    for name in POSTS:
        assert status_of(who, reverse(f"activities:{name}", args=[batch.pk]), {}) == status
    for posted in (None, {}):
        url = reverse("activities:import-row", args=[batch.pk, 2])
        assert status_of(who, url, posted) == status


def test_the_list_shows_the_own_imports_and_what_to_do_first(client, client_of, reviewer, batch):
    assert "台账.xlsx" in client.get(reverse("activities:imports")).content.decode()
    assert "还没有导入过" in client_of(reviewer).get(reverse("activities:imports")).content.decode()


def test_the_kind_of_a_row_is_chosen_from_those_offered(client, batch):
    field = 'list="import-kinds"'
    choice = '<option value="慰问演出">'
    url = reverse("activities:import-row", args=[batch.pk, 4])
    assert field in client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert choice in page(client, batch)
    alone = client.get(url).content.decode()
    assert field in alone
    assert choice in alone
