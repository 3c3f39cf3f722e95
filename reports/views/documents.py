"""Handing out official documents as files."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views import View

from reports.composing import clean
from reports.document import Document
from reports.public import public
from reports.rendering import Format, render
from reports.typesetting import CannotPrint
from shuangyong.converters import register_choices
from units import audit, permissions
from units.permissions import RoleRequired

register_choices("format", Format)  # pdf, docx
PUBLIC = "（公开版）"
NOT_IN_NAMES = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_"))
LONGEST_NAME = 80  # characters; three bytes each, and a system may hold no more than 255


class DocumentView(RoleRequired, View):
    """One document as a file: a PDF opens in the browser, Word is downloaded.

    With ?public in the address: the version that may be published.
    Subclasses find what the document is about (404 for a stranger's) and build it.
    """

    allowed = staticmethod(permissions.may_export)
    action = "导出文件"

    def get_source(self):
        """The record the document is about, with an address of its own to go back to."""
        raise NotImplementedError

    def build(self, source) -> Document:
        """The document; CannotPrint, for the user, if there is none to print."""
        raise NotImplementedError

    def get_back(self, source) -> str:
        """The page to return to when the document cannot be printed."""
        return source.get_absolute_url()

    def lay_out(self, source, document: Document, form: Format) -> bytes:
        """The file; CannotPrint if there is none."""
        return render(document, form)

    def get(self, request, form: Format, **kwargs):
        source = self.get_source()
        try:
            document = self.build(source)
            if is_public := "public" in request.GET:
                document = public(document)
            content = self.lay_out(source, document, form)
        except CannotPrint as failure:
            messages.error(request, str(failure))
            return redirect(self.get_back(source))
        version = PUBLIC if is_public else ""
        audit.record(request.user, self.action, source, changes={"格式": form.label + version})
        download = form == Format.DOCX or "download" in request.GET
        return as_file(content, document.title + version, form, download=download)


def as_file(content: bytes, name: str, form: Format, *, download: bool = False) -> HttpResponse:
    """A finished file under its Chinese name, shown in the browser unless it is to be saved."""
    response = HttpResponse(content, content_type=form.content_type)
    named = f"{file_name(name)}.{form}"
    response["Content-Disposition"] = content_disposition_header(download, named)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def file_name(title: str) -> str:
    """A title as the name of a file on any system: in one line, not longer than a name may be."""
    shown = clean(title.replace("\n", "")).translate(NOT_IN_NAMES)
    return shown if len(shown) <= LONGEST_NAME else f"{shown[: LONGEST_NAME - 1]}…"
