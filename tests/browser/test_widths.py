"""Every page fits its window, on an office's screen, enlarged and on a phone, and keeps nobody out."""

import pytest
from django.urls import reverse

from tests.axe import findings
from tests.test_access import PAGES
from units.models import Role

pytestmark = pytest.mark.xdist_group("browser")  # one server for all of them
LAID_OUT = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
SCREEN, ENLARGED, PHONE = (1366, 768), (683, 384), (390, 844)
ACCOUNTS = {
    "wenxin-shenhe": Role.REVIEWER, "quwenti": Role.LIAISON, "wenxin-lingdao": Role.LEADER,
    "guanli": Role.ADMIN, "anquan": Role.SECURITY, "shenji": Role.AUDITOR,
}  # fmt: skip
FILES = {
    "reports:figures-export", "reports:year-picture-file", "activities:calendar-file", "activities:activities-export",
    "activities:ledger-template", "activities:pairs-export", "activities:requests-export",
    "units:unit-table", "units:offices-export", "units:audit-export", "units:account-table",
}  # fmt: skip
FRAGMENTS = {
    "units:session",
    "units:notices-latest",
    "activities:measure-proposals",
    "activities:need-proposals",
    "units:unit-names",
}
RECORDS = (
    "/plans/1/", "/plans/1/progress/", "/plans/1/year/", "/plans/calendar/?month=8",
    "/plans/calendar/?view=list", "/activities/1/", "/assessments/rounds/1/", "/assessments/1/",
    "/assessments/1/sections/1/", "/assessments/4/", "/assessments/4/sections/1/",
    "/assessments/rounds/1/review/", "/assessments/rounds/1/review/?by=item",
    "/assessments/rounds/1/items/1/", "/assessments/rounds/1/items/17/",
    "/assessments/rounds/1/units/", "/assessments/rounds/1/edit/", "/assessments/3/extend/",
    "/assessments/3/leave/",
    "/assessments/1/sections/1/", "/assessments/rounds/2/results/",
    "/assessments/rounds/1/publish/", "/assessments/rounds/1/objections/",
    "/reports/assessments/2/bulletin/",
    "/units/2/", "/units/groups/2/", "/units/groups/2/edit/", "/units/groups/2/restructure/",
    "/units/pairs/1/", "/activities/?view=photos", "/activities/?view=timeline",
    "/activities/?view=month", "/activities/?view=month&month=8", "/activities/1/?walk=yes",
    "/activities/kinds/1/edit/", "/assessments/standards/1/",
    "/reports/outlines/1/", "/reports/outlines/5/edit/",
    "/reports/binders/?assessment=1", "/reports/binders/?round=1",
    "/help/activity-logging/",
)  # fmt: skip


@pytest.mark.parametrize("account", ACCOUNTS)
def test_every_page_fits_its_window_and_is_open_to_everybody(sign_in, account):
    """No page scrolls sideways; axe-core finds nothing that keeps people out, by day or night.

    The width of a screen enlarged to 200 % is half of it.
    """
    page = sign_in(account)
    wrong = []
    for name, address in pages_of(ACCOUNTS[account]):
        assert page.goto(address).status == 200, address
        for width, height in (PHONE, ENLARGED, SCREEN):
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate(LAID_OUT)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wrong.append(f"{address} scrolls sideways at {width}")
        if is_judged_as(ACCOUNTS[account], name):
            wrong += [f"{address} {found}" for found in findings(page, dark=True)]
    assert not wrong, "\n".join(wrong)


def pages_of(role: Role) -> list[tuple[str, str]]:
    """Names of routes and addresses."""
    names = {name for name, roles in PAGES.items() if role in roles}
    found = [(name, reverse(name)) for name in sorted(names - FILES - FRAGMENTS)]
    return found + [("record", address) for address in RECORDS] * (role == Role.REVIEWER)


def is_judged_as(role: Role, name: str) -> bool:
    """Whether a page is judged as this role sees it: the workbench by all, others by the first."""
    if name in {"record", "reports:workbench"}:
        return True
    return role == next(first for first in ACCOUNTS.values() if first in PAGES[name])
