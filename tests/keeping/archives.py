"""Archives as they should not be."""

import json
import zipfile
from pathlib import Path

from shuangyong.keeping.archive import MANIFEST


def altered(path: Path, change=None, *, entries: dict[str, bytes | None] | None = None) -> Path:
    """The same archive with another manifest, or with entries replaced, added, left out (None)."""
    entries = entries or {}
    target = path.with_name("altered.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in [*old.namelist(), *(entries.keys() - old.namelist())]:
            content = entries[name] if name in entries else old.read(name)
            if name == MANIFEST and change:
                manifest = json.loads(content)
                change(manifest)
                content = json.dumps(manifest).encode()
            if content is not None:
                new.writestr(name, content)
    return target


def damaged(path: Path) -> Path:
    """The same archive with one byte of a file changed, its length and place as before."""
    with zipfile.ZipFile(path) as archive:
        info = next(info for info in archive.infolist() if info.filename.startswith("files/"))
    content = bytearray(path.read_bytes())
    content[info.header_offset + 30 + len(info.filename) + 40] ^= 0xFF
    target = path.with_name("damaged.zip")
    target.write_bytes(content)
    return target
