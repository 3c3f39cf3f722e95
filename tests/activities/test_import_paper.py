"""An old summary becomes drafts, each with the sentence it came from."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from activities.ledgers import columns as c
from activities.ledgers import importing
from activities.ledgers.context import Context
from activities.ledgers.preview import marked, untold_of
from activities.models import Activity, ActivityImport
from tests.factories import YEAR
from units import permissions

TEXT = """2011年双拥工作总结
一、文化拥军
7月31日，市歌舞团组织演职人员近百名赴驻滨江某部开展“八一”慰问演出，演出节目16个，观众2000余人。
8月1日，向驻滨江某部贈送圖書200余册，价值5000元。
"""


@pytest.fixture
def client(client_of, liaison):
    return client_of(liaison)


def posted(client, troupe, **given):
    return client.post(
        reverse("activities:import-paper"), {"unit": troupe.pk, "year": YEAR, "text": TEXT} | given
    )


@pytest.fixture
def batch(client, troupe):
    assert posted(client, troupe).status_code == 302
    return ActivityImport.objects.get()


def test_pasted_text_is_shown_as_activities_with_their_sentences(client, batch):
    text = client.get(batch.get_absolute_url()).content.decode()
    assert batch.rows.count() == 2
    assert '<mark title="时间">7月31日</mark>' in text
    assert "保存所选 2 条为草稿" in text
    assert "图书200余册" in text


def test_what_is_chosen_is_saved_as_drafts_that_keep_their_sentence(client, batch, troupe):
    client.post(reverse("activities:import-confirm", args=[batch.pk]))
    show, gift = Activity.objects.order_by("held_from")
    assert (show.unit, show.status, str(show.held)) == (troupe, "draft", "7月31日")
    assert show.source_text.startswith("7月31日，市歌舞团组织演职人员近百名")
    assert "赠送图书200余册" in gift.source_text


def test_the_same_paper_adds_nothing_the_second_time(client, batch, troupe):
    client.post(reverse("activities:import-confirm", args=[batch.pk]))
    posted(client, troupe)
    again = ActivityImport.objects.latest("pk")
    assert [row.state for row in again.rows.select_related("twin")] == ["known", "known"]


def test_a_file_is_read_like_pasted_text(client, troupe):
    file = SimpleUploadedFile("总结.txt", TEXT.encode("gb18030"))
    posted(client, troupe, text="", file=file)
    assert ActivityImport.objects.get().rows.count() == 2


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"text": ""}, "text", "请上传文件或粘贴正文"),
        ({"file": SimpleUploadedFile("总结.txt", b"x")}, "text", "只给一样"),
        ({"text": "", "file": SimpleUploadedFile("总结.pdf", b"x")}, "file", "不能导入"),
        ({"text": "", "file": SimpleUploadedFile("总结.docx", b"x")}, "file", "内容与扩展名不符"),
        ({"text": "长" * 200_001}, "text", "200000"),
        ({"year": "12"}, "year", "1949"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_field(client, troupe, given, field, said):
    answer = posted(client, troupe, **given)
    assert answer.status_code == 200
    assert said in "".join(answer.context["form"].errors[field])
    assert not ActivityImport.objects.exists()


def test_a_text_that_tells_of_nothing_says_so(client, troupe):
    posted(client, troupe, text="天气很好。")
    answer = client.get(ActivityImport.objects.get().get_absolute_url())
    assert "没有找到活动" in answer.content.decode()


def test_a_unit_one_does_not_write_for_took_part(liaison, troupe, union):
    context = Context.load(troupe, YEAR, permissions.rows_to_write(liaison, ""))
    rows = importing.paper_rows("8月1日，滨江市总工会向驻军某部赠送图书200册。", context)
    assert all(c.UNIT not in row.cells for row in rows)


def test_marks_never_let_markup_through():
    shown = marked("<b>7月31日</b>演出", {c.HELD: "7月31日", c.TITLE: "<b>"})
    assert "<b>" not in shown
    assert '<mark title="时间">7月31日</mark>' in shown


def test_sentences_that_became_no_activity_are_shown(client, troupe):
    silent = "市歌舞团领导高度重视双拥工作，把双拥工作列入重要议事日程。"
    posted(client, troupe, text=f"{TEXT}{silent}\n二、下一步打算\n明年将继续开展慰问演出活动。")
    page = client.get(ActivityImport.objects.get().get_absolute_url())
    assert page.context["untold"] == [silent]
    assert "没有识别为活动的句子" in page.content.decode()


def test_a_ledger_has_no_such_sentences(client, batch):
    batch.source = "ledger"
    assert untold_of(batch) == []
