"""A PostgreSQL of our own on a socket in a temporary folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

OWNER = "postgres"
DATABASE = "shuangyong"


def programs() -> Path | None:
    """Where the server's programs are; None where it is not installed."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)


class Cluster:
    """Made for a campaign, thrown away with it."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="faults-pg-"))
        self.programs = programs()
        if os.geteuid() == 0:
            shutil.chown(self.folder, OWNER)
        self._run("initdb", "-D", self.data, "-A", "trust", "-U", OWNER, "-E", "UTF8", "--locale=C")
        self.start()
        self._run("createdb", "-h", str(self.folder), "-U", OWNER, DATABASE)

    @property
    def data(self) -> str:
        """Its files."""
        return str(self.folder / "data")

    @property
    def url(self) -> str:
        """As DATABASE_URL names it."""
        return f"postgres://{OWNER}@{quote(str(self.folder), safe='')}/{DATABASE}"

    def start(self) -> None:
        """Back when it takes connections."""
        self._control("start", "-w", "-o", f"-k {self.folder} -h ''")

    def stop(self, mode: str) -> None:
        """`fast` ends all connections, `immediate` is a crash."""
        self._control("stop", "-w", "-m", mode)

    def remove(self) -> None:
        """Nothing of it stays."""
        self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _control(self, *told: str) -> None:
        self._run("pg_ctl", "-D", self.data, "-l", str(self.folder / "log"), *told)

    def _run(self, program: str, *told: str) -> None:
        command = [str(self.programs / program), *told]
        if os.geteuid() == 0:
            command = ["runuser", "-u", OWNER, "--", *command]
        subprocess.run(  # noqa: S603 - PostgreSQL's own programs
            command, cwd=self.folder, check=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
