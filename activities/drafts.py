"""What is typed and not saved yet: kept, found again, turned into the activity.

A draft is private to its account. What stands in it is what the browser sent, name by name, so
that the form comes back as it was left, wrong values included.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Count
from django.http import Http404, QueryDict

from units import audit
from units.models import User

from .models import Activity, ActivityDraft, Evidence

Typed = dict[str, list[str]]
"""The names of form fields with the values a browser sends for them."""

# what says how the form is sent, not what was typed
APART = frozenset({
    "csrfmiddlewaretoken", "account", "activity", "draft", "form_year", "files", "save", "submit",
    "again",
})  # fmt: skip
KEY = "form_key"  # one for each opened form, so that two requests of one form make one draft
# filled in by the form itself, or with one click: alone they are no work of anybody
GIVEN = frozenset({KEY, "seen_revision", "unit", "labels_kept", "kind"})
GIVEN_OF_LINE = (
    "_FORMS", "-id", "-activity", "-series", "-role", "-ORDER", "-prepared", "-label", "-category",
)  # fmt: skip


def typed_in(posted: QueryDict) -> Typed:
    """What a posted form says, without what belongs to the sending; PostgreSQL keeps no NUL."""
    return {
        name: [value.replace("\0", "") for value in values]
        for name, values in posted.lists()
        if name not in APART
    }


def as_posted(typed: Typed) -> QueryDict:
    """The same as data that a form can be bound to."""
    query = QueryDict(mutable=True)
    for name, values in typed.items():
        query.setlist(name, values)
    return query


def is_empty(typed: Typed) -> bool:
    """True if nothing stands there but what the form fills in by itself."""
    return not any(
        any(value.strip() for value in values)
        for name, values in typed.items()
        if name not in GIVEN and not name.endswith(GIVEN_OF_LINE)
    )


def as_new(typed: Typed) -> Typed:
    """The same as the content of an activity that does not exist yet: no line is stored."""
    return {
        name: ["0"] if name.endswith("-INITIAL_FORMS") else values
        for name, values in typed.items()
        if name != "seen_revision" and not name.endswith(("-id", "-activity"))
    }


def waiting(user: User):
    """The drafts of an account, the latest first, with what they correct and their `files`."""
    drafts = ActivityDraft.objects.filter(user=user).select_related("activity__unit")
    return drafts.annotate(files=Count("evidence")).order_by("-saved_at", "-pk")


def find(user: User, pk: str | int | None) -> ActivityDraft | None:
    """The account's draft by what a form names it; None for a foreign one or one that is gone."""
    number = as_id(pk)
    return waiting(user).filter(pk=number).first() if number else None


def draft_of(user: User, pk: str | int) -> ActivityDraft:
    """The account's draft; Http404 for a foreign one and for one that is gone."""
    draft = find(user, pk)
    if draft is None:
        raise Http404("没有这份草稿，可能已经保存或丢弃。")
    return draft


def is_gone(pk: str) -> bool:
    """True if a draft of this number may have been, and has been saved or thrown away."""
    number = as_id(pk)
    return bool(number) and not ActivityDraft.objects.filter(pk=number).exists()


def as_id(text: str | int | None) -> int:
    """The id that a request names, 0 for what cannot be one."""
    text = str(text or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


@transaction.atomic
def keep(
    user: User, year: int, activity: Activity | None, data: Mapping[str, list[str]]
) -> ActivityDraft:
    """Store what is typed: in the draft of the edited activity, else in that of this open form.

    The account is locked, so that two requests of one form do not make two drafts.
    """
    User.objects.select_for_update().get(pk=user.pk)
    mine = ActivityDraft.objects.filter(user=user, activity=activity)
    if activity is None:
        key = data.get(KEY, [])
        mine = mine.filter(data__form_key=key) if key else mine.none()
    draft = mine.first() or ActivityDraft(user=user, activity=activity)
    draft.year, draft.data = year, dict(data)
    draft.save()
    return draft


@transaction.atomic
def keep_in(draft: ActivityDraft, data: Mapping[str, list[str]]) -> ActivityDraft | None:
    """Store what is typed in a draft that exists; None if it has gone meanwhile."""
    stored = ActivityDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if stored is not None:
        stored.data = dict(data)
        stored.save(update_fields=["data", "saved_at"])
    return stored


@transaction.atomic
def settle(draft: ActivityDraft, activity: Activity) -> list[Evidence]:
    """Give the draft's evidence to the saved activity and remove the draft.

    Belongs into the transaction that saves. Returns what the activity had already: dropped, with
    its files.
    """
    if not ActivityDraft.objects.select_for_update().filter(pk=draft.pk).exists():
        return []
    known = {digest for proof in activity.evidence.all() for digest in proof.digests}
    left_out = [proof for proof in draft.evidence.all() if proof.digests & known]
    for proof in left_out:
        proof.delete()
    draft.evidence.update(activity=activity, draft=None)
    draft.delete()
    return left_out


@transaction.atomic
def discard(draft: ActivityDraft, *, by: User) -> None:
    """Throw a draft away with the files uploaded for it; one that was saved meanwhile is left."""
    stored = ActivityDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if stored is None:
        return
    names = "、".join(proof.name for proof in stored.evidence.all())
    audit.record(by, "丢弃草稿", stored, changes={"文件": names} if names else {})
    stored.delete()
