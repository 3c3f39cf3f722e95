"""Every page asks who one is; a form that was sent too late leads back to where it stands."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.utils.http import url_has_allowed_host_and_scheme


class SignInFirst(LoginRequiredMiddleware):
    """Django's own, but what was posted after the session had ended is not visited afterwards.

    Most addresses that are posted to cannot be opened: after signing in one is back on the page
    that had the form, and is told that nothing was done.
    """

    def handle_no_permission(self, request, view_func):
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        messages.warning(request, "登录已过期，刚才的操作没有办理。请登录后重新操作。")
        return redirect_to_login(page_with_the_form(request), settings.LOGIN_URL)


def page_with_the_form(request) -> str:
    """The page of this site that the browser says it came from, else the workbench."""
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return "/"
    address = urlsplit(came_from)
    return f"{address.path}?{address.query}" if address.query else address.path
