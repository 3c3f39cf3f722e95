"""What forms say of themselves; formatting only."""

from django import template

from shuangyong.form_errors import slips_of

register = template.Library()


@register.inclusion_tag("_form_errors.html")
def form_errors(form, lines=None, said: str = "") -> dict:
    """The summary on top of a form that came back: every error, and the way to its field.

    `lines`: the formsets below it by name. `said`: what did not happen, e.g. 还没有保存.
    """
    slips = slips_of(form, (lines or {}).values())
    return {"slips": slips, "placed": [slip for slip in slips if slip.target], "said": said}
