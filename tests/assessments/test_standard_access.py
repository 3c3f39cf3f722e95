"""Who may open and change which part of a standard: the issuing unit's reviewer alone writes."""

import pytest
from django.db import transaction
from django.urls import reverse

from assessments import urls
from tests.cases import each

from .records import usual_standard

CAST = (
    "reviewer", "bureau_liaison", "leader", "office_reviewer", "liaison", "other_liaison",
    "stranger", "admin", "security", "auditor", "anonymous",
)  # fmt: skip
NO_BUSINESS = {"admin": 403, "security": 403, "auditor": 403, "anonymous": 302}
READS = dict.fromkeys(CAST, 200) | NO_BUSINESS | {
    "liaison": 404, "other_liaison": 404, "stranger": 404,
}  # fmt: skip
REFUSED = {who: 403 if status == 200 else status for who, status in READS.items()}
EDITS, CHANGES = REFUSED | {"reviewer": 200}, REFUSED | {"reviewer": 302}
REVIEWERS = dict.fromkeys(CAST, 403) | {
    "reviewer": 200, "office_reviewer": 200, "stranger": 200, "anonymous": 302,
}  # fmt: skip

# route -> method, arguments, who gets which answer; the standard is the bureau's, and a draft
ROUTES = {
    "standard-create": ("get", {}, REVIEWERS),
    "standard-edit": ("get", {"pk": "standard"}, EDITS),
    "standard-revise": ("post", {"pk": "standard"}, CHANGES),
    "standard-copy": ("get", {"pk": "standard"}, REVIEWERS | {"stranger": 404}),
    "standard-compare": ("get", {"pk": "later"}, READS),
    "standard-delete": ("post", {"pk": "standard"}, CHANGES),
    "measure-sentence": ("get", {"pk": "standard"}, EDITS),
    "section-edit": ("get", {"section": "section"}, EDITS),
    "criterion-create": ("get", {"section": "section"}, EDITS),
    "section-delete": ("post", {"section": "section"}, CHANGES),
    "criterion-edit": ("get", {"pk": "item"}, EDITS),
    "criterion-move": ("post", {"pk": "item", "way": "down"}, CHANGES),
    "criterion-delete": ("post", {"pk": "item"}, CHANGES),
}


@pytest.fixture
def address_of(bureau):
    """Where a route leads for the bureau's standard, its second version, a section, an item."""
    standard = usual_standard(bureau)
    section = standard.sections.first()
    parts = {
        "standard": standard.pk,
        "later": usual_standard(bureau, version=2, revises=standard).pk,
        "section": section.pk,
        "item": section.criteria.first().pk,
    }

    def address(route: str) -> str:
        arguments = ROUTES[route][1]
        kwargs = {name: parts.get(value, value) for name, value in arguments.items()}
        return reverse(f"assessments:{route}", kwargs=kwargs)

    return address


def test_every_route_states_who_may_open_it():
    assert {pattern.name for pattern in urls.standard_patterns} == set(ROUTES)


@each("who", CAST)
def test_who_opens_what(client, client_of, request, address_of, who):
    browser = client if who == "anonymous" else client_of(request.getfixturevalue(who))
    found = {}
    for route, (method, *_) in ROUTES.items():
        asked = {"prefix": "measures-0"} if route == "measure-sentence" else {}
        with transaction.atomic():
            found[route] = getattr(browser, method)(address_of(route), asked).status_code
            transaction.set_rollback(True)  # the next one finds everything as it was
    assert found == {route: expected[who] for route, (_, _, expected) in ROUTES.items()}


@pytest.mark.parametrize("route", [route for route in ROUTES if ROUTES[route][0] == "post"])
def test_what_changes_something_is_no_link(client_of, reviewer, address_of, route):
    assert client_of(reviewer).get(address_of(route)).status_code == 405


@each("who", ["bureau_liaison", "leader", "office_reviewer", "stranger"])
@each("route", ["standard-edit", "criterion-edit", "criterion-create"])
def test_who_may_not_edit_may_not_post_either(client_of, request, address_of, route, who):
    browser = client_of(request.getfixturevalue(who))
    answer = browser.post(address_of(route), {"content": "改写", "split": "1"})
    assert answer.status_code == ROUTES[route][2][who]
