"""The texts of all pages as translators see them: collected from the code, kept in `locale/`.

`manage.py translations` brings the files up to date: new texts arrive empty, changed ones are
marked fuzzy, which residents never see and a test refuses.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.template import engines
from django.template.base import Node, Template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils.functional import Promise

from .languages import ENGLISH, LANGUAGES, Language

MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop"}
APPS = ("assembly", "recruitment", "sessions", "recommendations")
OTHERS = tuple(language for language in LANGUAGES if language is not ENGLISH)


def po_file(language: Language) -> Path:
    return settings.BASE_DIR / "locale" / language.code / "LC_MESSAGES" / "django.po"


def sources() -> dict[str, list[str]]:
    """Return every text marked for translation, with the files that hold it."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in _files("*.py", APPS):
        for text in in_python(path.read_text(encoding="utf-8")):
            found[text].append(_name(path))
    for path in _files("*", ("templates",)):
        for text in in_template(path.read_text(encoding="utf-8")):
            found[text].append(_name(path))
    for text in _common():
        found[text].append("data/common-answers.txt")
    return {text: sorted(set(found[text])) for text in sorted(found)}


def _files(pattern: str, folders: tuple[str, ...]) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((settings.BASE_DIR / folder).rglob(pattern)):
            if path.is_file() and path.suffix in (".py", ".html", ".txt"):
                yield path


def _name(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR))


def _common() -> list[str]:
    """Return the questions and answers that assemblies share, as the census and forms word them."""
    path: Path = settings.DATA_DIR / "common-answers.txt"
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line]


def in_python(source: str) -> Iterator[str]:
    """Yield the texts that a module marks by calling gettext under one of its names."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in MARKS
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str)
        ):
            yield node.args[0].value


def in_template(source: str) -> Iterator[str]:
    """Yield the texts of a template's `translate` and `blocktranslate` tags and of `_("…")`."""
    if "i18n" not in source and "_(" not in source:
        return
    template: Any = engines["django"].from_string(source)
    for node in _nodes(template.template):
        if isinstance(node, TranslateNode):
            yield str(node.filter_expression.var.literal)
        elif isinstance(node, BlockTranslateNode):
            yield node.render_token_list(node.singular)[0]
        else:
            yield from _in_arguments(node)


def _nodes(template: Template) -> Iterator[Node]:
    for node in template.nodelist:
        yield from node.get_nodes_by_type(Node)


def _in_arguments(node: Node) -> Iterator[str]:
    """Yield what `{% include … with label=_("…") %}` marks."""
    context: dict[str, Any] = getattr(node, "extra_context", {}) or {}
    for expression in context.values():
        if isinstance(getattr(expression, "var", None), Promise):
            yield str(expression.var)


def read(language: Language) -> Catalog:
    """Return a language's catalogue as it is kept, empty if there is none yet."""
    path = po_file(language)
    if not path.exists():
        return Catalog(locale=language.code, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language.code)


def update(language: Language) -> Catalog:
    """Bring a catalogue up to date with the code and write it; return it."""
    template = Catalog()
    for text, files in sources().items():
        template.add(text, locations=[(file, 0) for file in files])
    catalogue = read(language)
    catalogue.update(template, no_fuzzy_matching=False)
    catalogue.obsolete.clear()
    _head(catalogue, language)
    path = po_file(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(
            file, catalogue, width=100, include_lineno=False, omit_header=False, sort_output=True
        )
    return catalogue


def _head(catalogue: Catalog, language: Language) -> None:
    """Give the file the same head each time, so that only texts change."""
    catalogue.fuzzy = False
    catalogue.header_comment = f"# {language.name}: the pages on which residents register."
    catalogue.project, catalogue.version = "assembly", "1"
    catalogue.msgid_bugs_address = catalogue.last_translator = ""
    catalogue.language_team = language.name
    catalogue.creation_date = catalogue.revision_date = datetime(2024, 1, 1, tzinfo=UTC)


def out_of_date(language: Language) -> list[str]:
    """Return the texts that a language lacks or that changed since they were translated."""
    catalogue = read(language)
    return [
        text
        for text in sources()
        if (message := catalogue.get(text)) is None or not message.string or message.fuzzy
    ]


def build(language: Language) -> Path:
    """Write the compiled catalogue that Django reads; return where."""
    path = po_file(language).with_suffix(".mo")
    with path.open("wb") as file:
        write_mo(file, read(language))
    return path
