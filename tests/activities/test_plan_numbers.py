"""The measures of a plan bear one number everywhere: on its page, in tables, on paper."""

import pytest

from activities.models import PlanClause
from reports.plans import build_plan
from tests.factories import make_measure, make_plan


@pytest.fixture
def plan(bureau, troupe):
    """Two measures, the second for everybody."""
    plan = make_plan(bureau)
    make_measure(plan, "加强领导", responsible_unit=bureau)
    make_measure(plan, "加强宣传", is_for_all=True)
    return plan


def pages(browser, plan) -> list[str]:
    """The plan, its progress and its year."""
    url = plan.get_absolute_url()
    return [browser.get(url + part).content.decode() for part in ("", "progress/", "year/")]


def heads(plan) -> list[str]:
    """The headings on paper."""
    return [str(block.text) for block in build_plan(plan).body if hasattr(block, "level")]


def test_measures_alone_are_the_first_level(client_of, reviewer, plan):
    for text in pages(client_of(reviewer), plan):
        assert "二、" in text
        assert "（二）" not in text
    assert "工作措施</h2>" not in client_of(reviewer).get(plan.get_absolute_url()).content.decode()


def test_below_a_heading_they_are_the_second_level(client_of, reviewer, plan):
    PlanClause.objects.create(plan=plan, position=1, title="提高认识")
    for text in pages(client_of(reviewer), plan):
        assert "（二）" in text
    text = client_of(reviewer).get(plan.get_absolute_url()).content.decode()
    assert "<h2>一、工作要求</h2>" in text
    assert "<h2>二、工作措施</h2>" in text


@pytest.mark.parametrize("thought", ["", "以科学发展观为指导。", "  "])
def test_page_and_paper_agree(client_of, reviewer, plan, thought):
    plan.guiding_thought = thought
    plan.save()
    text = client_of(reviewer).get(plan.get_absolute_url()).content.decode()
    assert ("<h2>二、工作措施</h2>" in text) == ("工作措施" in "".join(heads(plan)))


def test_a_draft_says_what_it_does_not_say_yet(client_of, reviewer, plan):
    text = client_of(reviewer).get(plan.get_absolute_url()).content.decode()
    assert "尚未填写：指导思想、工作目标、工作要求。" in text


def test_the_year_names_everybody_as_responsible(client_of, reviewer, plan):
    text = client_of(reviewer).get(f"{plan.get_absolute_url()}year/").content.decode()
    assert "<td>各单位</td>" in text
