"""One document, several kinds of file: PDF to be read and sent, Word to be edited in WPS."""

from __future__ import annotations

from django.db import models

from .document import Document


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


def render(document: Document, form: Format) -> bytes:
    """The document as a file of this format; raises CannotPrint for what cannot be laid out."""
    # each renderer is loaded only where one is needed
    if form == Format.PDF:
        from .pdf import render_pdf

        return render_pdf(document)
    from .docx import render_docx

    return render_docx(document)
