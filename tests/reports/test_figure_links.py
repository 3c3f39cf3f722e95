"""Every figure opens the list of exactly the activities it was counted from."""

import pytest

from reports.figures import comparison, year_figures
from tests.factories import YEAR

from .figure_records import behind, busy_year, opened


@pytest.fixture
def year_of_all(bureau, troupe):
    """A year with everything that figures count."""
    busy_year([bureau, troupe])


@pytest.mark.parametrize("with_pending", [False, True])
def test_a_figure_opens_as_many_records_as_it_says(reviewer, bureau, year_of_all, with_pending):
    figures = year_figures(bureau, YEAR, with_pending=with_pending)
    assert min(len(figures.by_occasion), len(figures.by_troop), figures.monthless) > 1
    assert min(len(figures.counts), len(figures.gifts), len(figures.beneficiaries)) > 1
    wrong = [
        (name, claimed, found)
        for name, address, claimed in opened(figures)
        if (found := behind(address, reviewer)) != claimed
    ]
    assert wrong == []


def test_a_year_compared_has_its_own_figures_and_opens_them(reviewer, bureau, year_of_all):
    compared = comparison(bureau, YEAR)
    assert compared.years == (YEAR - 1, YEAR)
    for year in compared.years:
        alone = year_figures(bureau, year)
        assert [compared.value(row, year) for row in compared.totals] == [
            alone.activities, alone.units, alone.troops, alone.money, alone.value,
        ]  # fmt: skip
        for rows, tallies in (
            (compared.by_kind, alone.by_kind), (compared.by_unit, alone.by_unit),
            (compared.by_month, alone.by_month),
        ):  # fmt: skip
            found = {row.label: compared.value(row, year) for row in rows}
            assert {k: n for k, n in found.items() if n} == {
                t.label: t.count for t in tallies if t.count
            }
            for row in rows:
                assert behind(compared.address(row, year), reviewer) == compared.value(row, year)


def test_the_list_says_what_a_figure_narrowed_it_to_and_lists_nothing_for_nonsense(
    client_of, reviewer, bureau, troupe, year_of_all
):
    browser, figures = client_of(reviewer), year_figures(bureau, YEAR)
    page = browser.get(figures.address(figures.by_troop[0].stands_for))
    assert page.context["total"] == figures.by_troop[0].count
    assert {chip.label for chip in page.context["chips"]} >= {"统计单位（含下属）", "部队"}
    for nonsense in (
        "counted=999",
        "basis=all",
        "reporter=x",
        "begun=13",
        "troops=0",
        "valued=cash",
    ):
        assert browser.get(f"/activities/?year={YEAR}&{nonsense}").context["total"] == 0
