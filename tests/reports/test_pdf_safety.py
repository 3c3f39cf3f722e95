"""The renderer fetches nothing and obeys no markup, whatever a text contains."""

import datetime
import logging
import socket
import threading

import pytest

from reports.document import (
    Annex,
    Chart,
    Document,
    Heading,
    Imprint,
    Paragraph,
    Picture,
    RedHead,
    Series,
    Table,
)
from reports.pdf import Complaints, OnlyThese, RenderingFailed, render_pdf
from reports.typesetting import UnreadablePicture

from .measuring import read, text_of
from .papers import paper, photo


@pytest.fixture
def eavesdropper():
    """A server that only notes who calls; yields its port and the list of callers."""
    callers = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen():
            while True:
                try:
                    connection, address = server.accept()
                except OSError:
                    return
                callers.append(address)
                connection.close()

        threading.Thread(target=listen, daemon=True).start()
        yield server.getsockname()[1], callers
        server.shutdown(socket.SHUT_RDWR)


def attacks(port: int) -> list[str]:
    there = f"http://127.0.0.1:{port}"
    return [
        f'<img src="{there}/a.png">',
        '<img src="file:///etc/passwd">',
        f'<link rel="stylesheet" href="{there}/a.css">',
        f"<style>@import url({there}/b.css);</style>",
        f'"><iframe src="{there}/c"></iframe>',
        f'<object data="{there}/d.svg"></object>',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
        f'<div style="background:url({there}/e)">x</div>',
        f'<svg><image href="{there}/f.png"/></svg>',
    ]


def everywhere(text: str) -> Document:
    """The text at every place a document has for text."""
    return Document(
        title=text,
        addressee=text,
        body=(
            Heading(1, text, run_in=text),
            Paragraph(text),
            Table((text, "栏"), ((text, "格"),), caption=text),
            Table((text,), ((text,),), caption=text, landscape=True),
            Picture(photo(80, 60).data, caption=text),
            Chart((text, text), (Series(text, (1, 2)), Series(text, (3, 4))), text, measure=text),
        ),
        sign_off=text,
        date=datetime.date(2011, 12, 5),
        attachments=(text, text),
        annexes=(Annex(text, (Heading(1, text),)),),
        red_head=RedHead(text[:20], text[:20]),
        imprint=Imprint(text, text, datetime.date(2011, 12, 6)),
    )


def test_markup_in_any_field_is_printed_and_never_followed(eavesdropper):
    port, callers = eavesdropper
    for attack in attacks(port):
        pdf = render_pdf(everywhere(attack))
        printed = text_of(pdf)
        assert printed.count(attack.replace(" ", "")) >= 6
        assert "root:" not in printed
        assert sum(len(page.pictures) for page in read(pdf)) == 1
    assert callers == []


def test_the_eavesdropper_would_hear_a_call(eavesdropper):
    port, callers = eavesdropper
    with socket.create_connection(("127.0.0.1", port)) as call:
        call.recv(1)
    assert len(callers) == 1


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://127.0.0.1/", "data:text/plain,x", "picture:9", ""]
)
def test_the_fetcher_refuses_everything_it_was_not_given(address):
    fetcher = OnlyThese({"picture:0": b"bytes"})
    assert fetcher.fetch("picture:0").read() == b"bytes"
    with pytest.raises(ValueError, match="refused"):
        fetcher.fetch(address)


def test_a_drawing_that_could_fetch_others_is_no_picture(eavesdropper):
    port, callers = eavesdropper
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1:{port}/"/></svg>'
    with pytest.raises(UnreadablePicture, match="JPEG 或 PNG"):
        render_pdf(paper(Picture(svg.encode())))
    assert callers == []


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\xff\xd8\xff junk", b"\x89PNG\r\n\x1a\n"])
def test_a_file_that_is_no_picture_is_refused(data):
    with pytest.raises(UnreadablePicture):
        render_pdf(paper(Picture(data)))


def test_what_the_renderer_leaves_out_is_an_error():
    with Complaints() as complaints:
        logging.getLogger("weasyprint").warning("slow")
        complaints.raise_errors()
        logging.getLogger("weasyprint").error("no image")
    with pytest.raises(RenderingFailed, match="未能排入：no image"):
        complaints.raise_errors()


def test_control_characters_do_not_reach_the_page():
    printed = text_of(render_pdf(paper(Paragraph("双\x00拥\u202e工\u200b作\ud800"))))
    assert "双拥工作" in printed
