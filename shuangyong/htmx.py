"""One view answers with the page or, for htmx, with the fragment inside it."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect


def go_to(request, url: str) -> HttpResponse:
    """Redirect; a form that htmx posted leaves its page as a whole."""
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


class FragmentMixin:
    """Renders `fragment_template_name` when htmx asks for part of the page."""

    fragment_template_name: str

    def get_template_names(self):
        if self.request.htmx and not self.request.htmx.boosted:
            return [self.fragment_template_name]
        return super().get_template_names()

    def render_to_response(self, context, **response_kwargs):
        response = super().render_to_response(context, **response_kwargs)
        patch_vary_headers(response, ["HX-Request"])
        return response
