"""Every page fits its window, on an office's screen and on a phone: nothing scrolls sideways."""

import pytest
from django.urls import reverse

from tests.test_access import PAGES
from units.models import Role

pytestmark = pytest.mark.xdist_group("browser")  # one server for all of them
SCREEN, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
ACCOUNTS = {
    "wenxin-shenhe": Role.REVIEWER, "quwenti": Role.LIAISON, "wenxin-lingdao": Role.LEADER,
    "guanli": Role.ADMIN, "anquan": Role.SECURITY, "shenji": Role.AUDITOR,
}  # fmt: skip
FILES = {
    "reports:figures-export", "reports:year-picture-file", "activities:calendar-file", "activities:activities-export",
    "activities:ledger-template", "activities:pairs-export", "activities:requests-export",
    "units:unit-table", "units:offices-export", "units:account-table",
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
)  # fmt: skip


@pytest.mark.parametrize("window", [SCREEN, PHONE], ids=["screen", "phone"])
@pytest.mark.parametrize("account", ACCOUNTS)
def test_no_page_scrolls_sideways(sign_in, account, window):
    page = sign_in(account, viewport=window)
    names = {name for name, roles in PAGES.items() if ACCOUNTS[account] in roles}
    addresses = [reverse(name) for name in sorted(names - FILES - FRAGMENTS)]
    if ACCOUNTS[account] == Role.REVIEWER:
        addresses += RECORDS
    too_wide = []
    for address in addresses:
        assert page.goto(address).status == 200, address
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            too_wide.append(address)
    assert too_wide == []
