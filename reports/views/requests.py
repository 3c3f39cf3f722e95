"""The yearly table of the 双清单 as PDF and Word."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from activities.requests_table import RequestTable, requests_table
from reports.document import Document
from reports.requests import build_document
from units.years import is_year

from .documents import DocumentView


class RequestsFile(DocumentView):
    """The table of the account's own unit for a year."""

    action = "导出双清单"

    def get_source(self) -> RequestTable:
        year = self.kwargs["year"]
        if not is_year(str(year)):
            raise Http404
        return requests_table(self.request.user.unit, year, timezone.localdate())

    def build(self, source: RequestTable) -> Document:
        return build_document(source, today=timezone.localdate())

    def get_back(self, source: RequestTable) -> str:
        return f"{reverse('activities:requests-table')}?year={source.year}"
