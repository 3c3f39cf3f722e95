"""Pages of assessments take the same number of queries however much they show."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Response, Standard
from assessments.opening import open_round
from assessments.sheets.writing import write_standard
from shuangyong.review import Step
from tests.factories import confirmed, make_activity, make_unit

from .browser import ChecklistPage
from .records import (
    answer,
    decided,
    handed_in,
    make_checklist,
    make_criterion,
    make_measure_for,
    make_round,
    make_section,
    make_standard,
    usual_standard,
)


def add_units(bureau, round_, reviewer, liaison, number):
    """So many more units in the round: a draft, a submitted and a confirmed one in turn."""
    start = round_.units.count()
    for n in range(start, start + number):
        round_.units.add(make_unit(f"直属单位{n}", under=bureau, kind="subordinate"))
    for n, assessment in enumerate(open_round(round_, by=None)):
        assessment.refresh_from_db()
        if n % 3 == 1:
            handed_in(assessment, liaison)
        elif n % 3 == 2:
            decided(assessment, liaison, reviewer)


def add_items(standard, troupe, number, activities=2):
    """So many more items, each measured and with scoring points and evidence wanted."""
    section = make_section(standard, f"第{standard.sections.count() + 1}部分", 100)
    for _ in range(number):
        criterion = make_criterion(section, evidence_wanted="照片")
        criterion.scoring_points.create(text="有照片", points=10)
        make_measure_for(criterion)


def cite(assessment, troupe):
    """Every answer cites an activity, claims its points and has a file."""
    for response in assessment.responses.all():
        response.activities.add(make_activity(troupe))
        response.points_claimed.set(response.criterion.scoring_points.all())
        response.files.create(file="x.pdf", name="x.pdf", content_type="", size=1, sha256="")


@pytest.fixture
def posted_queries():
    """How many queries it takes to press a button of the page."""

    def count(page: ChecklistPage, button: str = "") -> int:
        with CaptureQueriesContext(connection) as queries:
            page.submit() if button else page.save()
        assert not page.errors
        return len(queries)

    return count


@pytest.mark.parametrize("who", ["reviewer", "liaison"])
def test_the_list_of_rounds(count_queries, request, bureau, troupe, who):
    user = request.getfixturevalue(who)

    def add(number):
        for _ in range(number):
            standard = make_standard(bureau, name=f"细则{bureau.standards.count()}")
            round_ = make_round(
                bureau, troupe, standard=standard, name=f"考核{bureau.rounds.count()}"
            )
            open_round(round_, by=None)

    add(2)
    few = count_queries(user, "/assessments/")
    add(6)
    assert count_queries(user, "/assessments/") == few


@pytest.mark.parametrize("who", ["reviewer", "bureau_liaison", "office_reviewer"])
def test_the_matrix_of_a_round(count_queries, request, bureau, reviewer, bureau_liaison, who):
    user = request.getfixturevalue(who)
    round_ = make_round(bureau, standard=usual_standard(bureau))
    add_units(bureau, round_, reviewer, bureau_liaison, 3)
    few = count_queries(user, round_.get_absolute_url())
    add_units(bureau, round_, reviewer, bureau_liaison, 9)
    assert count_queries(user, round_.get_absolute_url()) == few


@pytest.mark.parametrize("who", ["liaison", "reviewer", "leader"])
@pytest.mark.parametrize("is_submitted", [False, True])
def test_a_checklist(count_queries, request, bureau, troupe, liaison, reviewer, who, is_submitted):
    user = request.getfixturevalue(who)
    for _ in range(3):
        confirmed(make_activity(troupe), liaison, reviewer)

    def queries(items, name):
        standard = make_standard(bureau, name=name)
        add_items(standard, troupe, items)
        assessment = make_checklist(troupe, by=bureau, standard=standard, name=name)
        cite(assessment, troupe)
        if is_submitted:
            numbers = dict.fromkeys(range(1, items + 1), 1)
            answer(assessment, numbers).take(Step.SUBMIT, by=liaison)
        return count_queries(user, assessment.get_absolute_url())

    assert queries(4, "短") == queries(12, "长")


def test_saving_a_checklist(client_of, posted_queries, bureau, troupe, liaison, reviewer):
    def queries(items, name):
        standard = make_standard(bureau, name=name)
        add_items(standard, troupe, items)
        assessment = make_checklist(troupe, by=bureau, standard=standard, name=name)
        activity = make_activity(troupe)
        page = ChecklistPage(client_of(liaison), assessment)
        for number, response in enumerate(assessment.responses.all(), 1):
            point = response.criterion.scoring_points.get()
            page.fill(
                number, self_score="4", statement="已完成",
                activities=[str(activity.pk)], points_claimed=[str(point.pk)],
            )  # fmt: skip
        return posted_queries(page, "submit")

    assert queries(4, "短") == queries(12, "长")
    assert Response.objects.filter(self_score=4, activities__isnull=False).count() == 16


def test_publishing(client_of, bureau, reviewer, bureau_liaison):
    def queries(units, name):
        round_ = make_round(bureau, standard=usual_standard(bureau, name=name), name=name)
        for n in range(units):
            round_.units.add(make_unit(f"{name}{n}", under=bureau, kind="subordinate"))
        for assessment in open_round(round_, by=None):
            assessment.refresh_from_db()
            decided(assessment, bureau_liaison, reviewer)
        browser = client_of(reviewer)
        with CaptureQueriesContext(connection) as found:
            browser.post(f"{round_.get_absolute_url()}publish/")
        assert round_.assessments.filter(grade="excellent").count() == units
        return len(found)

    assert queries(2, "少") == queries(6, "多")


def test_the_standards(count_queries, bureau, reviewer):
    make_standard(bureau, name="甲")
    few = count_queries(reviewer, "/assessments/standards/")
    for n in range(3):
        make_standard(bureau, name=f"细则{n}")
    assert count_queries(reviewer, "/assessments/standards/") == few


def test_a_standard(count_queries, bureau, troupe, reviewer):
    standard = make_standard(bureau)
    add_items(standard, troupe, 2)
    few = count_queries(reviewer, standard.get_absolute_url())
    for _ in range(3):
        add_items(standard, troupe, 6)
    assert count_queries(reviewer, standard.get_absolute_url()) == few


def test_a_long_checklist_with_much_evidence_is_saved(client_of, bureau, troupe, liaison):
    """A city's standard has a hundred items; each comes back with all its fields."""
    standard = make_standard(bureau)
    add_items(standard, troupe, 120)
    assessment = make_checklist(troupe, by=bureau, standard=standard)
    activities = [make_activity(troupe).pk for _ in range(3)]
    Response.activities.through.objects.bulk_create(
        Response.activities.through(response_id=response, activity_id=activity)
        for response in assessment.responses.values_list("pk", flat=True)
        for activity in activities
    )
    page = ChecklistPage(client_of(liaison), assessment).fill(120, self_score="9").save()
    assert page.answer.status_code == 200
    assert assessment.responses.get(criterion__number=120).self_score == 9


def test_a_standard_is_written_to_a_sheet_in_as_many_queries_for_one_item_as_for_twenty(
    bureau, troupe
):
    standard = make_standard(bureau)
    counts = []
    for number in (1, 20):
        add_items(standard, troupe, number)
        with CaptureQueriesContext(connection) as queries:
            write_standard(Standard.objects.select_related("unit").get(pk=standard.pk))
        counts.append(len(queries))
    assert counts[0] == counts[1]
