"""What the campaigns share: an installation of their own, made before Django is set up."""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from pathlib import Path


def arguments(about: str, **defaults: int) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=about)
    for name, default in defaults.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--var", type=Path, help="folder of the installation; a new one otherwise")
    return parser.parse_args()


def set_up(var: Path | None, *, database: str = "") -> Path:
    """An installation with all migrations and static files; Django works on it from here on."""
    var = var or Path(tempfile.mkdtemp(prefix="faults-"))
    os.environ.pop("DATABASE_URL", None)  # a campaign chooses its own
    if database:
        os.environ["DATABASE_URL"] = database
    os.environ["SHUANGYONG_VAR"] = str(var)
    start_django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    return var


def start_django() -> None:
    """With settings of the environment as it is now."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "shuangyong.settings"
    import django

    django.setup()


def say(*words) -> None:
    """A line with the time."""
    print(time.strftime("%H:%M:%S"), *words, flush=True)  # noqa: T201


def throw_away(var: Path) -> None:
    """All of it."""
    shutil.rmtree(var, ignore_errors=True)
