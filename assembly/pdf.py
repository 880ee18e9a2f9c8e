"""PDF from templates. The only importer of WeasyPrint."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

logger = logging.getLogger(__name__)
SCHEME = "static"
SVG = 'xmlns="http://www.w3.org/2000/svg">'
IN_PIECES = {"ur"}  # languages whose letters the typeface draws in several pieces


class StaticOnly(URLFetcher):
    """Fetches files of our own build and nothing else: no network, no file system beyond it."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        root = Path(settings.BASE_DIR, "static", "build").resolve()
        path = (root / parts.path.lstrip("/")).resolve()
        if parts.scheme != SCHEME or not path.is_relative_to(root):
            raise ValueError(f"A document may not fetch {url}")
        return URLFetcherResponse(url, path.read_bytes())


def with_chart_styles(html: str) -> str:
    """Put the charts' colours inside each chart: the document's own do not reach them."""
    if SVG not in html:
        return html
    return html.replace(SVG, f"{SVG}<style>{render_to_string('pdf/charts.css')}</style>")


def render(
    template: str,
    context: dict[str, Any],
    *,
    stylesheet: str = "pdf/document.css",
    tagged: bool = True,
) -> bytes:
    """Return a tagged, accessible PDF (PDF/UA-1) made from a template, or a plain one to print on.

    `stylesheet` is a template too, so that both stand side by side under `templates/pdf/`.
    """
    fetcher = StaticOnly()
    fonts = FontConfiguration()
    css = CSS(string=render_to_string(stylesheet), url_fetcher=fetcher, font_config=fonts)
    html = HTML(
        string=with_chart_styles(render_to_string(template, context)),
        url_fetcher=fetcher,
        base_url=f"{SCHEME}:///",
    )
    return html.write_pdf(  # type: ignore[no-any-return]
        stylesheets=[css],
        font_config=fonts,
        pdf_variant="pdf/ua-1" if tagged else None,
        finisher=_for_screen_readers if tagged else None,
    )


def _for_screen_readers(document: Any, pdf: Any) -> None:
    _name_languages(document, pdf)
    _name_languages_of_words(document, pdf)


def _name_languages(document: Any, pdf: Any) -> None:
    """Say on each section that has a `lang` which language it is in, for screen readers.

    WeasyPrint names only the document's language. It makes the tags of sections in the order in
    which it meets their boxes.
    """
    tags = [each for each in pdf.objects if isinstance(each, dict) and each.get("S") == "/Sect"]
    met = [lang for page in document.pages for lang in _sections(page._page_box)]
    for tag, lang in zip(tags, met, strict=True):
        if lang:
            tag["Lang"] = f"({lang})"


def _sections(box: Any) -> Iterator[str]:
    """Yield the language of each box of a section, on its page or absolute on it."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if box.element_tag == "section" and not isinstance(box, boxes.LineBox | boxes.TextBox):
        yield box.element.get("lang", "")
    for child in getattr(box, "children", ()):
        yield from _sections(child)


def _name_languages_of_words(document: Any, pdf: Any) -> None:
    """Name the language of words that are not in that of their section.

    Spell out the words of which a reader would find only the pieces their letters are drawn in.
    """
    marked = [
        (tag, mark)
        for tag in pdf.objects
        if isinstance(tag, dict) and tag.get("Type") == "/StructElem"
        for mark in tag["K"]
        if isinstance(mark, int)
    ]
    own = document.metadata.lang
    met = [
        (number, box, around)
        for number, page in enumerate(document.pages)
        for box, around in _marked(page._page_box, own)
    ]
    if len(marked) != len(met):  # better a report without them than none
        logger.error("The tags of a PDF do not follow its boxes: no language of words is named")
        return
    contents = [_contents(pdf, number) for number in range(len(document.pages))]
    for (tag, mark), (number, box, around) in zip(marked, met, strict=True):
        lang = box.style["lang"] or own
        if lang != around:
            tag["Lang"] = f"({lang})"
        if isinstance(box, boxes.TextBox) and {lang, around} & IN_PIECES:
            contents[number][mark]["ActualText"] = f"<feff{box.text.encode('utf-16-be').hex()}>"


def _contents(pdf: Any, number: int) -> dict[int, Any]:
    """Return what the content of a page says of each of its marks."""
    page = pdf.objects[pdf.pages["Kids"][3 * number]]
    stream = pdf.objects[int(page["Contents"].split()[0])].stream
    return {each["MCID"]: each for each in stream if isinstance(each, dict) and "MCID" in each}


def _marked(box: Any, around: str) -> Iterator[tuple[Any, str]]:
    """Yield each box of words or of a picture and the language of its section.

    In the order in which WeasyPrint makes their tags: a link has the words in it before its boxes.
    """
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if box.element_tag == "section" and box.element is not None:
        around = box.element.get("lang", around)
    inner = [
        each
        for child in getattr(box, "children", ())
        for each in (child.children if isinstance(child, boxes.LineBox) else [child])
    ]
    if (box.element_tag or "").partition(":")[0] == "a":
        inner.sort(key=lambda each: not isinstance(each, boxes.TextBox))
    for each in inner:
        if isinstance(each, boxes.TextBox):
            yield each, around
        else:
            yield from _marked(each, around)
    if isinstance(box, boxes.ReplacedBox):
        yield box, around
