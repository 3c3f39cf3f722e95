"""The pages of the site that an account can open, with records that fit: for pictures and audits.

A route with arguments is tried with the records that the account sees, those of its own unit and
of every status first, until one of them answers with a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, product

from django.db import models
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from activities.models import (
    Activity,
    ActivityDraft,
    ActivityImport,
    ActivityKind,
    Evidence,
    Plan,
    PlanItem,
    SupportRequest,
)
from assessments.models import Assessment, Criterion, Objection, Response, Round, Section, Standard
from reports.models import Binder, IssuedDocument, Outline, Rendition, Summary
from shuangyong.review import Status
from units.models import CoBuildingPair, ImportBatch, LeadingGroup, Notice, Role, Troop, Unit, User

RECORDS = {
    "reports/outlines/": Outline,
    "reports/summaries/": Summary,
    "reports/binders/": Binder,
    "reports/issued/": IssuedDocument,
    "reports/renditions/": Rendition,
    "reports/assessments/": Round,
    "plans/items/": PlanItem,
    "plans/": Plan,
    "activities/imports/": ActivityImport,
    "activities/drafts/": ActivityDraft,
    "activities/kinds/": ActivityKind,
    "activities/evidence/": Evidence,
    "activities/": Activity,
    "units/pairs/": CoBuildingPair,
    "units/troops/": Troop,
    "units/groups/": LeadingGroup,
    "units/import/": ImportBatch,
    "units/": Unit,
    "requests/": SupportRequest,
    "accounts/import/": ImportBatch,
    "accounts/": User,
    "notices/": Notice,
    "assessments/standards/import/": ImportBatch,
    "assessments/standards/sections/": Section,
    "assessments/standards/items/": Criterion,
    "assessments/standards/": Standard,
    "assessments/rounds/": Round,
    "assessments/responses/": Response,
    "assessments/items/": Response,
    "assessments/objections/": Objection,
    "assessments/": Assessment,
}
"""What the first number of an address is the key of, by how the address begins."""
LOOKS = (
    "/activities/?view=photos", "/activities/?view=timeline", "/activities/?view=month",
    "/activities/?view=month&month=8", "/activities/?q=慰问&status=confirmed",
    "/activities/?page=2", "/activities/?q=没有这样的活动", "/plans/calendar/?month=8",
    "/plans/calendar/?view=list", "/requests/?state=in_progress",
    "/help/activity-logging/", "/help/?q=退回",
)  # fmt: skip
NO_PAGE = "/nowhere/"
MOST_TRIED = 10
BUSINESS = {Role.LIAISON, Role.REVIEWER, Role.LEADER}
SPOKEN_FOR = ("wenlv-lianluo", "shiban", "shiban-lingdao", "wenxin", "wenxin-lingdao")
"""The accounts that see most, of `make_load` and of the sample."""


@dataclass(frozen=True, slots=True)
class Page:
    """An address that an account can open, and the name of its route."""

    name: str
    address: str


def account_of(role: Role) -> User:
    """Who shows the pages of a role: an office's account, else the first there is."""
    found = User.objects.filter(role=role, is_active=True)
    return found.filter(username__in=SPOKEN_FOR).first() or found.order_by("pk").first()


def pages_of(user: User, only: str = "") -> list[Page]:
    """Every page that `user` can open, once; `only` is searched for in name and address."""
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user)
    candidates = [(name, [reverse(name)]) for name, route in _plain()]
    candidates += [(name, _addresses(name, route, user)) for name, route in _with_arguments()]
    if user.role in BUSINESS:
        candidates += [("look", [address]) for address in LOOKS]
    found = []
    for name, addresses in candidates:
        wanted = (address for address in addresses if re.search(only, f"{name} {address}"))
        if address := _first_page(client, wanted):
            found.append(Page(name, address))
    return found


def _first_page(client: Client, addresses: Iterator[str]) -> str | None:
    for address in addresses:
        answer = client.get(address)
        if answer.status_code == 405:  # it takes no reader at all
            return None
        is_text = answer.headers.get("Content-Type", "").startswith("text/html")
        if answer.status_code == 200 and is_text and b"<html" in answer.content[:400]:
            return address
    return None


def _routes() -> Iterator[tuple[str, str, list[str]]]:
    """Name, pattern and arguments of every route."""

    def walk(resolver, namespace="", before=""):
        for pattern in resolver.url_patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                yield f"{namespace}{pattern.name}", route, list(pattern.pattern.converters)
            else:
                inner = f"{pattern.namespace}:" if pattern.namespace else namespace
                yield from walk(pattern, inner, route)

    return walk(get_resolver())


def _plain() -> list[tuple[str, str]]:
    closing = {"units:logout", "units:login"}
    return [(n, r) for n, r, arguments in _routes() if not arguments and n not in closing]


def _with_arguments() -> list[tuple[str, str]]:
    return [(name, route) for name, route, arguments in _routes() if arguments]


def _addresses(name: str, route: str, user: User) -> Iterator[str]:
    beginning = max((b for b in RECORDS if route.startswith(b)), key=len, default=None)
    if beginning is None:
        return
    arguments = re.findall(r"<(?:\w+:)?(\w+)>", route)
    for record in _candidates(RECORDS[beginning], user):
        for values in product(*(_values(argument, record) for argument in arguments[1:])):
            given = dict(zip(arguments[1:], values, strict=True))
            yield reverse(name, kwargs={arguments[0]: record.pk} | given)


def _values(argument: str, record: models.Model) -> list:
    """What may stand at a further place of the address of `record`."""
    round_ = getattr(record, "round", record)
    if argument in {"section", "criterion"} and isinstance(round_, Round):
        of = round_.standard.sections.all()
        if argument == "criterion":
            of = Criterion.objects.filter(section__in=of)
        return list(of.values_list("pk", flat=True)[:2])
    if argument == "section":
        return list(record.sections.exclude(text="").values_list("pk", flat=True)[:1])
    return {"number": [1], "activity": [], "item": []}.get(argument, [])


def _candidates(model: type[models.Model], user: User) -> list[models.Model]:
    """Records that `user` sees: the own unit's first, of every status, then the latest."""
    known = model._default_manager.all()
    if hasattr(known, "visible_to"):
        known = known.visible_to(user)
    elif hasattr(known, "known_to"):
        known = known.known_to(user)
    known = known.order_by("-pk")
    if model is Activity:
        known = known.order_by(models.F("evidence").desc(nulls_last=True), "-pk")
    names = {field.name for field in model._meta.get_fields()}
    groups = []
    if "unit" in names and user.unit_id:
        own = known.filter(unit=user.unit_id)
        groups += _by_status(own, names) + _by_status(known, names)
    groups += [*_by_status(known, names), known.order_by("pk")[:3]]
    return list(dict.fromkeys(chain.from_iterable(groups)))[:MOST_TRIED]


def _by_status(known: models.QuerySet, names: set[str]) -> list[models.QuerySet]:
    if "status" not in names:
        return [known[:3]]
    return [known[:1]] + [known.filter(status=status)[:1] for status in Status]
