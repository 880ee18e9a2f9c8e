"""The texts of all pages as translators see them: collected from the code, kept in `locale/`.

`manage.py translations` brings the files up to date: new texts arrive empty, changed ones are
marked fuzzy, which residents never see and a test refuses.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.template import engines
from django.template.base import Node, Template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils.functional import Promise

from .languages import ENGLISH, LANGUAGES, Language

MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL_MARKS = {"ngettext", "ngettext_lazy"}
APPS = ("assembly", "recruitment", "sessions", "recommendations")
OTHERS = tuple(language for language in LANGUAGES if language is not ENGLISH)

Text = str | tuple[str, str]  # one text, or one for a single thing and one for several


def po_file(language: Language) -> Path:
    return settings.BASE_DIR / "locale" / language.code / "LC_MESSAGES" / "django.po"


def sources() -> dict[Text, list[str]]:
    """Return every text marked for translation, with the files that hold it."""
    found: dict[Text, list[str]] = defaultdict(list)
    for path in _files("*.py", APPS):
        for text in in_python(path.read_text(encoding="utf-8")):
            found[text].append(_name(path))
    for path in _files("*", ("templates",)):
        for text in in_template(path.read_text(encoding="utf-8")):
            found[text].append(_name(path))
    for text in _common():
        found[text].append("data/common-answers.txt")
    return {text: sorted(set(found[text])) for text in sorted(found, key=forms)}


def forms(text: Text) -> tuple[str, ...]:
    """Return a text as the forms that it has: one, or two."""
    return (text,) if isinstance(text, str) else tuple(text)


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


def in_python(source: str) -> Iterator[Text]:
    """Yield the texts that a module marks by calling gettext under one of its names."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        given = [arg.value for arg in node.args[:2] if isinstance(arg, ast.Constant)]
        texts = [text for text in given if isinstance(text, str)]
        if node.func.id in MARKS and texts:
            yield texts[0]
        elif node.func.id in PLURAL_MARKS and len(texts) == 2:
            yield texts[0], texts[1]


def in_template(source: str) -> Iterator[Text]:
    """Yield the texts of a template's `translate` and `blocktranslate` tags and of `_("…")`."""
    if "i18n" not in source and "_(" not in source:
        return
    template: Any = engines["django"].from_string(source)
    for node in _nodes(template.template):
        if isinstance(node, TranslateNode):
            if text := node.filter_expression.var.literal:
                yield str(text).replace("%", "%%")  # as Django looks it up
        elif isinstance(node, BlockTranslateNode):
            one = node.render_token_list(node.singular)[0]
            several = node.render_token_list(node.plural)[0] if node.plural else ""
            yield (one, several) if several else one
        else:
            yield from _in_arguments(node)


def _nodes(template: Template) -> Iterator[Node]:
    for node in template.nodelist:
        yield from node.get_nodes_by_type(Node)


def _in_arguments(node: Node) -> Iterator[str]:
    """Yield what `{% include … with label=_("…") %}` and `{% bars … title=_("…") %}` mark."""
    given: dict[str, Any] = (
        getattr(node, "extra_context", None) or getattr(node, "kwargs", None) or {}
    )
    for expression in given.values():
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
    catalogue.header_comment = f"# {language.name}: the pages that everyone reads."
    catalogue.project, catalogue.version = "assembly", "1"
    catalogue.msgid_bugs_address = catalogue.last_translator = ""
    catalogue.language_team = language.name
    catalogue.creation_date = catalogue.revision_date = datetime(2024, 1, 1, tzinfo=UTC)


def out_of_date(language: Language) -> list[Text]:
    """Return the texts that a language lacks or that changed since they were translated."""
    catalogue = read(language)
    return [
        text
        for text in sources()
        if (message := catalogue.get(text)) is None or not is_whole(message) or message.fuzzy
    ]


@dataclass(frozen=True)
class Shown:
    """A text of all pages with its translation, and whether that is to be made, or made again."""

    source: str
    text: str
    places: str
    is_waiting: bool


@cache
def shown(language: Language) -> tuple[Shown, ...]:
    """Return the catalogue as it came with this version: what waits for a translator first.

    Texts that have one form for a single thing and others for several show all of them.
    """
    messages = [message for message in read(language) if message.id]
    found = [
        Shown(
            " / ".join([message.id] if isinstance(message.id, str) else message.id),
            " / ".join(said(message)),
            ", ".join(sorted({Path(file).stem for file, _line in message.locations})),
            message.fuzzy or not is_whole(message),
        )
        for message in messages
    ]
    return tuple(sorted(found, key=lambda one: (not one.is_waiting, one.source.casefold())))


def is_whole(message: Message) -> bool:
    """Tell whether a message is translated, in every form that its language has."""
    return all(said(message))


def said(message: Message) -> tuple[str, ...]:
    """Return the translation of a message, form by form."""
    string = message.string or ""
    return (string,) if isinstance(string, str) else tuple(string)


def build(language: Language) -> Path:
    """Write the compiled catalogue that Django reads; return where."""
    path = po_file(language).with_suffix(".mo")
    with path.open("wb") as file:
        write_mo(file, read(language))
    return path
