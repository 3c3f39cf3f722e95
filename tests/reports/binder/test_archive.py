"""档案盒: original files in folders that every computer takes."""

import io
import zipfile
from pathlib import PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from reports.binder.archive import make_zip
from reports.binder.contents import contents_of
from reports.binder.naming import FILE_LENGTH, FOLDER_LENGTH, Names, file_name, folder_name

from .files import attached, paper

FIRST = "一、组织领导/1 领导小组健全"


@pytest.fixture
def box(tmp_path):
    """The box of an assessment or round, opened."""

    def made(subject) -> zipfile.ZipFile:
        target = tmp_path / "box.zip"
        contents = contents_of(subject, shows_review=False)
        make_zip(contents, target, tell=lambda *_: None)
        return zipfile.ZipFile(io.BytesIO(target.read_bytes()))

    return made


def rows(archive) -> list[tuple]:
    sheet = load_workbook(io.BytesIO(archive.read("目录.xlsx"))).active
    return list(sheet.iter_rows(min_row=2, values_only=True))


def test_original_files_lie_in_folders_numbered_as_the_standard(full, box, show):
    archive = box(full)
    names = archive.namelist()
    assert f"{FIRST}/notice.pdf" in names
    assert f"{FIRST}/活动1 赴驻滨江某部慰问演出/IMG_1.jpg" in names
    assert archive.read(f"{FIRST}/plan.docx").startswith(b"PK")
    photo = show.evidence.get(name="IMG_1.jpg")
    packed = archive.read(f"{FIRST}/活动1 赴驻滨江某部慰问演出/IMG_1.jpg")
    with photo.file.open("rb") as stored:
        assert packed == stored.read()
    assert all(info.flag_bits & 0x800 for info in archive.infolist() if not info.filename.isascii())


def test_what_is_missing_has_a_note_in_its_folder(full, box):
    archive = box(full)
    note = archive.read("一、组织领导/2 列入年度计划/缺材料.txt").decode("utf-8-sig")
    assert note == "2　列入年度计划：没有说明和材料。"
    assert f"{FIRST}/gone.pdf缺失.txt" in archive.namelist()


def test_what_proves_two_items_is_packed_once_and_referred_to(full, box):
    archive = box(full)
    assert sum(name.endswith("IMG_1.jpg") for name in archive.namelist()) == 1
    note = archive.read("二、开展活动/3 走访慰问/另见.txt").decode("utf-8-sig")
    assert f"见 {FIRST}/活动1 赴驻滨江某部慰问演出/IMG_1.jpg" in note


def test_the_list_names_item_file_size_and_digest(full, box):
    archive = box(full)
    listed = {row[3]: row for row in rows(archive)}
    notice = full.responses.get(criterion__number=1).files.get(name="notice.pdf")
    part, item, unit, _, path, size, digest, remark = listed["关于成立领导小组的通知"]
    assert (part, item, unit) == ("一、组织领导", "1　领导小组健全", "市歌舞团")
    assert (path, size, digest, remark) == (
        f"{FIRST}/notice.pdf", notice.size, notice.sha256, None,
    )  # fmt: skip
    assert listed["值班表"][-1] == "文件缺失"


def test_a_file_that_was_altered_on_the_disk_is_said_to_be(assessment, response, box):
    file = attached(response(1), "a.pdf", paper("A"))
    with file.file.storage.open(file.file.name, "ab") as stored:
        stored.write(b"more")
    assert "文件内容与登记时不同" in [row[-1] for row in rows(box(assessment))]


def test_the_same_name_twice_gets_a_number(assessment, response, box):
    for text in ("A", "B", "C"):
        attached(response(1), "通知.pdf", paper(text))
    names = [PureWindowsPath(name).name for name in box(assessment).namelist()]
    assert names[:3] == ["通知.pdf", "通知(2).pdf", "通知(3).pdf"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("八一\\慰问/合影?.jpg", "八一_慰问_合影_.jpg"),
        ("CON.txt", "CON_.txt"),
        ("..", "未命名"),
        ("总结. ", "总结"),
        ("长" * 200 + ".docx", "长" * (FILE_LENGTH - 5) + ".docx"),
        ("a\u202egpj.exe", "agpj.exe"),
        (".hidden", "hidden"),
    ],
)
def test_a_name_that_windows_refuses_is_mended(written, kept):
    assert file_name(written) == kept


@given(st.lists(st.text(max_size=80), max_size=20))
def test_any_names_make_a_folder_that_windows_takes(texts):
    names = Names()
    given_out = [names.take(folder_name("一、组织领导"), file_name(text)) for text in texts]
    assert len({name.casefold() for name in given_out}) == len(texts)
    for path in given_out:
        name = path.rpartition("/")[2]
        assert path.count("/") == 1
        assert name.strip(" .") == name != ""
        assert not set(name) & set('<>:"\\|?*')
        assert not PureWindowsPath(name).is_reserved()
        assert len(name) <= FILE_LENGTH + 5
        assert len(folder_name(name)) <= FOLDER_LENGTH + 1
