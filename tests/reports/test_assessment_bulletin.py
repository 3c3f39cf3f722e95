"""考核通报: says what the round's records say, and nothing else; as page, PDF and Word."""

import io
from datetime import date

import docx
import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from assessments.models import Round
from assessments.opening import open_round
from assessments.publishing import publish
from reports.assessment_bulletin import Part, build_document, write_assessment_bulletin
from reports.document import Document, Table, numbered, plain_text
from reports.pdf import render_pdf
from shuangyong.vague import VagueDate
from tests.assessments.records import ANSWERED, decided, make_round
from tests.cases import each
from tests.factories import make_unit
from units.models import AuditEvent, ChangeKind, UnitChange

from .measuring import read, text_of

DATED = date(2011, 12, 20)
ALL = [part.value for part in Part]


@pytest.fixture
def units(bureau, troupe):
    """The troupe and three more units of the bureau, in administrative order."""
    names = ("滨江市图书馆", "滨江市博物馆", "滨江市文化馆")
    return [troupe, *(make_unit(name, under=bureau, kind="subordinate") for name in names)]


@pytest.fixture
def round_(bureau, units, bureau_liaison, reviewer):
    """Totals 99, 89 and 59, published; the fourth unit is not reviewed yet."""
    round_ = make_round(bureau, *units)
    open_round(round_, by=None)
    for unit, points in zip(units, (60, 50, 20), strict=False):
        one = round_.assessments.get(unit=unit)
        decided(one, bureau_liaison, reviewer, ANSWERED | {3: points})
    for step, day in (("submit", 10), ("confirm", 28)):
        moment = timezone.make_aware(timezone.datetime(2011, 11, day, 10))
        for one in round_.assessments.all():
            one.history.filter(step=step).update(at=moment)
    publish(round_, by=reviewer)
    return round_


@pytest.fixture
def document(round_, reviewer):
    """The document with these parts."""

    def made(*parts, dated=DATED) -> Document:
        content = list(parts or ALL)
        return build_document(
            write_assessment_bulletin(round_, user=reviewer, content=content, dated=dated)
        )

    return made


@pytest.fixture
def told(document):
    """Its text."""
    return lambda *parts, **more: plain_text(document(*parts, **more))


def table_of(document) -> Table:
    return next(block for block in document.body if isinstance(block, Table))


def test_the_head_and_the_sign_off(document):
    made = document()
    assert made.title == "关于2011年度双拥工作考核情况的通报"
    assert (made.addressee, made.sign_off, made.date) == ("各单位", "滨江市文化局", DATED)


def test_an_office_writes_to_its_member_units(office, bureau, office_reviewer):
    round_ = make_round(office, bureau)
    made = write_assessment_bulletin(round_, user=office_reviewer, content=[], dated=DATED)
    assert build_document(made).addressee == "各成员单位"


def test_results_by_grade_with_units_in_administrative_order(told):
    text = told()
    assert "滨江市文化局对4个单位2011年度双拥工作进行了考核" in text
    assert "共有3个单位的考核结果审定，其中优秀1个，良好1个，不合格1个，平均得分82.33分。" in text
    assert "良好等次：滨江市图书馆。" in text
    assert "另有1个单位的考核结果尚未审定。" in text
    assert text.index("优秀等次") < text.index("良好等次") < text.index("不合格等次")


def test_how_it_was_carried_out_is_what_the_history_holds(told):
    assert "3个单位于2011年11月10日报送自评，3个单位的考核表于2011年11月28日审定。" in told(
        Part.PROCESS
    )
    assert "2011年11月28日" not in told(Part.SCORES)


def test_the_table_of_scores_and_the_ranking(document):
    assert table_of(document(Part.SCORES)).rows == (
        ("1", "滨江市歌舞团", "99", "优秀"),
        ("2", "滨江市图书馆", "89", "良好"),
        ("3", "滨江市博物馆", "59", "不合格"),
    )
    made = table_of(document(Part.SCORES, Part.RANKING))
    assert made.columns[0] == "名次"
    assert not any(isinstance(block, Table) for block in document(Part.PROCESS).body)


def test_equal_units_share_a_rank(round_, document, units):
    round_.assessments.filter(unit=units[1]).update(total=99, grade="excellent")
    rows = table_of(document(Part.RANKING)).rows
    assert [row[0] for row in rows] == ["1（并列）", "1（并列）", "3"]


def test_only_what_was_chosen(told):
    headings = {
        Part.PROCESS: "考核组织情况", Part.COMMENDED: "予以表扬的单位", Part.LOST: "主要失分项目",
        Part.REQUEST: "工作要求",
    }  # fmt: skip
    for part, heading in headings.items():
        assert heading in told(part)
        assert not [
            other for other in headings.values() if other != heading and other in told(part)
        ]


def test_nobody_is_commended_where_nobody_is_excellent(round_, told):
    round_.assessments.exclude(grade="").update(grade="good")
    assert "表扬" not in told()


def test_where_points_were_lost(told):
    text = told(Part.LOST)
    assert "走访慰问（第3项，60分）：2个单位失分，平均失16.67分。" in text
    assert "报送不及时（第5项，5分）：3个单位失分，平均扣2分。" in text


