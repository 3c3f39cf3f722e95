"""One document, several kinds of file: PDF to be read and sent, Word to be edited in WPS."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from django.db import models

from shuangyong.long_work import Course, MakingState

from .document import Document, Picture
from .typesetting import CannotPrint

MAKING = Course(
    MakingState.WAITING,
    MakingState.WORKING,
    MakingState.FAILED,
    broken="生成时出错，请重新生成；仍然不行时请联系系统管理员。",
    told=(CannotPrint,),
)
"""The course of every file that the worker makes."""


class Format(models.TextChoices):
    """The kinds of file; the values are also file endings and the ends of addresses."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"

    @property
    def content_type(self) -> str:
        """The media type a browser is told."""
        return CONTENT_TYPES[self]


CONTENT_TYPES = {
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def fingerprint(document: Document, form: Format) -> str:
    """Of what a file is made of: the same one need not be laid out again."""

    def brief(blocks):
        return tuple(
            replace(block, data=hashlib.sha256(block.data).digest())
            if isinstance(block, Picture)
            else block
            for block in blocks
        )

    annexes = tuple(replace(annex, body=brief(annex.body)) for annex in document.annexes)
    told = repr((replace(document, body=brief(document.body), annexes=annexes), str(form)))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def render(document: Document, form: Format) -> bytes:
    """The document as a file of this format; raises CannotPrint for what cannot be laid out."""
    # each renderer is loaded only where one is needed
    if form == Format.PDF:
        from .pdf import render_pdf

        return render_pdf(document)
    from .docx import render_docx

    return render_docx(document)
