"""The troupe's checklist in the bureau's round, and browsers that open it."""

import pytest

from tests.factories import make_user
from units.models import Role

from .browser import ChecklistPage
from .records import make_checklist


@pytest.fixture
def assessment(troupe, bureau):
    """The troupe's checklist: open, and nothing filled in."""
    return make_checklist(troupe, by=bureau)


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
