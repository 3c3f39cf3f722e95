"""Columns of a list that one may show or leave out; the browser keeps the choice."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils.safestring import SafeString, mark_safe

KEPT_FOR = 400 * 24 * 60 * 60
"""Seconds; as long as browsers allow."""
NONE = "-"
"""What the cookie holds if no column that can be left out is shown."""


@dataclass(frozen=True)
class Columns:
    """What can be chosen of one list: its name in the cookie, its columns by key with their heads.

    `extra` are the columns that only whoever chooses them sees.
    """

    name: str
    heads: dict[str, str]
    extra: frozenset[str] = frozenset()

    @property
    def cookie(self) -> str:
        """What the cookie is called."""
        return f"columns-{self.name}"

    @property
    def usual(self) -> frozenset[str]:
        """The keys of the columns shown until somebody chooses."""
        return frozenset(self.heads) - self.extra

    def shown(self, request) -> frozenset[str]:
        """The keys of the columns this browser shows; keys that do not exist any more are none."""
        kept = request.COOKIES.get(self.cookie)
        return frozenset(kept.split(".")) & frozenset(self.heads) if kept else self.usual

    def hide(self, request) -> dict[str, SafeString]:
        """By key what a cell of the column says in its tag: `hidden`, or nothing."""
        shown, hidden = self.shown(request), mark_safe(" hidden")
        return {key: mark_safe("") if key in shown else hidden for key in self.heads}

    def choices(self, request) -> list[tuple[str, str, bool]]:
        """The columns for a menu: key, head, whether it is shown."""
        shown = self.shown(request)
        return [(key, head, key in shown) for key, head in self.heads.items()]

    def keep(self, response, chosen: list[str]) -> None:
        """The browser shows these columns from now on."""
        response.set_cookie(
            self.cookie,
            ".".join(key for key in self.heads if key in chosen) or NONE,
            max_age=KEPT_FOR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )

    def forget(self, response) -> None:
        """The browser shows the usual columns from now on."""
        response.delete_cookie(self.cookie, samesite="Lax")


class ColumnsMixin:
    """List view mixin: what is posted to the address of the list are the columns to show."""

    columns: Columns

    def shows(self, key: str) -> bool:
        """True if the rows need what this column says."""
        return key in self.columns.shown(self.request)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "column_choices": self.columns.choices(self.request),
            "hide": self.columns.hide(self.request),
        }

    def post(self, request, *args, **kwargs):
        response = HttpResponseRedirect(request.get_full_path())
        if "usual" in request.POST:
            self.columns.forget(response)
        else:
            self.columns.keep(response, request.POST.getlist("column"))
        return response
