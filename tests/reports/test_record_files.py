"""Plans and 名单 as files: who takes them, under which name, at what cost, and what is refused."""

import io

import docx
import pytest

from activities.models import PlanClause
from shuangyong.vague import VagueDate
from tests.cases import each
from tests.factories import YEAR, make_measure, make_plan, make_unit
from units.models import Appointment, AuditEvent, LeadingGroup

from .test_summary_pages import text_of

OFFICERS = {"admin": 403, "security": 403, "auditor": 403}
READERS = {
    "liaison": 200, "bureau_liaison": 200, "reviewer": 200, "office_reviewer": 200, "leader": 200,
    "other_liaison": 404, "stranger": 404,
} | OFFICERS  # fmt: skip
NEIGHBOURS = READERS | {"other_liaison": 200}


@pytest.fixture
def plan(troupe):
    """A plan of the troupe with a measure."""
    plan = make_plan(troupe, title="市歌舞团2011年双拥工作计划", guiding_thought="服务部队。")
    make_measure(plan, content="到军营演出。")
    return plan


@pytest.fixture
def group(office) -> LeadingGroup:
    """The city's group with its head."""
    group = office.current_group()
    Appointment.objects.create(group=group, role="head", name="李明", post="市长", position=1)
    return group


def plan_file(plan, form: str = "pdf") -> str:
    return f"/reports/plans/{plan.pk}/{form}/"


def group_file(group, form: str = "pdf") -> str:
    return f"/reports/groups/{group.pk}/{form}/"


@each("form", ["pdf", "docx"])
@each(("who", "status"), READERS.items())
def test_whoever_reads_a_plan_takes_it_along(status_of, plan, form, who, status):
    assert status_of(who, plan_file(plan, form)) == status


@each("form", ["pdf", "docx"])
@each(("who", "status"), NEIGHBOURS.items())
def test_whoever_knows_the_host_takes_the_list_of_its_group(status_of, group, form, who, status):
    assert status_of(who, group_file(group, form)) == status


@each(("who", "status"), READERS.items())
def test_the_list_of_the_bureaus_group_is_for_its_own(status_of, bureau, who, status):
    group = bureau.current_group()
    Appointment.objects.create(group=group, role="head", post="局长", position=1)
    assert status_of(who, group_file(group)) == status


def test_a_visitor_is_asked_to_sign_in(client, plan, group):
    for url in (plan_file(plan), plan_file(plan, "docx"), group_file(group)):
        assert client.get(url).headers["Location"].startswith("/login/")


def test_the_plan_is_a_pdf_under_its_title_and_that_is_on_record(client_of, liaison, plan):
    answer = client_of(liaison).get(plan_file(plan) + "?download")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "2011" in answer.headers["Content-Disposition"]
    assert "一、指导思想" in text_of(answer.content)
    event = AuditEvent.objects.get(action="导出计划")
    assert (event.actor, event.changes) == (liaison, {"格式": "PDF"})


def test_the_list_is_a_word_file_and_that_is_on_record(client_of, leader, group):
    answer = client_of(leader).get(group_file(group, "docx"))
    paragraphs = docx.Document(io.BytesIO(answer.content)).paragraphs
    assert [p.text for p in paragraphs if p.text][-1] == "组　长：李　明　市长"
    assert AuditEvent.objects.get(action="导出领导小组名单").changes == {"格式": "Word"}


def test_the_pages_offer_both_files(client_of, liaison, leader, plan, group):
    page = client_of(liaison).get(plan.get_absolute_url()).content.decode()
    for form in ("pdf", "docx"):
        assert plan_file(plan, form) in page
    page = client_of(leader).get(group.get_absolute_url()).content.decode()
    for form in ("pdf", "docx"):
        assert group_file(group, form) in page


def test_the_page_offers_the_list_of_the_working_year(client_of, leader, group):
    browser = client_of(leader)
    address = f"{group_file(group)}?download&amp;year={YEAR}"
    assert address in browser.get(group.get_absolute_url()).content.decode()
    answer = browser.get(address.replace("&amp;", "&"))
    assert "（2011年）" in text_of(answer.content)


def test_who_sets_units_up_is_offered_no_file(client_of, admin, group):
    page = client_of(admin).get(group.get_absolute_url())
    assert page.status_code == 200
    assert group_file(group) not in page.content.decode()


@pytest.mark.parametrize(
    ("year", "says"),
    [("2001", "2001年没有设立领导小组"), ("去年", "“去年”不是年度"), ("99999", "“99999”不是年度")],
)
def test_a_year_that_cannot_be_printed_is_answered_on_the_groups_page(
    client_of, leader, group, year, says
):
    LeadingGroup.objects.update(valid_from=VagueDate.parse("2010年", year=YEAR))
    answer = client_of(leader).get(group_file(group), {"year": year}, follow=True)
    assert answer.redirect_chain == [(group.get_absolute_url(), 302)]
    assert says in answer.content.decode()
    assert not AuditEvent.objects.filter(action="导出领导小组名单").exists()


def test_an_empty_group_is_answered_on_its_page(client_of, leader, bureau):
    answer = client_of(leader).get(group_file(bureau.current_group()), follow=True)
    assert "尚未登记组成人员" in answer.content.decode()


def test_an_unknown_format_has_no_address(client_of, liaison, plan):
    assert client_of(liaison).get(f"/reports/plans/{plan.pk}/odt/").status_code == 404


def test_the_queries_of_a_plans_file_do_not_grow(count_queries, liaison, plan, troupe, bureau):
    make_measure(plan, "走访", responsible_unit=troupe).further_units.set([bureau])
    PlanClause.objects.create(plan=plan, position=1, title="提高认识")
    few = count_queries(liaison, plan_file(plan, "docx"))
    for n in range(8):
        unit = make_unit(f"第{n}文化馆", under=bureau)
        make_measure(plan, f"措施{n}", responsible_unit=unit).further_units.set([bureau, troupe])
        PlanClause.objects.create(plan=plan, position=n, title=f"要求{n}")
    assert count_queries(liaison, plan_file(plan, "docx")) == few


def test_the_queries_of_a_list_do_not_grow(count_queries, leader, group, bureau, troupe):
    group.members.set([bureau])
    Appointment.objects.create(group=group, role="member", post="副局长", unit=bureau, position=2)
    few = count_queries(leader, group_file(group, "docx"))
    for n in range(8):
        unit = make_unit(f"第{n}文化馆", under=bureau)
        group.members.add(unit)
        Appointment.objects.create(
            group=group, role="member", post="馆长", unit=unit, position=3 + n
        )
    assert count_queries(leader, group_file(group, "docx")) == few
