"""统计 and 年度图示: every figure is a link, the choices are heeded, the sheet is one page."""

import html
import io

import pdfplumber
import pytest

from activities.models import Evidence
from reports.figures import year_figures
from reports.statistics import statistics
from reports.year_picture import best_photos, sentences, year_picture
from reports.year_sheet import render_year_sheet
from shuangyong.review import Status
from tests.activities.files import photo
from tests.factories import YEAR, make_kind, make_troop, make_unit
from units.models import AuditEvent

from .figure_records import busy_year, opened
from .records import done

PAGE, PICTURE, SHEET = "/reports/statistics/", "/reports/year/", "/reports/year.pdf"


@pytest.fixture
def shown(client_of, leader):
    """A page as the bureau's leader reads it."""

    def of(address=PAGE, **asked):
        answer = client_of(leader).get(address, asked)
        assert answer.status_code == 200
        return html.unescape(answer.content.decode())

    return of


def test_every_figure_of_the_page_is_a_link_to_its_records(shown, bureau, troupe):
    busy_year([bureau, troupe])
    page, figures = shown(), year_figures(bureau, YEAR)
    addresses = [address for _, address, records in opened(figures) if records]
    assert len(addresses) > 30
    assert [address for address in addresses if f'href="{address}"' not in page] == []
    former = year_figures(bureau, YEAR - 1)
    assert f'href="{former.address()}"' in page


def test_the_unit_and_what_waits_for_review_are_chosen(shown, bureau, troupe, foreign_office):
    done(bureau, "局机关走访")
    done(troupe, "已报送的演出", status=Status.SUBMITTED)
    done(troupe, "演出草稿", status=Status.DRAFT)
    own, with_pending = shown(), shown(pending="on")
    assert "另有 2 项尚未确认，未计入（其中待审 1 项" in own
    assert "不作为正式数据" in with_pending
    assert "另有 1 项尚未确认" in with_pending
    assert year_figures(bureau, YEAR, with_pending=True).activities == 2
    assert "2011 年还没有已确认的活动" in shown(unit=troupe.pk)
    for strange in (foreign_office.pk, "没有的单位", "x" * 300):
        page = shown(unit=strange)
        assert "不在您的范围内" in page or "没有" in page
        assert "主要数据" not in page


def test_pages_take_the_same_queries_for_few_and_for_many(count_queries, reviewer, bureau, troupe):
    done(troupe, counts=[("演职人员", "近百名")], troops=[make_troop(troupe, "某部")])
    few = [count_queries(reviewer, page) for page in (PAGE, PICTURE)]
    for at in range(20):
        unit = make_unit(f"第{at}文化站", under=troupe, kind="grassroots") if at < 4 else troupe
        gifts = [{"category": "goods", "name": f"物品{at}", "quantity": f"{at + 1}箱"}]
        troops = [make_troop(troupe, f"第{at}中队")]
        done(unit, troops=troops, gifts=gifts, year=YEAR - at % 3, held=f"{at % 12 + 1}月")
    assert [count_queries(reviewer, page) for page in (PAGE, PICTURE)] == few


def test_many_troops_are_folded_and_stay_in_reach(shown, bureau):
    done(bureau, troops=[make_troop(bureau, f"第{at}中队") for at in range(40)])
    page = shown()
    assert "其余 25 个，共 25 项次" in page
    assert "第39中队" in page


@pytest.fixture
def illustrated(bureau, troupe):
    """A year with seven photos of confirmed activities, and one of a draft."""
    for at in range(4):
        activity = done(troupe, f"活动{at}", is_innovation=at == 2, held=f"{at + 2}月1日")
        for n in range(2 if at else 1):
            add_photo(activity, f"{at}-{n}")
    add_photo(done(troupe, "草稿", status=Status.DRAFT), "draft")


def add_photo(activity, name: str) -> None:
    """A photo with its thumbnail."""
    file = photo(f"{name}.jpg")
    Evidence.objects.create(
        activity=activity, kind="photo", file=file, thumbnail=file, name=f"{name}.jpg", size=1,
        content_type="image/jpeg", sha256=name.rjust(64, "0"),
    )  # fmt: skip


def test_the_best_photos_come_first_one_of_each_activity_while_there_are_others(
    bureau, illustrated
):
    chosen = best_photos(bureau, YEAR, Evidence.objects.all())
    titles = [each.activity.title for each in chosen]
    assert titles == ["活动2", "活动3", "活动1", "活动0", "活动2", "活动3"]


def test_the_year_is_one_sheet_with_the_figures_of_the_page(client_of, leader, shown, illustrated):
    page = shown(PICTURE)
    answer = client_of(leader).get(SHEET)
    with pdfplumber.open(io.BytesIO(answer.content)) as pdf:
        (sheet,) = pdf.pages
        text, pictures = sheet.extract_text().replace(" ", ""), len(sheet.images)
    assert pictures == 6
    assert "全年开展双拥活动4项。" in page
    for words in ("滨江市文化局", "2011年双拥工作图示", "全年开展双拥活动4项。", "慰问演出4项"):
        assert words in text
    assert AuditEvent.objects.filter(actor=leader, action="导出年度图示").exists()


def test_the_sheet_stays_one_page_whatever_the_year_holds(bureau):
    empty = year_picture(bureau, YEAR, Evidence.objects.all())
    assert empty.sentences == ()
    for at in range(14):
        kind_name = f"第{at}类" + "很长的活动类别名称" * 4
        done(
            bureau, "<b>&" + "长" * 140, kind=make_kind(kind_name[:30]), occasion="army_day",
            troops=[make_troop(bureau, f"第{at}中队")],
            gifts=[{"category": "money", "value": "99999999余元"}],
        )  # fmt: skip
    full = year_picture(bureau, YEAR, Evidence.objects.all())
    assert len(full.sentences) == 3
    for each in (empty, full):
        with pdfplumber.open(io.BytesIO(render_year_sheet(each))) as pdf:
            assert len(pdf.pages) == 1
            bottom = max(word["bottom"] for word in pdf.pages[0].extract_words())
            assert bottom < pdf.pages[0].height - 30


def test_no_sentence_without_its_record(bureau):
    done(bureau, held="2011年")
    assert list(sentences(statistics(bureau, YEAR))) == [
        "全年开展双拥活动1项。",
        "均为慰问演出1项。",
    ]
