"""An archive is whole and of one moment, or it is not there."""

import os
import random
import re
import stat
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from activities.models import Activity, Evidence
from shuangyong.keeping import making
from shuangyong.keeping.archive import Archive, Writer, is_harmless
from shuangyong.keeping.errors import DamagedError, KeepingError
from shuangyong.keeping.making import make_archive
from shuangyong.keeping.schema import applied_to, tables_at
from shuangyong.keeping.values import reader, writer
from tests.activities.files import photo
from units.models import AuditEvent

from .archives import altered
from .conftest import prove, silent

pytestmark = pytest.mark.django_db


def check(path) -> None:
    """Open an archive and read all of it."""
    with Archive(path) as archive:
        archive.check(silent)


def test_an_archive_names_what_is_in_it_and_only_its_owner_reads_it(archive):
    check(archive)
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    with Archive(archive) as opened:
        manifest = opened.manifest
    assert manifest.tables["activities_activity"]["rows"] == Activity.objects.count() == 1
    proofs = Evidence.objects.all()
    assert {proof.sha256 for proof in proofs} < {f["sha256"] for f in manifest.files.values()}
    assert manifest.missing == []


def test_who_is_signed_in_and_the_key_of_the_installation_stay_at_home(archive, settings):
    with zipfile.ZipFile(archive) as opened:
        names = opened.namelist()
        everything = b"".join(map(opened.read, names))
    assert "rows/units_user.jsonl" in names
    assert "rows/django_session.jsonl" not in names
    assert settings.SECRET_KEY.encode() not in everything


def test_every_cut_and_every_changed_byte_shows(archive):
    content = archive.read_bytes()
    chance, bad = random.Random(11), archive.with_name("bad.zip")  # noqa: S311
    for _ in range(40):
        bad.write_bytes(content[: chance.randrange(len(content))])
        with pytest.raises(DamagedError):
            check(bad)
    passed = 0
    for _ in range(120):
        changed = bytearray(content)
        changed[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        bad.write_bytes(changed)
        try:
            check(bad)
        except DamagedError:
            continue
        passed += 1  # in what a zip says twice, or in a date: what is read is what was written
    assert passed < 40


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m.update(product="something else"),
        lambda m: m.pop("tables"),
        lambda m: m.update(more=1),
        lambda m: m["files"].update({"evidence/none.jpg": {"size": 1, "sha256": ""}}),
        lambda m: m["tables"]["units_user"].update(rows=99),
        lambda m: m["tables"].update(none={"rows": 1, "sha256": "", "columns": []}),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(archive, change):
    with pytest.raises(DamagedError):
        check(altered(archive, change))


def test_what_is_no_archive_is_said_to_be_none(tmp_path):
    path = tmp_path / "photo.zip"
    for content in (b"", b"PK\x05\x06" + b"\0" * 18, photo().read()):
        path.write_bytes(content)
        with pytest.raises(DamagedError, match="不是完整的备份"):
            check(path)


@pytest.mark.parametrize(
    "name",
    [
        "../db.sqlite3",
        "/etc/passwd",
        "a/../../b",
        "a//b",
        "./a",
        "",
        ".",
        "a\\..\\b",
        "c:x",
        "a\0b",
    ],
)
def test_a_name_that_leads_out_of_the_folder_is_refused(archive, name):
    assert not is_harmless(name)

    def rename(manifest):
        manifest["files"][name] = manifest["files"].popitem()[1]

    with pytest.raises(DamagedError, match="文件名不安全"):
        check(altered(archive, rename))


def test_a_file_that_goes_meanwhile_takes_its_row_along(activity, tmp_path, monkeypatch):
    proof = Evidence.objects.first()
    name, copy = proof.file.name, making._copy
    rounds = []

    def copied(archive, names, tell):
        rounds.append(names)
        if len(rounds) == 1:  # it goes before it is copied, its row after the next look
            default_storage.delete(name)
        if len(rounds) == 2:
            copy(archive, names, tell)
            proof.delete()
            return
        copy(archive, names, tell)

    monkeypatch.setattr(making, "_copy", copied)
    made = make_archive(tmp_path / "backup.zip", silent)
    check(tmp_path / "backup.zip")
    assert made.missing == []
    assert name not in made.files
    assert made.tables["activities_evidence"]["rows"] == 1
    assert len(rounds) == 3


def test_a_file_that_comes_meanwhile_is_there_if_its_row_is(activity, tmp_path, monkeypatch):
    copy, rounds = making._copy, []

    def copied(archive, names, tell):
        copy(archive, names, tell)
        rounds.append(names)
        if len(rounds) == 1:
            prove(activity, photo("后来.jpg", colour="blue"))

    monkeypatch.setattr(making, "_copy", copied)
    made = make_archive(tmp_path / "backup.zip", silent)
    late = Evidence.objects.get(name="后来.jpg")
    assert made.tables["activities_evidence"]["rows"] == 3
    assert {late.file.name, late.thumbnail.name} <= made.files.keys()


def test_where_files_keep_going_no_archive_is_made(activity, tmp_path, monkeypatch):
    """Each time it looks another one has gone."""
    for number in range(making.SNAPSHOTS):
        prove(activity, photo(f"{number}.jpg", size=(60, 41 + number)))
    proofs = iter(list(Evidence.objects.all()))

    def copied(archive, names, tell):
        """Copies nothing, and takes a row away."""
        next(proofs).delete()

    monkeypatch.setattr(making, "_copy", copied)
    with pytest.raises(KeepingError, match="没有得到前后一致的备份"):
        make_archive(tmp_path / "backup.zip", silent)
    assert not list(tmp_path.glob("*backup*"))


def test_a_file_lost_long_ago_is_named_and_the_rest_is_kept(activity, tmp_path):
    name = Evidence.objects.first().file.name
    default_storage.delete(name)
    path = tmp_path / "backup.zip"
    with pytest.raises(CommandError, match=f"1 个文件早已不在存储中：{re.escape(name)}"):
        call_command("backup", path)
    check(path)


@pytest.mark.parametrize("step", ["add_file", "add_rows", "finish"])
def test_a_full_disk_leaves_no_half_archive(activity, tmp_path, monkeypatch, step):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Writer, step, full)
    with pytest.raises(CommandError, match="磁盘已满"):
        call_command("backup", tmp_path / "backup.zip")
    assert not list(tmp_path.glob("*backup*"))


