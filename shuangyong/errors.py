"""Pages for what went wrong before a page could be made: they say what to do next."""

from __future__ import annotations

import logging
import secrets
import sys
from urllib.parse import quote

from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.template import loader
from django.utils import timezone
from django.views import defaults

from .troubles import Trouble, trouble_behind

logger = logging.getLogger(__name__)
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
BARE = "<!doctype html><meta charset=utf-8><title>系统出错</title><p>系统出错，请稍后再试。编号 {}"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; 413 where more was sent than is taken in at once.

    A session that could not be stored looks like one that was ended meanwhile.
    """
    if isinstance(exception, SessionInterrupted) and (trouble := trouble_behind(exception)):
        return unavailable(request, trouble, secrets.token_hex(4))
    if not isinstance(exception, TOO_MUCH):
        return defaults.bad_request(request, exception)
    page = loader.get_template("413.html").render({"limit": settings.UPLOAD_MAX_MB})
    return HttpResponse(page, status=413)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 with a number that stands in the log as well, so that somebody can be told of it.

    What is the matter with the disk or the database is said in words, with 503: the program is
    not at fault, and the same click may work in a while.
    """
    number = secrets.token_hex(4)
    logger.error("错误编号 %s：%s", number, request.path)
    if trouble := trouble_behind(sys.exc_info()[1]):
        return unavailable(request, trouble, number)
    try:
        page = loader.get_template("500.html").render({"number": number, "at": timezone.now()})
    except Exception:  # the page itself may be what is broken
        logger.exception("错误页面无法显示")
        page = BARE.format(number)
    return HttpResponseServerError(page)


def unavailable(request: HttpRequest, trouble: Trouble, number: str) -> HttpResponse:
    """503 that says what is the matter, to a page's script as it reads everything else."""
    logger.error("错误编号 %s：%s", number, trouble.title)
    headers = {"Retry-After": "30", "X-Trouble": quote(trouble.title)}
    if "application/json" in request.headers.get("Accept", ""):
        told = {"errors": [f"{trouble.title}，可能没有保存。请稍后再试。"]}
        return JsonResponse(told, status=503, headers=headers)
    shown = {"trouble": trouble, "number": number, "at": timezone.now()}
    page = loader.get_template("503.html").render(shown)
    return HttpResponse(page, status=503, headers=headers)
