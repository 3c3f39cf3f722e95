"""Uploading a ledger or an old paper, and correcting a row of it."""

from __future__ import annotations

from pathlib import PurePath

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator

from activities.ledgers import columns as c
from activities.models import ImportSource
from shuangyong.uploads import shown_name
from units import permissions
from units.models import Unit

LEDGER_TYPES = (".xlsx", ".csv")
PAPER_TYPES = (".txt", ".docx")
MOST_LETTERS = 200_000
MOST_IN_A_CELL = 20_000
LONG = (c.NARRATIVE, c.EFFECT, c.COUNTS, c.GIVEN, c.NOTE, c.FACTS)
OFFERED = {c.KIND: "import-kinds", c.OCCASION: "import-occasions"}
"""Lists of the page that a column may choose from."""
USUAL = (c.HELD, c.KIND, c.TITLE, c.PLACE, c.TROOPS, c.COUNTS, c.GIVEN, c.NARRATIVE)


class FileOfTypes(forms.FileField):
    """One file with one of these endings; what is in it is judged by whoever reads it."""

    def __init__(self, *, types: tuple[str, ...], **kwargs):
        self.types = types
        super().__init__(**kwargs)
        self.widget.attrs |= {"accept": ",".join(types), "class": "form-control"}

    def to_python(self, data):
        """The file as it came; an empty one has a message of its own."""
        return data or None

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if file is None:
            return None
        name = shown_name(file.name)
        if PurePath(name).suffix.lower() not in self.types:
            wanted = "、".join(kind.removeprefix(".") for kind in self.types)
            raise ValidationError(
                f"“{name}”不能导入，请上传 {wanted} 文件；其他格式请先在 Excel 或 WPS 中另存。"
            )
        if not file.size:
            raise ValidationError(f"“{name}”是空文件。")
        if file.size > settings.UPLOAD_MAX_MB * 1024 * 1024:
            raise ValidationError(f"“{name}”超过 {settings.UPLOAD_MAX_MB} MB，请分成几个文件。")
        return file


class UploadForm(forms.Form):
    """For which unit and year; the account's own unit and working year unless said otherwise."""

    source: ImportSource
    unit = forms.ModelChoiceField(Unit.objects.none(), label="填报单位", empty_label=None)
    year = forms.IntegerField(
        label="年度", validators=[MinValueValidator(1949), MaxValueValidator(2100)]
    )

    def __init__(self, *args, user, year: int, **kwargs):
        super().__init__(*args, **kwargs)
        rule = permissions.rows_to_write(user, "")
        self.fields["unit"].queryset = Unit.objects.filter(rule, is_active=True)
        self.fields["unit"].initial, self.fields["year"].initial = user.unit_id, year
        self.fields["unit"].widget.attrs["class"] = "form-select"
        self.fields["year"].widget.attrs["class"] = "form-control"

    def given(self) -> dict:
        """Name, content and text of what was given."""
        raise NotImplementedError


class LedgerForm(UploadForm):
    """A ledger as a file."""

    source = ImportSource.LEDGER
    file = FileOfTypes(
        types=LEDGER_TYPES, label="台账文件", error_messages={"required": "请选择台账文件。"}
    )

    def given(self) -> dict:
        file = self.cleaned_data["file"]
        return {"name": shown_name(file.name), "content": file.read()}


class PaperForm(UploadForm):
    """An old summary as a file, or its text."""

    source = ImportSource.PAPER
    file = FileOfTypes(types=PAPER_TYPES, label="旧材料文件", required=False)
    text = forms.CharField(
        label="或粘贴正文",
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea({"rows": 6, "class": "form-control"}),
    )

    def clean(self):
        cleaned = super().clean()
        given = [name for name in ("file", "text") if cleaned.get(name)]
        if not given and not self.errors:
            self.add_error("text", "请上传文件或粘贴正文。")
        if len(given) == 2:
            self.add_error("text", "文件和正文请只给一样。")
        return cleaned

    def given(self) -> dict:
        if file := self.cleaned_data["file"]:
            return {"name": shown_name(file.name), "content": file.read()}
        text = self.cleaned_data["text"].replace("\0", "")
        begins = " ".join(text.split())[:30]
        return {"name": f"{begins}……", "text": text}


class RowForm(forms.Form):
    """The cells of a row; what is wrong with them stands at their fields."""

    def __init__(
        self,
        *args,
        cells: dict[str, str],
        problems: dict[str, list[str]],
        alike: int = 0,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.problems = problems
        if alike:
            self.fields["alike"] = forms.BooleanField(
                label=f"其他 {alike} 行同样的错误一并改正",
                required=False,
                widget=forms.CheckboxInput({"class": "form-check-input"}),
            )
        for number, column in enumerate(c.COLUMNS):
            widget = forms.Textarea({"rows": 2}) if column in LONG else forms.TextInput()
            wrong = " is-invalid" if column in problems else ""
            widget.attrs["class"] = f"form-control form-control-sm{wrong}"
            if column in OFFERED:
                widget.attrs["list"] = OFFERED[column]
            self.fields[f"c{number}"] = forms.CharField(
                label=column, required=False, max_length=MOST_IN_A_CELL, widget=widget,
                initial=cells.get(column, ""),
            )  # fmt: skip

    @property
    def cells(self) -> dict[str, str]:
        """What was typed, by column."""
        return {
            self.fields[name].label: text
            for name, text in self.cleaned_data.items()
            if name != "alike"
        }

    def _fields(self, wanted):
        for bound in self:
            if bound.name != "alike" and wanted(bound):
                yield bound, self.problems.get(bound.label, ())

    @property
    def first(self):
        """The usual columns, and whichever is filled in or wrong, with what is wrong."""
        return list(self._fields(self._comes_first))

    @property
    def rest(self):
        """The other columns."""
        return list(self._fields(lambda bound: not self._comes_first(bound)))

    def _comes_first(self, bound) -> bool:
        return bound.label in USUAL or bool(bound.value()) or bound.label in self.problems
