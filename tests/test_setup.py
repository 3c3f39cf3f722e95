"""The scripts that set the product up: pinned, hashed, and plain about what they need."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = sorted((ROOT / "bin").iterdir())


def run(*command, **environment) -> subprocess.CompletedProcess:
    return subprocess.run(  # noqa: S603 - our own scripts
        command, capture_output=True, text=True, env=os.environ | environment, cwd="/", check=False
    )


@pytest.fixture
def as_plain_user(tmp_path) -> str:
    """A PATH on which one is nobody in particular and may not become root."""
    for name, answer in (("id", "echo 1000"), ("sudo", "exit 1")):
        stub = tmp_path / name
        stub.write_text(f"#!/bin/sh\n{answer}\n")
        stub.chmod(0o755)
    return f"{tmp_path}:{os.environ['PATH']}"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_well_formed_and_executable(script):
    assert run("bash", "-n", script).returncode == 0
    assert os.access(script, os.X_OK)


@pytest.mark.parametrize("name", ["base", "test"])
def test_every_requirement_is_pinned_and_hashed_and_names_no_source(name):
    text = (ROOT / f"requirements/{name}.txt").read_text()
    requirements = re.split(r"\n(?=\S)", text.strip())
    for requirement in requirements:
        assert re.match(r"[\w.-]+(\[\w+\])?==[\w.]+", requirement), requirement
        assert "--hash=sha256:" in requirement
    assert "://" not in text


def test_what_is_pinned_for_the_product_is_pinned_alike_for_the_tests():
    base, test = (
        set(re.findall(r"^\S+==\S+", (ROOT / f"requirements/{name}.txt").read_text(), re.M))
        for name in ("base", "test")
    )
    assert base <= test


def test_without_root_the_exact_command_is_named(as_plain_user):
    found = run(ROOT / "bin/setup", "test", PATH=as_plain_user, CHROMIUM="no-such-browser")
    assert found.returncode == 1
    assert "请由系统管理员执行下面的命令" in found.stderr
    assert re.search(r"sudo apt-get install -y --no-install-recommends chromium\b", found.stderr)


def test_a_python_without_its_venv_module_is_noticed(as_plain_user):
    stub = Path(as_plain_user.split(":")[0]) / "python3"
    stub.write_text(
        f'#!/bin/sh\ncase "$*" in *ensurepip*) exit 1 ;; esac\nexec {sys.executable} "$@"\n'
    )
    stub.chmod(0o755)
    found = run(ROOT / "bin/setup", PATH=as_plain_user)
    assert found.returncode == 1
    assert re.search(r"apt-get install -y .*\bpython3-venv\b", found.stderr)


def test_a_wrong_option_is_answered_with_the_usage():
    found = run(ROOT / "bin/serve", "--leer")
    assert (found.returncode, found.stderr) == (2, "用法：bin/serve [--empty]\n")
