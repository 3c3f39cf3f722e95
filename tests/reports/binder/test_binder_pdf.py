"""The binder as a PDF: what stands in it, and where."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from pypdf import PdfReader

from assessments.models import Assessment
from assessments.opening import open_round
from reports.binder import making
from reports.binder.contents import contents_of, fingerprint
from tests.assessments.records import answer
from tests.factories import make_activity, make_unit

from .files import pages_of, proof, scene


@pytest.fixture
def pdf(full, bound):
    return bound(full)


def number_in_contents(pages: list[str], title: str) -> int:
    """The page that the contents name for a title."""
    line = next(line for line in pages[1].splitlines() if line.startswith(title))
    return int(line.split()[-1])


STANDS = {
    "一、组织领导": "一、组织领导",
    "1　领导小组健全": "18 分",
    "赴驻滨江某部慰问演出": "近百名",
    "关于成立领导小组的通知": "First page",
    "会议纪要": "locked.pdf",
    "值班表": "gone.pdf",
    "3　走访慰问": "少一次扣10分",
    "6　发生涉军纠纷": "一票否决",
}
"""What is read on the page that the contents name for a title."""


def test_the_contents_name_the_page_where_it_stands(pdf):
    pages = pages_of(pdf)
    for title, text in STANDS.items():
        page = number_in_contents(pages, title)
        assert text in pages[page - 1], title
        assert f"— {page} —" in pages[page - 1]


@pytest.mark.parametrize(("blocks", "photos", "leaves"), [(1, 40, 100), (120, 1, 1)])
def test_however_it_is_cut_into_parts_the_numbers_are_right(
    full, bound, monkeypatch, blocks, photos, leaves
):
    monkeypatch.setattr(making, "BLOCKS_A_PART", blocks)
    monkeypatch.setattr(making, "PHOTOS_A_PART", photos)
    monkeypatch.setattr(making, "LEAVES_A_PART", leaves)
    test_the_contents_name_the_page_where_it_stands(pdf := bound(full))
    test_a_photo_that_proves_two_items_is_stored_once(pdf)
    assert [text.split()[-2] for text in pages_of(pdf)[2:4]] == ["3", "4"]


def test_the_bookmarks_follow_the_standard_and_open_the_page_of_the_contents(pdf):
    reader, pages = PdfReader(io.BytesIO(pdf)), pages_of(pdf)
    told = [
        (depth, mark.title, reader.get_destination_page_number(mark) + 1)
        for depth, mark in marks(reader.outline)
    ]
    assert [(depth, title) for depth, title, _ in told] == [
        (1, "目录"),
        (1, "一、组织领导"), (2, "1 领导小组健全"), (3, "赴驻滨江某部慰问演出"),
        (3, "关于成立领导小组的通知"), (3, "会议纪要"), (3, "工作制度"), (3, "工作方案"),
        (3, "值班表"), (2, "2 列入年度计划"),
        (1, "二、开展活动"), (2, "3 走访慰问"), (3, "赴驻滨江某部慰问演出"),
        (1, "三、加分和扣分"), (2, "4 受到表彰"), (2, "5 报送不及时"), (2, "6 发生涉军纠纷"),
    ]  # fmt: skip
    in_contents = [int(line.split()[-1]) for line in pages[1].splitlines()[1:17]]
    assert [page for *_, page in told[1:]] == in_contents


def marks(outline, depth=1):
    """The bookmarks with their depth, in order."""
    for mark in outline:
        if isinstance(mark, list):
            yield from marks(mark, depth + 1)
        else:
            yield depth, mark


def test_the_contents_can_be_clicked(pdf):
    reader = PdfReader(io.BytesIO(pdf))
    links = [link.get_object() for link in reader.pages[1]["/Annots"]]
    opened = {reader.get_page_number(link["/Dest"][0].get_object()) + 1 for link in links}
    assert len(links) == 16
    assert number_in_contents(pages_of(pdf), "3　走访慰问") in opened


def test_what_is_missing_comes_first(pdf):
    missing = pages_of(pdf)[2]
    assert missing.startswith("缺少佐证材料的项目")
    assert "共 2 项" in missing
    assert "列入年度计划 会议记录 没有说明和材料" in missing
    assert "走访慰问" not in missing


def test_a_photo_that_proves_two_items_is_stored_once(pdf):
    pages = pages_of(pdf)
    shown = next(n for n, text in enumerate(pages, 1) if "演出现场（2011年7月31日）\n" in text)
    again = "".join(pages[number_in_contents(pages, "3　走访慰问") - 1 :])
    assert f"演出现场（2011年7月31日）：见第 {shown} 页" in again
    assert len(pictures(pdf)) == 3


def pictures(pdf: bytes) -> list[Image.Image]:
    """Every picture in the file, once."""
    found = {}
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for picture in page.images:
            found[picture.indirect_reference.idnum] = picture.image
    return list(found.values())


def test_a_photo_stands_upright(pdf):
    upright = next(each for each in pictures(pdf) if each.height > each.width)
    top, bottom = (upright.getpixel((upright.width // 2, upright.height * n // 8)) for n in (1, 7))
    assert (top[2] > 200, bottom[2] < 60) == (True, True), "blue above, yellow below"


def test_what_cannot_be_joined_is_named_and_the_rest_is_there(pdf):
    text = "".join(pages_of(pdf)).replace("\n", "")
    for said in ("无法并入：文件已加密", "无法并入：文件已损坏", "无法并入：文件缺失", "原件另附"):
        assert said in text
    assert "照片 3　丢失的照片：文件缺失" in text
    assert "First page" in text
    assert "Second page" in text


def test_scores_of_the_review_stand_in_the_binder_of_who_may_see_them(assessment, bound):
    answer(assessment, {1: 7}, side="reviewed_score")
    assert "考评分" not in "".join(pages_of(bound(assessment)))
    assert "考评分 7 分" in "".join(pages_of(bound(assessment, shows_review=True)))


def test_a_round_is_bound_by_item_and_then_by_unit(full, bound, bureau):
    museum = make_unit("滨江市博物馆", under=bureau, kind="subordinate", short_name="市博物馆")
    left = make_unit("滨江市图书馆", under=bureau, kind="subordinate", short_name="市图书馆")
    full.round.units.add(museum, left)
    open_round(full.round, by=None)
    Assessment.objects.filter(unit=left).update(left_on="2011-06-01", left_because="撤销")
    pages = pages_of(bound(full.round, shows_review=True))
    contents = [line.split()[:-1] for line in pages[1].splitlines()]
    at = contents.index(["1", "领导小组健全"])
    assert contents[at : at + 4] == [
        ["1", "领导小组健全"], ["市歌舞团"], ["市博物馆"], ["2", "列入年度计划"],
    ]  # fmt: skip
    assert "市图书馆" not in "".join(pages)
    assert "市歌舞团、市博物馆：没有说明和材料" in pages[2].replace("\n", "")


def test_a_section_gets_a_number_where_the_standard_has_none(assessment, bound):
    sections = assessment.round.standard.sections
    sections.filter(position=2).update(title="开展活动")
    assert "二、开展活动" in pages_of(bound(assessment))[1]


def test_a_character_that_no_font_has_does_not_stop_it(assessment, response, bound):
    assessment.responses.filter(pk=response(1).pk).update(statement="成效明显\U0001f600，继续")
    assert "成效明显〓，继续" in "".join(pages_of(bound(assessment)))


def test_an_empty_checklist_is_bound_too(bound, assessment):
    assessment.responses.update(self_score=None)
    pages = pages_of(bound(assessment))
    assert "未自评" in pages[-1]


def test_many_activities_cost_no_query_each(full, response, troupe):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            contents_of(full, shows_review=True)
            fingerprint(full, shows_review=True)
        return len(caught)

    few = queries()
    for number in range(20):
        activity = make_activity(troupe, f"第{number}次走访")
        proof(activity, "a.jpg", scene((number, 0, 0)))
        response(2).activities.add(activity)
    assert queries() <= few


def test_the_dates_of_a_series_bring_their_photos(response, assessment, troupe, bound):
    series = make_activity(troupe, "巡回演出", held="7月", is_series=True)
    date = make_activity(troupe, "巡回演出", held="7月5日", place="某部", series=series)
    proof(date, "a.jpg", scene(), caption="第一场")
    response(1).activities.add(series)
    text = "".join(pages_of(bound(assessment)))
    assert "7月5日某部" in text
    assert "照片 1　第一场" in text
