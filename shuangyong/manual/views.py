"""使用手册: its contents, what is found in it, its chapters; 帮助 beside a page."""

from __future__ import annotations

from django.http import Http404
from django.views.generic import TemplateView

from shuangyong.grams import words_of
from shuangyong.htmx import FragmentMixin

from .chapters import manual
from .searching import find


class ManualPage(FragmentMixin, TemplateView):
    """The contents, or where the words stand that somebody looks for."""

    template_name = "manual/manual.html"
    fragment_template_name = "manual/_found.html"

    def get_context_data(self, **kwargs):
        query = self.request.GET.get("q", "").strip()
        return super().get_context_data(
            query=query,
            words=words_of(query),
            hits=find(manual(), query),
            parts=manual().parts.items(),
            **kwargs,
        )


class ChapterPage(FragmentMixin, TemplateView):
    """A chapter; for htmx its five sentences alone, as 帮助 shows them beside a page."""

    template_name = "manual/chapter.html"
    fragment_template_name = "manual/_help.html"

    def get_context_data(self, slug: str, **kwargs):
        chapter = manual().chapter(slug)
        if chapter is None:
            raise Http404(slug)
        before, after = manual().around(chapter)
        beside = manual().parts[chapter.part]
        return super().get_context_data(
            chapter=chapter, before=before, after=after, beside=beside, **kwargs
        )
