"""The product as its users start it: `bin/serve` with the sample, and a headless Chromium.

Both are gone when this package is done: what drives the browser keeps an event loop running, in
which the tests of other packages could not use the database.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "shuangyong2011"
# htmx of a request that ends with its page; a server that fails is told by the browser itself
BROKEN_OFF = ("htmx:afterRequest", "htmx:sendAbort", "htmx:sendError")
OFFICERS = {"ADMIN": "guanli", "SECURITY": "anquan", "AUDITOR": "shenji"}


@pytest.fixture(scope="package")
def site(tmp_path_factory, django_db_setup, migrated_once) -> str:
    """The address of a server with the sample, in a database of its own.

    It begins with the tables of the test data base if they are kept; else, as an empty site, it
    makes its own at the first start.
    """
    var = tmp_path_factory.mktemp("var")
    if migrated_once and migrated_once.kept.exists():
        shutil.copy(migrated_once.kept, var / "db.sqlite3")
    with served(var) as address:
        yield address


@pytest.fixture(scope="package")
def empty_site(tmp_path_factory) -> str:
    """The address of a new installation: three administrators and nothing else."""
    officers = {
        f"SHUANGYONG_{role}_{part}": value
        for role, name in OFFICERS.items()
        for part, value in (("USER", name), ("PASSWORD", PASSWORD))
    }
    with served(tmp_path_factory.mktemp("var"), "--empty", **officers) as address:
        yield address


@contextmanager
def served(var: Path, *options: str, **environment: str):
    """Runs `bin/serve` on a free port; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {"SHUANGYONG_VAR": str(var), "PORT": str(port), "WORKERS": "1"}
    server = subprocess.Popen(  # noqa: S603 - our own script
        [ROOT / "bin/serve", *options],
        env=os.environ | own | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield _address(server)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.communicate(timeout=30)


def _address(server) -> str:
    """What the server says of itself once it can be found there."""
    said = []
    for line in server.stdout:
        said.append(line)
        if found := re.search(r"双拥工作管理系统：(http://\S+?)/ ", line):
            return found[1]
    raise AssertionError("".join(said))


@pytest.fixture(scope="package")
def chromium(django_db_setup):
    """A browser without a window.

    The test data base is made first: not while an event loop runs.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which(os.environ.get("CHROMIUM", "chromium")),
            args=["--no-sandbox"],
        )
        yield browser
        browser.close()


def complaints_of(said) -> list[str]:
    """What the browser complains of on its console, and about which address."""
    if said.type != "error" or said.text.startswith(BROKEN_OFF):
        return []
    return [f"{said.text} {said.location.get('url', '')}"]


@pytest.fixture
def sign_in(request, chromium):
    """Opens a window in which somebody has signed in; complaints of the browser fail the test."""
    windows, complaints = [], []

    def open_window(username: str, password: str = PASSWORD, *, at: str = "site", **window):
        window = chromium.new_context(
            base_url=request.getfixturevalue(at),
            locale="zh-CN",
            **{"viewport": {"width": 1366, "height": 768}} | window,
        )
        windows.append(window)
        page = window.new_page()
        page.set_default_timeout(30_000)  # a server just started is slow at first
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.extend(complaints_of(said)))
        page.goto("/login/")
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码").fill(password)
        page.get_by_role("button", name="登录").click()
        return page

    yield open_window
    for window in windows:
        window.close()
    assert complaints == []
