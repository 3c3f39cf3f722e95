"""Takes the pictures of the manual anew: python -m tests.manual_pictures [NAME …]

They are taken of the sample and of an empty installation, as `bin/serve` starts them, and land in
docs/manual/images/. Look at them before they are committed.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import OFFICERS, PASSWORD, served

FOLDER = Path(__file__).resolve().parents[1] / "docs/manual/images"
WINDOW = {"width": 1100, "height": 720}
WIDTH = 920
"""Pixels of a picture: a chapter is about as wide."""
QUALITY = 72

# of what each is taken: installation, account, address
PICTURES = {
    "workbench-liaison": ("sample", "wenxin", "/"),
    "workbench-office": ("sample", "wenxin-shenhe", "/"),
    "first-steps": ("empty", "guanli", "/"),
    "plan": ("sample", "wenxin-shenhe", "/plans/1/"),
    "plan-progress": ("sample", "wenxin-shenhe", "/plans/1/progress/"),
    "calendar": ("sample", "wenxin", "/plans/calendar/?month=8"),
    "activities": ("sample", "wenxin", "/activities/"),
    "activity-logging": ("sample", "wenxin", "/activities/add/"),
    "round": ("sample", "wenxin-shenhe", "/assessments/rounds/1/"),
    "self-assessment": ("sample", "gulin", "/assessments/3/sections/1/"),
    "reviewing": ("sample", "wenxin-shenhe", "/assessments/4/sections/1/"),
    "summary-writing": ("sample", "wenxin", "/reports/summaries/1/edit/"),
    "statistics": ("sample", "wenxin", "/reports/statistics/"),
    "year-picture": ("sample", "wenxin-lingdao", "/reports/year/"),
}


def main(names: list[str]) -> None:
    """Take the pictures of these names, all of them without names."""
    wanted = {name: PICTURES[name] for name in names or PICTURES}
    officers = {
        f"SHUANGYONG_{role}_{part}": value
        for role, user in OFFICERS.items()
        for part, value in (("USER", user), ("PASSWORD", PASSWORD))
    }
    with TemporaryDirectory() as var, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which(os.environ.get("CHROMIUM", "chromium")),
            args=["--no-sandbox"],
        )
        for which, options, more in (("sample", (), {}), ("empty", ("--empty",), officers)):
            here = {n: picture[1:] for n, picture in wanted.items() if picture[0] == which}
            if here:
                with served(Path(var) / which, *options, **more) as site:
                    _take(browser, site, here)


def _take(browser: Browser, site: str, wanted: dict[str, tuple[str, str]]) -> None:
    pages: dict[str, Page] = {}
    for name, (account, address) in wanted.items():
        if account not in pages:
            pages[account] = _signed_in(browser, site, account)
        page = pages[account]
        if "/summaries/" in address:
            page.goto("/")
            page.get_by_role("button", name="生成工作总结").click()
            page.wait_for_url("**/reports/summaries/*/")
        page.goto(address, wait_until="networkidle")
        _keep(page.screenshot(), FOLDER / f"{name}.webp")


def _signed_in(browser: Browser, site: str, account: str) -> Page:
    window = browser.new_context(base_url=site, viewport=WINDOW, locale="zh-CN")
    page = window.new_page()
    page.set_default_timeout(120_000)
    page.goto("/login/")
    page.get_by_label("用户名").fill(account)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"{site}/")
    return page


def _keep(picture: bytes, path: Path) -> None:
    with Image.open(io.BytesIO(picture)) as taken:
        height = round(taken.height * WIDTH / taken.width)
        small = taken.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
    small.save(path, quality=QUALITY, method=6)
    print(f"{path.name}：{path.stat().st_size // 1024} KB", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
