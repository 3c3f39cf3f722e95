"""Standards as they are read: the list, buttons for who may press them, queries of the pages."""

import pytest

from tests.factories import YEAR, make_kind, make_user
from units.models import Role

from .records import (
    make_criterion,
    make_measure_for,
    make_round,
    make_section,
    make_standard,
    usual_standard,
)
from .standard_pages import edit


@pytest.mark.parametrize("part", ["standard", "section", "item", "detail", "list"])
def test_a_page_takes_the_same_queries_for_a_hundred_items(count_queries, bureau, reviewer, part):
    def page(items, name):
        standard = make_standard(bureau, name=name)
        section = make_section(standard, "一、组织领导", items)
        for _ in range(items):
            criterion = make_criterion(section, points=1)
            criterion.scoring_points.create(text="有", points=1)
            make_measure_for(criterion, make_kind())
        return {
            "standard": edit(standard),
            "section": edit(section),
            "item": edit(section.criteria.first()),
            "detail": standard.get_absolute_url(),
            "list": "/assessments/standards/",
        }[part]

    few = count_queries(reviewer, page(3, "短"))
    assert count_queries(reviewer, page(100, "长")) == few


def test_the_list_shows_versions_and_rounds_of_the_year_and_before(
    client_of, reviewer, bureau, troupe
):
    browser, standard = client_of(reviewer), usual_standard(bureau)
    make_standard(bureau, name="明年的细则", year=YEAR + 1)
    make_standard(bureau, name="去年的细则", year=YEAR - 1)
    round_ = make_round(bureau, troupe, standard=standard)
    text = browser.get("/assessments/standards/").content.decode()
    assert "去年的细则" in text
    assert "明年的细则" not in text
    assert round_.name in text
    assert "新建细则" in text
    reader = client_of(make_user("reader", Role.LEADER, bureau))
    text = reader.get("/assessments/standards/").content.decode()
    assert "新建细则" not in text
    assert "编辑" not in text


def test_a_reader_sees_no_button_that_changes_anything(client_of, bureau):
    reader = client_of(make_user("reader", Role.LEADER, bureau))
    text = reader.get(usual_standard(bureau).get_absolute_url()).content.decode()
    for word in ("编辑", "修订", "删除", "复制为另一细则", "用此细则开展考核"):
        assert word not in text
