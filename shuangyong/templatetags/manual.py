"""帮助: the way from a page to the chapter that explains it."""

from django import template

from shuangyong.manual.chapters import manual

register = template.Library()


@register.inclusion_tag("manual/_button.html", takes_context=True)
def help_button(context):
    """Opens the five sentences about this page beside it; without script, the chapter."""
    return {"chapter": _chapter(context["request"])}


@register.inclusion_tag("manual/_sentences.html")
def help_sentences(route: str):
    """The five sentences about a page in the page itself, where no menu is."""
    return {"chapter": manual().explaining(route)}


def _chapter(request):
    """The chapter about what was asked for; None for an address that is none of ours."""
    if request.resolver_match is None:
        return None
    role = getattr(request.user, "role", "")
    return manual().explaining(request.resolver_match.view_name, role)
