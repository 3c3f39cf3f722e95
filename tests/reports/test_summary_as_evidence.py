"""A criterion may ask for the year's summary: handed in, it is counted and named."""

import pytest

from assessments.measures import proposals
from assessments.models import Measured
from reports.writing import issue
from shuangyong.review import Step
from tests.assessments.records import make_checklist, make_measure_for
from tests.factories import YEAR, confirmed, submitted

from .records import make_summary


@pytest.fixture
def proposal(bureau, troupe):
    """What is proposed for the criterion that asks for a summary; 20 points."""
    assessment = make_checklist(troupe, by=bureau)
    criterion = assessment.responses.get(criterion__number=1).criterion
    make_measure_for(criterion, counts=Measured.SUMMARY, at_least=1)
    return lambda: proposals(assessment)[criterion.pk]


def test_no_summary_no_points(proposal, troupe, union, liaison, other_liaison):
    make_summary(troupe, liaison)
    submitted(make_summary(troupe, liaison, year=YEAR - 1), liaison)
    submitted(make_summary(union, other_liaison), other_liaison)
    assert proposal().score == 0
    assert "没有找到已报送的工作总结" in proposal().sentence


def test_a_summary_that_was_handed_in_gives_the_points(proposal, troupe, liaison, reviewer):
    summary = submitted(make_summary(troupe, liaison), liaison)
    assert proposal().score == 20
    assert "《滨江市歌舞团2011年双拥工作总结》已报送" in proposal().sentence
    summary.take(Step.CONFIRM, by=reviewer)
    assert proposal().score == 20


def test_a_returned_summary_is_not_handed_in(proposal, troupe, liaison, reviewer):
    summary = submitted(make_summary(troupe, liaison), liaison)
    summary.take(Step.SEND_BACK, by=reviewer, comment="请补充")
    assert proposal().score == 0


def test_an_issued_document_is_named_by_title_and_day(troupe, liaison, reviewer):
    document = issue(confirmed(make_summary(troupe, liaison), liaison, reviewer), by=liaison)
    assert str(document).startswith("滨江市歌舞团2011年双拥工作总结 20")
