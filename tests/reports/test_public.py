"""The public version: the same document with what must not be published masked."""

import datetime
import io
from dataclasses import replace

import docx
from django.core.management import call_command

from reports.document import (
    Annex,
    Chart,
    Document,
    Heading,
    Imprint,
    Paragraph,
    Picture,
    RedHead,
    Roster,
    Series,
    Table,
    plain_text,
)
from reports.public import public
from shuangyong.secrecy import warnings_in
from units.models import AuditEvent

from .papers import SUMMARY, photo
from .records import done, make_summary

CODE, MOBILE, ID = "77100部队", "13812345678", "510502197001011234"
SECRET = f"{CODE}，{MOBILE}，{ID}"


def test_every_text_of_a_document_is_masked_and_nothing_else_changes():
    told = Document(
        title=SECRET,
        addressee=SECRET,
        body=(
            Heading(1, SECRET, SECRET),
            Paragraph(SECRET),
            Table((SECRET,), ((SECRET,),), SECRET),
            Picture(photo().data, SECRET),
            Chart((SECRET,), (Series(SECRET, (3,)),), SECRET),
            Roster(SECRET, ((SECRET, SECRET),)),
        ),
        sign_off=SECRET,
        date=datetime.date(2011, 12, 5),
        attachments=(SECRET,),
        annexes=(Annex(SECRET, (Paragraph(SECRET),)),),
        red_head=RedHead(SECRET, SECRET),
        imprint=Imprint(SECRET, SECRET),
    )
    read = plain_text(public(told))
    assert warnings_in(read) == []
    assert read == plain_text(told).replace(CODE, "某部队").replace(MOBILE, "138****5678").replace(
        ID, "*" * 18
    )
    assert public(told).body[3].data == photo().data
    with_photo = replace(SUMMARY, body=(*SUMMARY.body, photo()))
    assert public(with_photo) == with_photo


def test_a_summary_goes_out_in_public_from_its_page_and_from_the_command_line(
    client_of, liaison, troupe, tmp_path
):
    done(troupe)
    summary = make_summary(troupe, liaison)
    summary.sections.filter(level=0).update(text=f"慰问{CODE}官兵，联系电话{MOBILE}。")
    browser, page = client_of(liaison), summary.get_absolute_url()
    shown = browser.get(page).content.decode()
    assert f"{page}pdf/?public" in shown
    assert f"{page}docx/?public" in shown
    answer = browser.get(f"{page}docx/?public")
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(answer.content)).paragraphs)
    assert "慰问某部队官兵，联系电话138****5678。" in text
    assert "%E5%85%AC%E5%BC%80%E7%89%88" in answer["Content-Disposition"]  # 公开版
    assert AuditEvent.objects.latest("pk").changes == {"格式": "Word（公开版）"}
    file = tmp_path / "总结.docx"
    given = ("滨江市歌舞团", "2011", "-o", str(file), "--format", "docx")
    call_command("render_summary", *given, "--public", stdout=io.StringIO())
    assert file.read_bytes() == answer.content
    call_command("render_summary", *given, stdout=io.StringIO())
    assert CODE in "".join(p.text for p in docx.Document(str(file)).paragraphs)
