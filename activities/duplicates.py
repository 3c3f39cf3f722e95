"""What is said about a file that the system knows already."""

from __future__ import annotations

from django.utils.html import format_html

from .models import Activity, Evidence


def remarks_on(holder, offered: list[Evidence], left_out: list[Evidence], user) -> list[str]:
    """About files not kept twice, and files that another activity the account sees has too.

    The texts may hold links. `holder` is the activity or draft that they were `offered` to.
    """
    doubled = [f"“{proof.name}”已经上传过，没有重复保存。" for proof in left_out]
    kept = [proof for proof in offered if proof not in left_out]
    return doubled + [
        format_html(
            "“{}”与活动<a href=\"{}\">{}</a>中的“{}”相同，请核对是否传错。",
            proof.name, other.activity.get_absolute_url(), other.activity, other.name,
        )
        for proof, other in elsewhere(holder, kept, user)
    ]  # fmt: skip


def elsewhere(holder, kept: list[Evidence], user) -> list[tuple[Evidence, Evidence]]:
    """What was `kept`, each with evidence of another activity of the same content; one query."""
    own = holder if isinstance(holder, Activity) else holder.activity
    if not kept:
        return []
    others = Evidence.objects.visible_to(user).with_content_of(kept).filter(draft=None)
    if own is not None:
        others = others.exclude(activity=own)
    found = others.select_related("activity").order_by("pk")
    by_digest = {digest: other for other in found for digest in other.digests}
    matches = (
        (proof, by_digest.get(proof.sent_sha256) or by_digest.get(proof.sha256)) for proof in kept
    )
    return [(proof, other) for proof, other in matches if other]
