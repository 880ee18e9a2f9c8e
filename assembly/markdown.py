"""Markdown to safe HTML, in one place: what staff and members write is never raw HTML."""

from functools import cache

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

BLOCKS = frozenset(
    {"blockquote", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "pre", "ul"}
)
TABLES = frozenset({"table", "tbody", "td", "th", "thead", "tr"})
TAGS = {"a", "br", "code", "em", "strong"} | BLOCKS | TABLES
SCROLL = '<div class="scroll" tabindex="0" role="region" aria-label="Table">'
TABLE = (  # what is left of a table after cleaning has no attributes, so these match it exactly
    ("<table>", SCROLL + '<table class="govuk-table">'),
    ("</table>", "</table></div>"),
    ("<th>", '<th class="govuk-table__header" scope="col">'),
    ("<td>", '<td class="govuk-table__cell">'),
)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def kinds(text: str) -> set[str]:
    """Return the tags that `text` would become, for places where not all of them are welcome."""
    tokens = _parser().parse(text)
    inline = [child for token in tokens for child in token.children or ()]
    return {token.tag for token in [*tokens, *inline] if token.tag}


def render(text: str, *, top: int = 2) -> SafeString:
    """Return `text` as HTML; its headings start at level 2, so that the page keeps its one h1."""
    parser = _parser()
    tokens = parser.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + top - 1)}"
    html = parser.renderer.render(tokens, parser.options, {})
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
    )
    for plain, styled in TABLE:
        clean = clean.replace(plain, styled)
    return SafeString(clean)
