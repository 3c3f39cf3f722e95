"""The real server in a process group of its own, to be killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """gunicorn as deploy/ starts it, on the data of `var`."""

    command = ("-m", "gunicorn", "shuangyong.wsgi", "--config", "deploy/gunicorn.conf.py")

    def __init__(self, var: Path, **environment):
        self.port = free_port()
        self.log = var.parent / f"{var.name}.server.log"
        self.environment = os.environ | {
            "SHUANGYONG_VAR": str(var), "HOST": "127.0.0.1", "PORT": str(self.port),
            "PYTHONDONTWRITEBYTECODE": "1",
        } | environment  # fmt: skip
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start it; back when it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own server
                [sys.executable, *self.command], cwd=ROOT, env=self.environment,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        until = time.monotonic() + PATIENCE
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"the server does not start:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.05)

    def answers(self) -> bool:
        """True if a page comes back."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/login/")
            return connection.getresponse().status < 500
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """All of its processes at once, in the middle of whatever they do."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *problem):
        self.kill()
