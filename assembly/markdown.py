"""Markdown to safe HTML, in one place: what staff and members write is never raw HTML."""

from functools import cache

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

TAGS = frozenset(
    "a blockquote br code em h2 h3 h4 h5 h6 hr li ol p pre strong table tbody td th thead tr ul".split()
)
TABLE = (
    '<div class="scroll" tabindex="0" role="region" aria-label="Table"><table class="govuk-table">'
)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def render(text: str) -> SafeString:
    """Return `text` as HTML; its headings start at level 2, so that the page keeps its one h1."""
    parser = _parser()
    tokens = parser.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + 1)}"
    html = parser.renderer.render(tokens, parser.options, {})
    clean = nh3.clean(
        html,
        tags=set(TAGS),
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
    )
    clean = clean.replace("<table>", TABLE).replace("</table>", "</table></div>")
    return SafeString(clean)
