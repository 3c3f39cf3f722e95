"""搜索: the page, the list under the field at the top, and the list of the page alone."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.generic import TemplateView

from units.searching import LONGEST, Found, search

AT_THE_TOP, ON_THE_PAGE = 5, 20


class Search(TemplateView):
    """What the account may read, by name; each kind of thing in a group of its own."""

    fragments = {"found": "_found.html", "results": "units/_search_results.html"}

    @property
    def part(self) -> str:
        """The part of a page that htmx asks for, "" for the whole page."""
        asked = self.request.htmx.target if self.request.htmx else ""
        return asked if asked in self.fragments else ""

    def get_template_names(self):
        return [self.fragments.get(self.part, "units/search.html")]

    def get_context_data(self, **kwargs):
        text = self.request.GET.get("q", "").strip()
        is_too_long = len(text) > LONGEST
        most = AT_THE_TOP if self.part == "found" else ON_THE_PAGE
        found = [] if is_too_long else search(self.request.user, text, most=most)
        return super().get_context_data(**kwargs) | {
            "text": text,
            "words": text.split(),
            "is_too_long": is_too_long,
            "longest": LONGEST,
            "found": [(some, more_of(some, text)) for some in found],
            "total": sum(len(some.hits) for some in found),
        }

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
        return response


def more_of(found: Found, text: str) -> str:
    """The address of the list that has the rest, "" if all is shown or there is no such list."""
    if not found.has_more or not found.finder.more:
        return ""
    return f"{reverse(found.finder.more)}?{urlencode({'q': text, 'years': 'all'})}"
