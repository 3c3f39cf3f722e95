"""Where a page stands, on the page."""

from django import template
from django.utils import timezone

from shuangyong.breadcrumbs import trail

register = template.Library()


@register.inclusion_tag("_where.html", takes_context=True)
def breadcrumbs(context) -> dict:
    """The way from the workbench to this page, on screen and at the head of a printed sheet."""
    match = getattr(context.get("request"), "resolver_match", None)
    crumbs = trail(match.view_name, context) if match and match.view_name else []
    return {"crumbs": crumbs, "user": context.get("user"), "today": timezone.localdate()}
