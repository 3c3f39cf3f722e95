"""A summary as an official document, and the bytes of its PDF."""

from __future__ import annotations

from collections.abc import Iterable

from reports.document import Document, Heading, Paragraph
from reports.models import Summary, SummarySection

RUN_IN_LEVELS = (3, 4)


def build_document(summary: Summary, sections: Iterable[SummarySection]) -> Document:
    """The tree that PDF, Word and the page on screen render."""
    body: list[Heading | Paragraph] = []
    for section in sections:
        paragraphs = [line.strip() for line in section.text.splitlines() if line.strip()]
        if section.level:
            runs_in = section.level in RUN_IN_LEVELS and paragraphs
            run_in = paragraphs.pop(0) if runs_in else ""
            body.append(Heading(section.level, section.heading, run_in=run_in))
        body.extend(Paragraph(text) for text in paragraphs)
    return Document(
        title=summary.title,
        addressee=summary.addressee,
        body=tuple(body),
        sign_off=summary.sign_off,
        date=summary.dated,
    )


def pdf_of(summary: Summary, sections: Iterable[SummarySection]) -> bytes:
    """The PDF; the same summary gives the same bytes on page and command line."""
    from reports.pdf import render_pdf  # loads the renderer only where one is needed

    return render_pdf(build_document(summary, sections))
