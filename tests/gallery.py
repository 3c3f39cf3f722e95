"""Takes a picture of every page for every role: python -m tests.gallery FOLDER

The pages are those of the database of SHUANGYONG_VAR; an empty one is filled by `make_load`.
FOLDER gets a folder for each role and window, and an index.html to look through them.
"""

from __future__ import annotations

import argparse
import html
import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuangyong.settings")

import django

django.setup()  # the imports below need the settings

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from tests.axe import findings  # noqa: E402
from tests.pages import Page, account_of, pages_of  # noqa: E402
from units.models import Role, User  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
WINDOWS = {"screen": (1366, 768), "wide": (1920, 1080), "phone": (390, 844)}
TALLEST = 6000  # pixels of a picture; what is longer is cut off


def main() -> None:
    """Take the pictures that were asked for."""
    asked = _arguments()
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    if not User.objects.exists():
        call_command("make_load")
    roles = [Role(asked.role)] if asked.role else list(Role)
    pages = {role: pages_of(account_of(role), asked.only) for role in roles}
    cookies = {role: _signed_in(account_of(role)) for role in roles}
    with served() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which(os.environ.get("CHROMIUM", "chromium")),
            args=["--no-sandbox"],
        )
        for role in roles:
            folder = asked.folder / role.value / (asked.window + "-dark" * asked.dark)
            taken = _take(browser, site, cookies[role], pages[role], folder, asked)
            print(f"{role.label}：{taken} 张，{folder}", flush=True)  # noqa: T201
        browser.close()
    _index(asked.folder)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.gallery", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--role", choices=Role.values, help="only this role")
    parser.add_argument("--only", default="", metavar="REGEX", help="route name or address")
    parser.add_argument("--window", choices=WINDOWS, default="screen")
    parser.add_argument(
        "--check", action="store_true", help="no pictures: what axe-core finds, by day and night"
    )
    parser.add_argument("--dark", action="store_true", help="as on a system in dark colours")
    return parser.parse_args()


@contextmanager
def served():
    """Runs the server on a free port with the database of this process; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "shuangyong.wsgi", "-c", "deploy/gunicorn.conf.py"],
        cwd=ROOT,
        env=os.environ | {"PORT": str(port), "WORKERS": "1"},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(port: int) -> None:
    for _ in range(600):
        with socket.socket() as caller:
            if caller.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the server does not answer")


def _signed_in(user: User) -> str:
    """The key of a session in which `user` has signed in; nobody needs to know the password."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def _take(browser: Browser, site: str, session: str, pages: list[Page], folder: Path, asked) -> int:
    width, height = WINDOWS[asked.window]
    window = browser.new_context(
        base_url=site,
        locale="zh-CN",
        viewport={"width": width, "height": height},
        color_scheme="dark" if asked.dark else "light",
        reduced_motion="reduce",
        is_mobile=asked.window == "phone",
        has_touch=asked.window == "phone",
    )
    window.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    folder.mkdir(parents=True, exist_ok=True)
    sheet = window.new_page()
    sheet.set_default_timeout(120_000)  # a busy machine is no reason to give up
    for number, page in enumerate(pages, 1):
        sheet.goto(page.address, wait_until="networkidle")
        if asked.check:
            _check(sheet, page)
            continue
        # as tall a window as the page: bars that stick to an edge of it stand where they end
        tall = sheet.evaluate("document.documentElement.scrollHeight")
        sheet.set_viewport_size({"width": width, "height": min(max(tall, height), TALLEST)})
        name = page.name.replace(":", "-")
        sheet.screenshot(path=folder / f"{number:03}-{name}.png", animations="disabled")
        sheet.set_viewport_size({"width": width, "height": height})
    window.close()
    return len(pages)


def _check(sheet, page: Page) -> None:
    for finding in findings(sheet, dark=True):
        print(f"{page.address}  {finding}", flush=True)  # noqa: T201


def _index(folder: Path) -> None:
    """All pictures of the folder on one page."""
    found = sorted(path.relative_to(folder) for path in folder.rglob("*.png"))
    figures = "\n".join(
        f'<a href="{path}"><img loading="lazy" width="420" src="{path}" alt="">'
        f"<br>{html.escape(str(path))}</a>"
        for path in found
    )
    (folder / "index.html").write_text(f'<!doctype html><meta charset="utf-8">\n{figures}\n')


if __name__ == "__main__":
    main()
