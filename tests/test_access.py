"""Every address of the site: closed to who has not signed in, open to whom it is meant for."""

import pytest
from django.urls import URLPattern, get_resolver, reverse

from tests.cases import each
from units.models import Role

ARGUMENTS = {
    "item": 1,
    "number": 1,
    "pk": 1,
    "unit": 1,
    "step": "submit",
    "form": "pdf",
    "year": 2011,
    "activity": 1,
    "matter": "need",
    "taken": "close",
    "section": 1,
    "criterion": 1,
    "way": "up",
    "slug": "plans",
}
PUBLIC = {"units:login", "units:login-again"}
BUSINESS = {Role.LIAISON, Role.REVIEWER, Role.LEADER}
WRITERS = {Role.LIAISON, Role.REVIEWER}
# pages without arguments, by name: who opens them; everybody else is refused
PAGES = {
    "reports:workbench": set(Role),
    "reports:review": {Role.REVIEWER},
    "reports:reports": BUSINESS,
    "reports:bulletin": {Role.REVIEWER},
    "reports:statistics": BUSINESS,
    "reports:year-picture": BUSINESS,
    "reports:year-picture-file": BUSINESS,
    "reports:figures-export": BUSINESS,
    "reports:binders": BUSINESS,
    "reports:issued-verify": BUSINESS,
    "reports:outlines": BUSINESS,
    "reports:summary-create": WRITERS,
    "activities:plans": BUSINESS,
    "activities:plan-create": WRITERS,
    "activities:calendar": BUSINESS,
    "activities:calendar-file": BUSINESS,
    "activities:activities": BUSINESS,
    "activities:activities-export": BUSINESS,
    "activities:ledger-template": WRITERS,
    "activities:activity-create": WRITERS,
    "activities:imports": WRITERS,
    "activities:import-paper": WRITERS,
    "activities:pairs": BUSINESS,
    "activities:pairs-export": BUSINESS,
    "activities:measure-proposals": WRITERS,
    "activities:need-proposals": WRITERS,
    "activities:kinds": {Role.REVIEWER, Role.ADMIN},
    "activities:kind-create": {Role.REVIEWER, Role.ADMIN},
    "activities:requests": BUSINESS,
    "activities:request-create": WRITERS,
    "activities:requests-table": BUSINESS,
    "activities:requests-export": BUSINESS,
    "assessments:rounds": BUSINESS,
    "assessments:round-create": {Role.REVIEWER},
    "assessments:rollover": WRITERS,
    "assessments:standards": BUSINESS,
    "assessments:standard-import": {Role.REVIEWER},
    "assessments:standard-create": {Role.REVIEWER},
    "units:units": BUSINESS | {Role.ADMIN, Role.SECURITY},
    "units:unit-create": {Role.ADMIN},
    "units:unit-import": {Role.ADMIN},
    "units:unit-table": {Role.ADMIN},
    "units:offices": BUSINESS | {Role.ADMIN, Role.SECURITY},
    "units:offices-export": BUSINESS,
    "units:unit-names": BUSINESS | {Role.ADMIN, Role.SECURITY},
    "units:accounts": {Role.ADMIN, Role.SECURITY},
    "units:account-create": {Role.ADMIN},
    "units:account-import": {Role.ADMIN},
    "units:account-table": {Role.ADMIN},
    "units:notices": BUSINESS,
    "units:notices-latest": BUSINESS,
    "units:search": set(Role),
    "units:session": set(Role),
    "units:audit": {Role.AUDITOR},
    "units:audit-export": {Role.AUDITOR},
    "units:password": set(Role),
    "manual:manual": set(Role),
}
POST_ONLY = {
    "activities:filter-save",
    "activities:draft-keep",
    "assessments:response-file-edit",
    "activities:activities-bulk",
    "activities:evidence-edit", "reports:chase-all", "units:accounts-grant", "units:logout",
    "units:notices-read", "units:year",
}  # fmt: skip


def routes() -> dict[str, list[str]]:
    """Every route of the site with the names of its arguments."""
    found = {}

    def walk(resolver, namespace=""):
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLPattern):
                found[f"{namespace}{pattern.name}"] = list(pattern.pattern.converters)
            else:
                inner = f"{pattern.namespace}:" if pattern.namespace else namespace
                walk(pattern, inner)

    walk(get_resolver())
    return found


ROUTES = routes()


@pytest.mark.django_db
@each("method", ["get", "post"])
@each("name", sorted(set(ROUTES) - PUBLIC))
def test_nothing_opens_before_signing_in(client, name, method):
    url = reverse(name, kwargs={argument: ARGUMENTS[argument] for argument in ROUTES[name]})
    answer = getattr(client, method)(url)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("units:login"))


def test_every_page_without_arguments_is_in_the_table():
    plain = {name for name, arguments in ROUTES.items() if not arguments}
    assert plain - PUBLIC - POST_ONLY == set(PAGES)


@pytest.mark.parametrize("role", Role)
def test_who_opens_a_page(request, client_of, role):
    account = {Role.LIAISON: "bureau_liaison"}.get(role, role.value)
    browser = client_of(request.getfixturevalue(account))
    for name, roles in PAGES.items():
        answer = browser.get(reverse(name))
        assert answer.status_code == (200 if role in roles else 403), name
        page = "" if answer.streaming else answer.content.decode(errors="ignore")
        if answer.status_code == 403:
            assert "没有权限" in page, name
        elif "<main" in page and name != "reports:workbench":
            assert "所在位置" in page, name
