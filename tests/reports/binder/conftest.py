"""The troupe's binder, with every kind of evidence an office may have."""

from datetime import date

import pytest

from activities.models import ActivityCount
from reports.binder.contents import contents_of
from reports.binder.making import make_pdf
from shuangyong.vague import VagueNumber
from tests.assessments.records import answer, make_checklist
from tests.factories import make_activity

from .files import WORD, attached, paper, proof, scene, turned_scene, word

TODAY = date(2011, 12, 5)


@pytest.fixture
def assessment(troupe, bureau):
    """The troupe's checklist, filled in; item 2 has nothing to show."""
    return answer(make_checklist(troupe, by=bureau))


@pytest.fixture
def response(assessment):
    """What the checklist holds for an item."""
    return lambda number: assessment.responses.get(criterion__number=number)


@pytest.fixture
def show(troupe, response):
    """An activity with two photos that proves the items 1 and 3."""
    activity = make_activity(troupe, "赴驻滨江某部慰问演出", held="7月31日下午", place="某部礼堂")
    ActivityCount.objects.create(
        activity=activity, label="观众", number=VagueNumber.parse("近百名")
    )
    proof(activity, "IMG_1.jpg", scene("red"), caption="演出现场", taken_on=date(2011, 7, 31))
    proof(activity, "IMG_2.jpg", turned_scene(), caption="合影")
    for number in (1, 3):
        response(number).activities.add(activity)
    return activity


@pytest.fixture
def full(assessment, response, show):
    """Every kind of evidence: good, encrypted, broken, gone."""
    item = response(1)
    attached(
        item, "notice.pdf", paper("First page", "Second page"), caption="关于成立领导小组的通知"
    )
    attached(item, "locked.pdf", paper("Locked", password="secret"), caption="会议纪要")
    attached(item, "broken.pdf", b"%PDF-1.4\nbroken\n%%EOF", caption="工作制度")
    attached(item, "plan.docx", word(), WORD, caption="工作方案")
    attached(item, "scan.png", scene("green"), "image/png", caption="成立文件扫描件")
    gone = attached(item, "gone.pdf", paper("Gone"), caption="值班表")
    gone.file.storage.delete(gone.file.name)
    lost = proof(show, "IMG_3.jpg", scene("black"), caption="丢失的照片")
    lost.file.storage.delete(lost.file.name)
    item.statement = "2011年3月成立领导小组，\n由团长任组长。"
    item.save()
    return assessment


@pytest.fixture
def bound(tmp_path):
    """The binder of an assessment or a round, as bytes."""

    def made(subject, *, shows_review=False, tell=lambda *_: None) -> bytes:
        target = tmp_path / "binder.pdf"
        contents = contents_of(subject, shows_review=shows_review)
        make_pdf(contents, target, today=TODAY, tell=tell)
        return target.read_bytes()

    return made
