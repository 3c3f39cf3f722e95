"""所在位置: every page says where it stands, and asks the database nothing for it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from shuangyong.breadcrumbs import TRAILS, trail
from tests.assessments.records import make_checklist, usual_standard
from tests.factories import YEAR, make_measure, make_plan
from tests.reports.records import make_summary
from tests.test_access import ARGUMENTS, ROUTES

NOT_A_PAGE = {  # files, parts of pages, pages that lead on, and where no account is signed in
    "activities:activities-export", "activities:calendar-file", "activities:evidence",
    "activities:evidence-thumbnail", "activities:import-left-out", "activities:import-marked",
    "activities:ledger-template", "activities:measure-proposals", "activities:need-proposals",
    "activities:pairs-export", "activities:plan-progress-export", "activities:plan-year-export",
    "activities:requests-export", "assessments:evidence-sheet", "assessments:measure-sentence",
    "assessments:response-file", "assessments:response-file-thumbnail", "assessments:review-next",
    "assessments:round-sheet", "assessments:score-sheet", "assessments:standard-export",
    "reports:assessment-bulletin-file", "reports:binder", "reports:binder-file",
    "reports:bulletin-file", "reports:figures-export", "reports:group-file",
    "reports:issued-file", "reports:plan-file", "reports:requests-file", "reports:statistics-file",
    "reports:summary-file", "reports:summary-photos", "reports:summary-preview",
    "reports:year-picture-file", "units:account-passwords", "units:account-table", "units:login",
    "units:login-again", "units:logout", "units:session", "units:notices-latest",
    "units:offices-export", "units:audit-export", "units:unit-names", "units:unit-table",
    "reports:workbench",
}  # fmt: skip


def crumbs(page: str) -> list[tuple[str, str]]:
    """The words of the trail with their addresses; the page itself has none."""
    nav = re.search(r'<nav aria-label="所在位置">(.*?)</nav>', page, re.S)[1]
    return re.findall(r'<li[^>]*>(?:<a href="([^"]*)"[^>]*>)?([^<]+)<', nav)


def test_every_address_that_is_opened_has_its_trail():
    addresses = {
        name: reverse(name, kwargs={argument: ARGUMENTS[argument] for argument in arguments})
        for name, arguments in ROUTES.items()
    }
    opened = {n for n, url in addresses.items() if hasattr(resolve(url).func.view_class, "get")}
    assert opened - NOT_A_PAGE <= set(TRAILS)
    assert set(TRAILS) <= set(ROUTES)


@pytest.mark.django_db
def test_a_trail_leads_from_the_workbench_over_the_records_above(
    client_of, reviewer, liaison, bureau, troupe, monkeypatch
):
    counted = []

    def counting(view, context):
        with CaptureQueriesContext(connection) as queries:
            found = trail(view, context)
        counted.append(len(queries))
        return found

    monkeypatch.setattr("shuangyong.templatetags.places.trail", counting)
    plan = make_plan(bureau, title="文化局计划")
    make_measure(plan)
    checklist = make_checklist(troupe, by=bureau, standard=usual_standard(bureau))
    summary = make_summary(troupe, liaison)
    section = checklist.round.standard.sections.first()
    home, browser = ("/", "工作台"), client_of(reviewer)

    def of(address):
        return crumbs(browser.get(address).content.decode())

    plans = (("/plans/", "计划"), (plan.get_absolute_url(), "文化局计划"))
    assert of(f"{plan.get_absolute_url()}edit/") == [home, *plans, ("", "修改")]
    assert of(f"{plan.get_absolute_url()}progress/")[-1] == ("", "进度总表")
    assert of(checklist.section_url(section.pk)) == [
        home,
        ("/assessments/", "考核"),
        (checklist.round.get_absolute_url(), str(checklist.round)),
        (checklist.get_absolute_url(), "市歌舞团"),
        ("", section.title),
    ]
    check = f"{summary.get_absolute_url()}check/"
    assert [words for _, words in of(check)][1:] == ["总结与报表", str(summary), "核对"]
    assert of(troupe.get_absolute_url())[3:] == [
        (bureau.get_absolute_url(), "市文化局"),
        ("", "市歌舞团"),
    ]

    reviewer.working_year = YEAR + 1
    reviewer.save()
    assert of(f"{plan.get_absolute_url()}edit/")[1] == (f"/plans/?year={YEAR}", "计划")
    assert counted == [0] * 6
