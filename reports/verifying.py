"""核验: whether a file or a digest is that of a document this office issued."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from django import forms
from django.conf import settings

from .figures import year_figures
from .models import IssuedDocument
from .summary.tokens import values_of

DIGEST = re.compile(r"[0-9a-f]{64}")
PDF_BEGINS = b"%PDF-"
NOTHING = ("0", "0元", "")


class VerifyForm(forms.Form):
    """A PDF file or a digest; `digest_of_either` is what is looked for."""

    file = forms.FileField(
        label="PDF 文件",
        required=False,
        widget=forms.ClearableFileInput({"accept": ".pdf"}),
        error_messages={"empty": "这是空文件。"},
    )
    digest = forms.CharField(
        label="校验码",
        required=False,
        max_length=400,
        widget=forms.Textarea({"rows": 3, "spellcheck": "false"}),
        help_text="与上传 PDF 任选一种。校验码 64 位，空格和大小写不影响。",
    )

    def clean_file(self):
        """A PDF, not larger than what may be uploaded."""
        file = self.cleaned_data["file"]
        if file and file.size > settings.UPLOAD_MAX_MB * 1024 * 1024:
            raise forms.ValidationError(f"文件超过 {settings.UPLOAD_MAX_MB} MB，请改为粘贴校验码。")
        if file and not file.read(len(PDF_BEGINS)) == PDF_BEGINS:
            raise forms.ValidationError("这不是 PDF 文件。")
        return file

    def clean_digest(self) -> str:
        """The 64 characters without what people put between them."""
        digest = as_digest(self.cleaned_data["digest"])
        if digest and not DIGEST.fullmatch(digest):
            raise forms.ValidationError(
                "校验码应为 64 位，只含数字和字母 a 至 f，请检查是否粘贴完整。"
            )
        return digest

    def clean(self):
        """One of the two."""
        cleaned = super().clean()
        if not self.errors and bool(cleaned["file"]) == bool(cleaned["digest"]):
            both = "上传文件和粘贴校验码，请只选一种。"
            raise forms.ValidationError(
                both if cleaned["file"] else "请选择 PDF 文件，或粘贴校验码。"
            )
        return cleaned

    @property
    def digest_of_either(self) -> str:
        """The digest that was given, or that of the file, which is never held as a whole."""
        file = self.cleaned_data["file"]
        if not file:
            return self.cleaned_data["digest"]
        found = hashlib.sha256()
        for chunk in file.chunks():
            found.update(chunk)
        return found.hexdigest()


def as_digest(text: str) -> str:
    """A digest as it is stored: halfwidth, small, without blanks and what it is called."""
    plain = unicodedata.normalize("NFKC", text).lower()
    plain = re.sub(r"sha-?256|校验码", "", plain)
    return re.sub(r"[\s:\-.…]", "", plain)


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure as it stood when a document was issued, and as the records have it now."""

    name: str
    then: str
    now: str

    @property
    def differs(self) -> bool:
        """Whether the records say something else by now."""
        return self.then != self.now


def figures_then_and_now(document: IssuedDocument) -> list[Compared]:
    """The figures of the text, those that changed first; what is nothing in both is left out."""
    summary = document.summary
    then = document.figures.get("values") or {
        "活动总数": str(document.figures.get("activities", ""))
    }
    now = values_of(year_figures(summary.unit, summary.year))
    names = dict.fromkeys([*then, *now])
    lines = [Compared(name, then.get(name, "—"), now.get(name, "—")) for name in names]
    told = [line for line in lines if {line.then, line.now} - {*NOTHING, "—"}]
    return sorted(told, key=lambda line: not line.differs)
