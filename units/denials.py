"""Who was refused what: a line in the audit trail for every 403 and for a stranger's record (404).

Written here alone, after the answer is made, so that no view can forget it. Whoever tries again
and again fills no trail: one line per account and page in a minute.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from . import audit
from .models import AuditEvent

REFUSED = {403: "拒绝访问", 404: "访问不存在或无权的对象"}
NOT_AGAIN_FOR = timedelta(minutes=1)


class DenialMiddleware:
    """Stands inside of the middleware that knows account and address."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code in REFUSED:
            note(request, response.status_code)
        return response


def note(request, status: int) -> None:
    """Write that it was refused, unless the same was written just now.

    An address that no route knows is nobody's record: a typing slip, not counted.
    """
    match = request.resolver_match
    if match is None or not request.user.is_authenticated:
        return
    key, action = f"route:{match.view_name}"[:60], REFUSED[status]
    lately = timezone.now() - NOT_AGAIN_FOR
    same = AuditEvent.objects.filter(actor=request.user, action=action, at__gte=lately)
    if not same.filter(target_key=key).exists():
        audit.record(request.user, action, f"{request.method} {request.path}", key=key)
