"""Rounds of the bureau, checklists in them, and browsers that open them."""

import pytest

from assessments.opening import open_round
from tests.factories import make_unit, make_user
from units.models import Role

from .browser import ChecklistPage
from .records import make_checklist, make_round


@pytest.fixture
def assessment(troupe, bureau):
    """The troupe's checklist: open, and nothing filled in."""
    return make_checklist(troupe, by=bureau)


@pytest.fixture
def library(bureau):
    """Another unit below the bureau."""
    return make_unit("滨江市图书馆", under=bureau, kind="district", short_name="市图书馆")


@pytest.fixture
def opened(bureau, troupe):
    """A round that has begun, by the usual standard and for the troupe alone."""
    round_ = make_round(bureau, troupe)
    open_round(round_, by=None)
    return round_


@pytest.fixture
def theirs(opened):
    """The troupe's checklist in it."""
    return opened.assessments.get()


@pytest.fixture
def units(bureau, troupe):
    """The troupe and three more units of the bureau, in administrative order."""
    names = ("市图书馆", "市博物馆", "市文化馆")
    return [troupe, *(make_unit(name, under=bureau, kind="subordinate") for name in names)]


@pytest.fixture
def round_(bureau, units):
    """The bureau's round for the four, opened."""
    round_ = make_round(bureau, *units)
    open_round(round_, by=None)
    return round_


@pytest.fixture
def page_of(client_of, assessment):
    """The checklist as an account sees it."""

    def open_page(user) -> ChecklistPage:
        return ChecklistPage(client_of(user), assessment)

    return open_page


@pytest.fixture
def response(assessment):
    """What the troupe's checklist holds for a criterion, as stored now."""

    def stored(number: int):
        return assessment.responses.get(criterion__number=number)

    return stored


@pytest.fixture
def second_reviewer(bureau):
    """A colleague of the bureau's reviewer."""
    return make_user("second_reviewer", Role.REVIEWER, bureau)
