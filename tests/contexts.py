"""What a page was rendered from, kept for the tests as Django's test client does, but once."""

from copy import copy

from django.test import client
from django.test.utils import ContextList


def first_of_each_template(store, signal, sender, template, context, **kwargs) -> None:
    """Keeps the context of each template's first rendering.

    A form renders its widgets with hundreds of small templates; a copy of the context for each
    of them took a tenth of the time of all pages.
    """
    seen = store.setdefault("templates", [])
    if template not in seen:
        seen.append(template)
        store.setdefault("context", ContextList()).append(copy(context))


def keep_first_contexts() -> None:
    """Lets the test client keep no more than that."""
    client.store_rendered_templates = first_of_each_template