def test_scores_that_are_not_published_are_not_among_the_lost_points(round_, units, told):
    waiting = round_.assessments.get(unit=units[3])
    waiting.responses.filter(criterion__number=3).update(reviewed_score=0)
    assert "走访慰问（第3项，60分）：2个单位失分，平均失16.67分。" in told(Part.LOST)


def test_who_failed_is_asked_to_mend_and_nobody_else(round_, told):
    assert "滨江市博物馆要针对不合格的原因抓紧整改" in told(Part.REQUEST)
    round_.assessments.exclude(grade="").update(grade="passed")
    assert "不合格的原因" not in told(Part.REQUEST)


def test_objections_are_mentioned_while_there_is_time(round_, told):
    until = round_.assessments.exclude(grade="").first().objections_until
    assert "申请复核" in told(Part.REQUEST, dated=until)
    assert "申请复核" not in told(Part.REQUEST, dated=until + timezone.timedelta(days=1))
    Round.objects.update(objection_days=0)
    round_.refresh_from_db()
    assert "申请复核" not in told(Part.REQUEST, dated=until)


def test_who_left_is_told_of_with_the_reason_and_in_no_table(round_, units, document):
    round_.assessments.filter(unit=units[2]).update(
        left_on=date(2011, 6, 1), left_because="机构撤销"
    )
    made = document()
    assert "滨江市博物馆因机构撤销，自2011年6月1日起退出考核。" in plain_text(made)
    assert "滨江市博物馆" not in [row[1] for row in table_of(made).rows]


def test_units_stand_under_the_names_they_had(told, units):
    UnitChange.objects.create(
        unit=units[1],
        kind=ChangeKind.RENAMED,
        name="滨江市文献馆",
        changed=VagueDate.parse("2012年3月", year=2012),
    )
    assert "滨江市文献馆" in told()
    assert "滨江市图书馆" not in told()


def test_before_anything_is_published(bureau, troupe, reviewer):
    round_ = make_round(bureau, troupe)
    made = write_assessment_bulletin(round_, user=reviewer, content=ALL, dated=DATED)
    assert "考核结果尚未公布" in plain_text(build_document(made))


def test_the_pdf_is_a_gongwen(document):
    pdf = render_pdf(document())
    (first, *_) = read(pdf)
    assert "关于2011年度双拥工作考核情况的通报" in text_of(pdf)
    assert first.number.text.replace(" ", "") == "—1—"
    assert first.lines[0].size == pytest.approx(22, abs=0.1)
    body = [line for line in first.lines if line.size == pytest.approx(16, abs=0.1)]
    assert min(line.left for line in body) == pytest.approx(28, abs=0.5)


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_page_and_files_tell_the_same(client_of, reviewer, round_, document, form):
    url = f"/reports/assessments/{round_.pk}/bulletin/"
    choices = {"content": ALL, "dated": DATED.isoformat()}
    page = strip_tags(client_of(reviewer).get(url, choices).content.decode())
    for line in plain_text(document()).split("\n"):
        assert line.split("\t")[0] in page
    file = client_of(reviewer).get(f"{url}{form}/", choices)
    assert file.status_code == 200
    if form == "docx":
        paragraphs = [p.text for p in docx.Document(io.BytesIO(file.content)).paragraphs]
        assert any("共有3个单位的考核结果审定" in text for text in paragraphs)
    assert AuditEvent.objects.filter(action="导出考核通报").count() == 1


def test_choices_that_make_no_sense_are_told_at_the_field(client_of, reviewer, round_):
    url = f"/reports/assessments/{round_.pk}/bulletin/"
    page = client_of(reviewer).get(url, {"content": ["nonsense"], "dated": "31.12."})
    assert "没有“nonsense”这项内容" in page.content.decode()
    assert client_of(reviewer).get(f"{url}pdf/", {"dated": "x"}).status_code == 302


@each(
    ("who", "status"),
    [
        ("reviewer", 200), ("liaison", 403), ("bureau_liaison", 403), ("leader", 403),
        ("office_reviewer", 403), ("stranger", 404), ("other_liaison", 404), ("admin", 403),
    ],
)  # fmt: skip
@each("path", ["", "pdf/", "docx/"])
def test_it_is_the_offices_own(round_, status_of, who, status, path):
    assert status_of(who, f"/reports/assessments/{round_.pk}/bulletin/{path}") == status


def test_the_page_costs_the_same_for_many_units(
    bureau, bureau_liaison, reviewer, round_, count_queries
):
    url = f"/reports/assessments/{round_.pk}/bulletin/"
    few = count_queries(reviewer, url)
    for number in range(8):
        round_.units.add(make_unit(f"直属单位{number}", under=bureau, kind="subordinate"))
    for one in open_round(round_, by=None):
        one.refresh_from_db()
        decided(one, bureau_liaison, reviewer)
    publish(round_, by=reviewer)
    assert count_queries(reviewer, url) == few


def test_headings_are_numbered_in_order(document):
    numbers = [b.number for b in numbered(document()).body if getattr(b, "level", 0) == 1]
    assert numbers == ["一、", "二、", "三、", "四、", "五、"]
