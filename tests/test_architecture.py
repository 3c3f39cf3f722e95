"""The house keeps its shape: imports go one way, migrations are complete, templates compile."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR)
ROOMS = ["units", "activities", "assessments", "reports"]


def imported_packages(path: Path) -> set[str]:
    """The first names of everything a module imports, relative imports left out."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize(("room", "above"), [(r, ROOMS[i + 1 :]) for i, r in enumerate(ROOMS)])
def test_imports_go_one_way(room, above):
    for path in (ROOT / room).rglob("*.py"):
        assert not imported_packages(path) & set(above), path


def test_shared_blocks_import_no_app():
    for path in (ROOT / "shuangyong").rglob("*.py"):
        assert not imported_packages(path) & set(ROOMS), path


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_template_compiles():
    folder = ROOT / "templates"
    for path in folder.rglob("*.html"):
        get_template(str(path.relative_to(folder)))


def test_templates_hold_no_inline_style_or_script():
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text()
        if "print" in path.parts:  # templates of printed documents, never sent to a browser
            continue
        assert "style=" not in text, path
        assert "<style" not in text, path
        assert "<script>" not in text, path
        assert "onclick=" not in text, path


def test_every_drawing_says_what_it_shows_or_is_passed_over():
    for path in (ROOT / "templates").rglob("*.html"):
        for drawing in re.findall(r"<svg[^>]*>", path.read_text()):
            assert "aria-label=" in drawing or 'aria-hidden="true"' in drawing, path


@pytest.mark.parametrize(
    "sheet", sorted((ROOT / "static/css").glob("*.css")), ids=lambda at: at.stem
)
def test_a_style_sheet_closes_every_block_before_the_next_section(sheet):
    depth = 0
    for line in sheet.read_text().splitlines():
        assert depth == 0 or not line.startswith(("/*", "@media")), line
        depth += line.count("{") - line.count("}")
    assert depth == 0


def test_every_script_is_a_module():
    """Outside a module a name that is declared twice keeps the second script from running."""
    tag = re.compile(r"<script[^>]*'js/[^>]*>")
    tags = [tag.findall(at.read_text()) for at in (ROOT / "templates").rglob("*.html")]
    found = [one for some in tags for one in some]
    assert found
    assert [one for one in found if 'type="module"' not in one] == []


def test_browser_tests_share_one_server(request):
    if getattr(request.config.option, "loadgroup", False):
        ids = [
            item.nodeid for item in request.session.items if item.get_closest_marker("xdist_group")
        ]
        assert [one for one in ids if "@" not in one] == [], "pytest-xdist does not group"
    for path in (ROOT / "tests/browser").glob("test_*.py"):
        assert 'xdist_group("browser")' in path.read_text(), path