def test_an_archive_is_never_written_over(archive):
    before = archive.read_bytes()
    with pytest.raises(CommandError, match=r"已经有 .*backup.zip，没有备份"):
        call_command("backup", archive)
    assert archive.read_bytes() == before


def test_the_nightly_backup_goes_into_a_folder_and_old_ones_go(activity, tmp_path, capsys):
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in ("20101229-020000", "20110101-020000", "20110102-020000"):
        (folder / f"shuangyong-backup-{day}.zip").touch()
    (folder / "别的文件.zip").touch()
    abandoned = folder / ".shuangyong-backup-20110103-020000.zip.x1y2.part"
    abandoned.touch()
    os.utime(abandoned, (0, 0))
    call_command("backup", folder, keep=1, keep_months=2, check=True)
    left = sorted(path.name for path in folder.iterdir())
    new = left[1]
    assert left == ["shuangyong-backup-20110101-020000.zip", new, "别的文件.zip"]
    check(folder / new)
    assert AuditEvent.objects.filter(action="备份", target=new).exists()
    assert "已清理：shuangyong-backup-20101229-020000.zip" in capsys.readouterr().out


def test_keeping_some_is_for_folders(tmp_path):
    with pytest.raises(CommandError, match="--keep 用于目录"):
        call_command("backup", tmp_path / "backup.zip", keep=14)


def test_every_column_there_is_can_be_written_and_read():
    for table in tables_at(applied_to(connection)):
        for field in table.fields:
            assert callable(writer(field)) == callable(reader(field)), f"{table.name} {field.name}"


def test_a_database_that_fails_is_named_not_thrown(activity, tmp_path, monkeypatch):
    def fails(*args, **options):
        raise OperationalError("disk I/O error")

    with monkeypatch.context() as patch:
        patch.setattr(making, "last_numbers", fails)
        with pytest.raises(CommandError, match="备份没有完成。数据库：disk I/O error"):
            call_command("backup", tmp_path / "one.zip")
    assert not (tmp_path / "one.zip").exists()


def test_an_audit_trail_that_takes_nothing_does_not_undo_a_backup(
    activity, tmp_path, monkeypatch, capsys
):
    def fails(*args, **options):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("units.audit.record", fails)
    call_command("backup", tmp_path / "two.zip")
    check(tmp_path / "two.zip")
    assert "没有记入审计记录" in capsys.readouterr().err
