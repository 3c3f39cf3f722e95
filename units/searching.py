"""搜索: everything an account may read, by name, from one field.

A room registers a `Finder` for each kind of thing from AppConfig.ready. What is found is what the
lists of that room show to the account, so that no hit leads to a page it may not open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import and_, or_
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate

from shuangyong.manual.chapters import manual
from shuangyong.manual.searching import chapters_called

from . import permissions
from .models import Appointment, LeadingGroup, Notice, Troop, Unit, User
from .navigation import MENU

LONGEST = 50
"""Characters of a question."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: what it is called, where it stands, whose or of when it is."""

    label: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Finder:
    """One kind of thing that can be found.

    `find` gets the account and the words and answers with a queryset (or list), the best first;
    of it no more is read than is shown, in one query. `tell` makes a hit of what it found.
    `more` names the list that shows all of them by the same words.
    """

    label: str
    icon: str
    find: Callable[[User, list[str]], Iterable]
    tell: Callable[[object], Hit]
    allowed: Callable[[User], bool] = permissions.may_see_records
    more: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one kind, and whether there is more of it than is shown."""

    finder: Finder
    hits: list[Hit]
    has_more: bool


FINDERS: list[Finder] = []


def register(*finders: Finder) -> None:
    """Search these as well, after those that are known."""
    FINDERS.extend(finders)


def search(user: User, text: str, *, most: int) -> list[Found]:
    """What `user` may read whose name holds every word of `text`, at most so many of each kind.

    One query for each kind, whatever is found.
    """
    words = text.replace("\0", "").split()  # PostgreSQL takes no text with a zero in it
    if not words:
        return []
    asked = [finder for finder in FINDERS if finder.allowed(user)]
    found = [_of(finder, user, words, most) for finder in asked]
    return [some for some in found if some.hits]


def _of(finder: Finder, user: User, words: list[str], most: int) -> Found:
    found = finder.find(user, words)
    rows = list(islice(found, most + 1) if isinstance(found, list) else found[: most + 1])
    return Found(finder, [finder.tell(row) for row in rows[:most]], len(rows) > most)


def named(words: list[str], *fields: str) -> Q:
    """Every word occurs in one of these fields."""
    return reduce(and_, (reduce(or_, (Q(**{f"{f}__icontains": w}) for f in fields)) for w in words))


def units_called(words: list[str], units):
    """Units of which every word occurs in a name they have or had."""
    for word in words:
        units = units.called_like(word)
    return units


def pages(user: User, words: list[str]) -> list:
    """Entries of the account's own menu."""
    mine = [entry for entry in MENU if entry.allowed(user)]
    return [entry for entry in mine if all(word in entry.label for word in words)]


def people(user: User, words: list[str]):
    """Who holds office in the groups the account knows, as they stand today."""
    groups = LeadingGroup.objects.known_to(user).current()
    held = Appointment.objects.filter(named(words, "name", "post"), group__in=groups, until=None)
    return held.select_related("group__host", "unit").order_by("group__host__path", "position")


def _account(account: User) -> Hit:
    """It has no page of its own; the list of accounts narrowed to it stands for that."""
    url = f"{reverse('units:accounts')}?{urlencode({'q': account.username})}"
    unit = account.unit.label if account.unit else ""
    return Hit(f"{account.name}（{account.username}）", url, unit)


def _notice(notice: Notice) -> Hit:
    came = localdate(notice.at)
    return Hit(notice.title, notice.get_absolute_url(), f"{came.year}年{came.month}月{came.day}日")


register(
    Finder(
        "页面", "bi-window", pages, lambda entry: Hit(entry.label, reverse(entry.view)),
        allowed=lambda user: True,
    ),
    Finder(
        "单位", "bi-building",
        lambda user, words: units_called(words, Unit.objects.known_to(user)),
        lambda unit: Hit(unit.name, unit.get_absolute_url(), unit.get_kind_display()),
        allowed=permissions.may_see_units, more="units:units",
    ),
    Finder(
        "任职人员", "bi-person-badge", people,
        lambda person: Hit(
            f"{person.name} {person.post}".strip(), person.group.get_absolute_url(),
            f"{person.group.host.label} · {person.get_role_display()}",
        ),
        allowed=permissions.may_see_units, more="units:offices",
    ),
    Finder(
        "账号", "bi-person",
        lambda user, words: User.objects.filter(named(words, "name", "username")).select_related("unit"),
        _account,
        allowed=permissions.may_see_accounts, more="units:accounts",
    ),
    Finder(
        "驻军部队", "bi-shield",
        lambda user, words: Troop.objects.of_tree(user.unit).filter(named(words, "name")).select_related("unit"),
        lambda troop: Hit(troop.name, reverse("activities:troop", args=[troop.pk]), troop.unit.label),
    ),
    Finder(
        "通知", "bi-bell",
        lambda user, words: Notice.objects.visible_to(user).filter(named(words, "title")),
        _notice,
    ),
    Finder(
        "使用手册", "bi-book", lambda user, words: chapters_called(manual(), words),
        lambda chapter: Hit(chapter.title, reverse("manual:chapter", args=[chapter.slug])),
        allowed=lambda user: True, more="manual:manual",
    ),
)  # fmt: skip
