"""Code follows the path of the data in one direction; inside an app it is layered."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ["assembly", "recruitment", "sessions", "recommendations"]
ROOF = {
    "assembly.urls", "assembly.settings", "assembly.celery_app", "assembly.views", "assembly.api",
    "assembly.api_urls", "assembly.account_urls", "assembly.management", "assembly.demo",
    "assembly.bench", "assembly.wsgi",
}  # fmt: skip
PURE = ["recruitment.lottery", "recruitment.response", "sessions.tables", "recommendations.tally"]


def modules() -> Iterator[tuple[str, Path]]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imports(source: str, module: str, *, is_package: bool) -> set[str]:
    """Return the full names that a module's source imports, at any depth of its code."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                here = module.split(".")
                up = node.level - (1 if is_package else 0)
                base = ".".join([*here[: len(here) - up], *([base] if base else [])])
            found |= {f"{base}.{alias.name}" for alias in node.names}
    return found


def is_in(name: str, places: set[str]) -> bool:
    return any(name == place or name.startswith(f"{place}.") for place in places)


def later_apps(module: str, imported: set[str]) -> list[str]:
    """Return what an app's module imports from an app that comes after it on the path."""
    rank = APPS.index(module.split(".")[0])
    if is_in(module, ROOF):
        return []
    return sorted(
        name
        for name in imported
        if (app := name.split(".")[0]) in APPS
        and (APPS.index(app) > rank or (rank > 0 and is_in(name, ROOF)))
    )


EVERY = [
    pytest.param(name, imports(path.read_text(), name, is_package=path.stem == "__init__"), id=name)
    for name, path in modules()
    if "migrations" not in name
]


@pytest.mark.parametrize(("module", "imported"), EVERY)
def test_nothing_points_at_a_later_app(module, imported):
    assert later_apps(module, imported) == []


MODELS = [each for each in EVERY if ".models" in str(each.id)]


@pytest.mark.parametrize(("module", "imported"), MODELS)
def test_models_know_nothing_of_what_is_built_on_them(module, imported):
    app = module.split(".")[0]
    above = {f"{app}.{layer}" for layer in ("queries", "forms", "views", "tasks", "urls")}
    assert [name for name in sorted(imported) if is_in(name, above)] == []


@pytest.mark.parametrize(("module", "imported"), EVERY)
def test_nothing_below_the_views_imports_a_view_or_a_form(module, imported):
    parts = module.split(".")
    is_above = is_in(module, ROOF) or {"views", "forms", "urls"} & set(parts)
    above = {f"{app}.{layer}" for app in APPS for layer in ("views", "urls")}
    above |= {f"{app}.forms" for app in APPS[1:]}
    allowed = is_above or module == "assembly.forms"
    assert allowed or [name for name in sorted(imported) if is_in(name, above)] == []


@pytest.mark.parametrize(("module", "imported"), EVERY)
def test_the_pure_cores_know_nothing_of_django(module, imported):
    if is_in(module, set(PURE)):
        assert [name for name in sorted(imported) if name.split(".")[0] == "django"] == []


def test_only_one_module_imports_weasyprint():
    users = {
        name
        for name, path in modules()
        if any(
            is_in(found, {"weasyprint"})
            for found in imports(path.read_text(), name, is_package=False)
        )
    }
    assert users == {"assembly.pdf"}


def test_an_arrow_the_wrong_way_is_found():
    source = "from sessions.models import Session\nfrom .. import clock"
    found = imports(source, "recruitment.views.staff", is_package=False)
    assert later_apps("recruitment.letters", found) == ["sessions.models.Session"]
