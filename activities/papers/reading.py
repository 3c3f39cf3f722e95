"""The text of an old paper: .txt in the usual encodings or .docx, in simplified characters."""

from __future__ import annotations

import re
from functools import cache
from pathlib import PurePath

from django.core.exceptions import ValidationError
from opencc import OpenCC

from shuangyong.uploads import ZIP, shown_name

from .word_paper import text_of_docx

MOST_CHARACTERS = 2_000_000
_OLE = b"\xd0\xcf\x11\xe0"
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# what OpenCC leaves, and misprints of these papers
_LEFTOVERS = str.maketrans({
    "瑯": "琅", "囯": "国", "徳": "德", "戸": "户", "巻": "卷", "兪": "俞", "甯": "宁", "峯": "峰", "羣": "群",
    "衞": "卫", "啓": "启", "説": "说", "歴": "历", "挙": "举", "栄": "荣", "囘": "回", "逹": "达", "喆": "哲",
    "「": "“", "」": "”", "『": "‘", "』": "’", "﹁": "“", "﹂": "”", "〝": "“", "〞": "”", "〈": "《", "〉": "》",
    "\u3000": " ", "\xa0": " ", "\u200b": None, "\ufeff": None, "\u00ad": None, "\r": None, "\x0b": "\n", "\x0c": "\n",
    "\u2028": "\n", "\u2029": "\n", "\x85": "\n", "\x00": None, "\ue000": None,
})  # fmt: skip
_JUNK = re.compile(
    r"\s*(?:(?:[(（]本文|本文(?=由|来自|来源|转自|系)).{0,60}(?:提供|整理|转载|来源|编辑|搜集|收集|网).{0,30}[)）]?"
    r"|.{0,10}(?:更多.{0,20}请(?:查看|关注|点击|访问|浏览)|欢迎(?:查看|浏览|访问|下载)|点击(?:下载|查看)|相关(?:文章|推荐|阅读)|推荐阅读|"
    r"(?:文章|资料|内容)(?:来源|来自)|版权(?:所有|归)|责任编辑|上一[篇页]|下一[篇页]|转载请注明|免责声明).{0,60}"
    r"|[-—–－·\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?[-—–－·\s]*"
    r"|(?:https?://|www\.)\S{1,200}|[-=_*·—－\s]{3,200})\s*"
)


def text_of(name: str, content: bytes) -> str:
    """The text of a file, simplified and without what is no part of the paper.

    Raises ValidationError, in words for the user, for a file that cannot be read.
    """
    shown = shown_name(name)
    extension = PurePath(shown).suffix.lower()
    if not content.strip():
        raise ValidationError(f"“{shown}”是空文件。")
    if content.startswith(_OLE):
        raise ValidationError(
            f"“{shown}”是旧版 Word 文件或已加密，不能读取，请另存为不加密的 .docx 后再上传。"
        )
    if extension == ".docx":
        if not content.startswith(ZIP):
            raise ValidationError(f"“{shown}”的文件内容与扩展名不符。")
        text = text_of_docx(shown, content)
    elif extension == ".txt":
        text = _decoded(shown, content)
    else:
        raise ValidationError(f"“{shown}”的类型不能读取。可以上传：.txt、.docx。")
    if len(text) > MOST_CHARACTERS:
        raise ValidationError(f"“{shown}”的文字过长，请分成几份再上传。")
    text = cleaned(text)
    if not text:
        raise ValidationError(f"“{shown}”中没有文字。")
    return text


def cleaned(text: str) -> str:
    """Pasted or read text, as rules want it: simplified, \\n for new lines, no junk lines."""
    text = simplified(text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = (line.rstrip() for line in text.split("\n"))
    kept = [line for line in lines if line.strip() and not _is_junk(line)]
    return "\n".join(kept)


def simplified(text: str) -> str:
    """Traditional characters as simplified ones; simplified text stays as it is."""
    return _converter().convert(text).translate(_LEFTOVERS)


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _is_junk(line: str) -> bool:
    return len(line) <= 200 and bool(_JUNK.fullmatch(line))


def _decoded(shown: str, content: bytes) -> str:
    """The text of a plain file; Big5 only where nothing else fits."""
    if content.startswith(ZIP) or content.startswith(b"%PDF"):
        raise ValidationError(f"“{shown}”的文件内容与扩展名不符。")
    marked = next((codec for mark, codec in _MARKS.items() if content.startswith(mark)), None)
    for codec in (marked,) if marked else ("utf-8", *_without_a_mark(content)):
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            return text
    raise ValidationError(f"“{shown}”的文字编码不能识别，请用记事本另存为 UTF-8 编码后再上传。")


def _without_a_mark(content: bytes) -> list[str]:
    if b"\x00" in content[:2000]:
        little = content[1:2000:2].count(0) >= content[0:2000:2].count(0)
        return ["utf-16-le", "utf-16-be"] if little else ["utf-16-be", "utf-16-le"]
    both = [codec for codec in ("gb18030", "big5") if _decodes(content, codec)]
    # Big5 bytes often decode as GB18030 too; then the text is rare characters without order
    return sorted(both, key=lambda codec: -_usualness(content.decode(codec)[:5000]))


def _decodes(content: bytes, codec: str) -> bool:
    try:
        content.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


_USUAL = frozenset(
    "的一是了在和有为工作部队年月日军民双拥活动开展组织单位区县市局人民国防政府爱属慰问官兵共建，。、：“”雙擁軍開組織單區縣國愛屬問會於與"
)


def _usualness(text: str) -> float:
    """The share of the commonest characters of such papers."""
    return sum(sign in _USUAL for sign in text) / max(len(text), 1)


def _is_text(text: str) -> bool:
    odd = sum(
        not sign.isprintable() and sign not in "\n\r\t\x0b\x0c\u3000\ufeff\xa0\u200b"
        for sign in text
    )
    return odd <= len(text) // 200
